"""The audit trail in words."""

import pytest

from chalicelib.domain.actors import SYSTEM, Actor
from chalicelib.domain.audit import AuditEvent, Tag, append
from chalicelib.domain.partners import Language
from chalicelib.web.trail_words import tell
from chalicelib.words.speech import label, say
from chalicelib.words.text import Text
from tests.factories import NOW, STAFF, a_context, a_profile, an_id
from tests.stored import a_stored_need, a_stored_partner

pytestmark = pytest.mark.usefixtures("store")


def an_event(tag: Tag, subject: str, actor: Actor = STAFF, **details: str | int) -> AuditEvent:
    return append(None, an_id(), subject, tag, actor, NOW, details)


def words(event: AuditEvent, language: Language = Language.ENGLISH) -> str:
    (told,) = tell(a_context(), [event], language)
    return say(told.words, language)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("tag", list(Tag))
def test_an_event_about_which_nothing_more_is_known_still_has_its_words(tag: Tag, language: Language) -> None:
    assert words(an_event(tag, "need:01JGONE"), language) == label(tag, language)


def test_a_sentence_names_partner_quantity_and_reason() -> None:
    partner = a_stored_partner(profile=a_profile(name_en="Palm Trading", name_ar="النخلة"))
    need = a_stored_need()
    event = an_event(
        Tag.ASSIGNMENT_DECLINED, f"need:{need.id}", partner=partner.id, quantity=2, reason="too_far"
    )
    assert words(event) == "\u2068Palm Trading\u2069 declined: The place is too far for us"
    expired = an_event(Tag.ASSIGNMENT_EXPIRED, f"need:{need.id}", partner=partner.id, quantity=2)
    assert words(expired, Language.ARABIC) == "انتهت مهلة رد الشريك \u2068النخلة\u2069: قطعتان"


def test_who_did_it_is_a_name_or_the_system() -> None:
    partner = a_stored_partner(profile=a_profile(name_en="Palm Trading"))
    as_partner = Actor(role=STAFF.role, account_id="01JSOMEBODY", partner_id=partner.id)
    mine, systems = tell(
        a_context(),
        [an_event(Tag.SIGNED_IN, "account:x", as_partner), an_event(Tag.SIGNED_IN, "account:y", SYSTEM)],
        Language.ENGLISH,
    )
    assert mine.who == "Palm Trading"
    assert isinstance(systems.who, Text)
    assert say(systems.who, Language.ENGLISH) == "The system"
