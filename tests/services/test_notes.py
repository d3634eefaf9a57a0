"""Who may read which note, until when, and that each reading is written down."""

from datetime import timedelta

import pytest

from chalicelib.domain.audit import Tag
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.services import answers, notes
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.services.trail import list_trail
from chalicelib.store import notes as notes_store
from chalicelib.store import partners
from tests.factories import NOW, STAFF, SUPERVISOR, a_context, as_partner
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner, an_accepted_assignment

pytestmark = pytest.mark.usefixtures("store")


def test_reading_a_private_note_stands_in_the_trail() -> None:
    need = a_stored_need()
    notes.write_private_note(a_context(), need.id, "لا يُتصل مساءً")
    assert notes.read_private_note(a_context(), need.id) == "لا يُتصل مساءً"
    tags = [event.tag for event in list_trail(a_context(), f"need:{need.id}").items]
    assert tags == [Tag.PRIVATE_NOTE_READ, Tag.PRIVATE_NOTE_WRITTEN]


def test_the_note_of_a_sensitive_need_is_for_supervisors_alone() -> None:
    need = a_stored_need(sensitive=True)
    notes.write_private_note(a_context(SUPERVISOR), need.id, "سري")
    with pytest.raises(DomainError) as refused:
        notes.read_private_note(a_context(STAFF), need.id)
    assert refused.value.code is ErrorCode.NOT_PERMITTED
    assert notes.read_private_note(a_context(SUPERVISOR), need.id) == "سري"


def test_the_partner_who_accepted_reads_the_handover_note_and_no_other_does() -> None:
    one = an_accepted_assignment()
    notes.write_handover_note(a_context(), one.need_id, one.id, "عند البوابة")
    owner = partners.read(one.partner_id)
    shown = notes.read_handover_note(a_context(as_partner(owner)), one.need_id, one.id)
    assert shown.text == "عند البوابة"
    with pytest.raises(DomainError) as refused:
        notes.read_handover_note(a_context(as_partner(a_stored_partner())), one.need_id, one.id)
    assert refused.value.code is ErrorCode.NOT_FOUND
    assert list_trail(a_context(), f"need:{one.need_id}").items[0].tag is Tag.HANDOVER_NOTE_READ


def test_a_handover_note_is_not_shown_after_its_time_though_no_job_has_run() -> None:
    one = an_accepted_assignment()
    notes.write_handover_note(a_context(), one.need_id, one.id, "عند البوابة")
    late = a_context(now=NOW + timedelta(hours=72))
    with pytest.raises(DomainError) as refused:
        notes.read_handover_note(late, one.need_id, one.id)
    assert refused.value.code is ErrorCode.NOTE_ERASED
    assert (notes.erase_due(late), notes.erase_due(late)) == (1, 0)
    assert notes_store.find_handover(one.id) is None


def test_there_is_no_handover_note_before_acceptance() -> None:
    need, offering = a_stored_need(), a_stored_offering()
    (one,) = propose(a_context(), need.id, [Part(offering.id, 1)])
    with pytest.raises(DomainError) as refused:
        notes.write_handover_note(a_context(), need.id, one.id, "عند البوابة")
    assert refused.value.code is ErrorCode.ILLEGAL_TRANSITION


def test_the_note_is_erased_with_the_confirmed_receipt() -> None:
    one = an_accepted_assignment(quantity=1)
    notes.write_handover_note(a_context(), one.need_id, one.id, "عند البوابة")
    answers.deliver(a_context(), one.need_id, one.id, 1)
    answers.confirm(a_context(), one.need_id, one.id, 1)
    assert notes_store.find_handover(one.id) is None
