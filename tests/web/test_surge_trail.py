"""What a surge plan did, in the words of the audit trail."""

import pytest

from chalicelib.domain.audit import subject_of
from chalicelib.domain.needs import Priority
from chalicelib.domain.partners import Language
from chalicelib.services.surge_plans import leave_out
from chalicelib.store import audit
from chalicelib.web.trail_words import tell
from chalicelib.words.speech import say
from tests.factories import a_context, a_profile
from tests.stored import a_stored_offering, a_stored_partner
from tests.surging import a_made_plan, a_posted_need, a_sent_plan

pytestmark = pytest.mark.usefixtures("store")


def told(subject: str, language: Language) -> list[str]:
    """The trail of a thing, without the marks that keep scripts apart."""
    events = audit.list_of(subject).items
    said = [say(one.words, language) for one in tell(a_context(), events, language)]
    return [words.replace("\u2068", "").replace("\u2069", "") for words in said]


def test_a_request_says_that_it_came_from_a_plan() -> None:
    a_stored_offering(a_stored_partner(profile=a_profile(name_en="Palm", name_ar="النخلة")), capacity=50)
    need = a_posted_need(quantity=2, priority=Priority.P1)
    a_sent_plan()
    subject = subject_of("need", need.id)
    assert told(subject, Language.ENGLISH) == ["Request sent to Palm: 2 pieces (by a surge plan)"]
    assert told(subject, Language.ARABIC) == ["وُجِّه الطلب إلى الشريك النخلة: قطعتان (ضمن خطة طوارئ)"]


def test_a_plan_says_what_was_made_changed_and_sent() -> None:
    a_stored_offering(capacity=50)
    need = a_posted_need(quantity=2, priority=Priority.P1)
    plan = a_made_plan()
    leave_out(a_context(), plan.id, 1)
    assert told(subject_of("plan", plan.id), Language.ENGLISH) == [
        "Surge plan asked for",
        "Surge plan made (open needs: 1)",
        f"Surge plan changed by staff: case {need.details.case_reference}, 0 pieces",
    ]
    sent = a_sent_plan()
    assert told(subject_of("plan", sent.id), Language.ENGLISH)[-2:] == [
        "Surge plan sent off (needs: 1)",
        "All requests of the surge plan sent (needs: 1, could not be sent: 0)",
    ]
