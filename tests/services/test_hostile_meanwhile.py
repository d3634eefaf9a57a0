"""What must not be learnt or promised any more once a partner was suspended or left out."""

from dataclasses import replace

import pytest

from chalicelib.domain.assignments import Answer, Assignment
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.domain.notes import PrivateNote
from chalicelib.services import answers, notes
from chalicelib.services.needs import edit_need
from chalicelib.services.partners import suspend_partner
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.store import assignments, needs, partners
from chalicelib.store import notes as notes_store
from chalicelib.store.commit import commit
from tests.factories import NOW, STAFF, SUPERVISOR, a_context, as_partner
from tests.refusals import refused
from tests.stored import a_stored_need, a_stored_offering

pytestmark = pytest.mark.usefixtures("store")
AS_STAFF, AS_SUPERVISOR = a_context(STAFF), a_context(SUPERVISOR)


def a_proposal() -> Assignment:
    need = a_stored_need(quantity=4)
    commit([notes_store.save_private(PrivateNote(need.id, "why"), None)])
    return propose(AS_STAFF, need.id, [Part(a_stored_offering().id, 4)])[0]


def accept(one: Assignment, *, by_staff: bool) -> None:
    own = a_context(as_partner(partners.read(one.partner_id)))
    answers.accept(AS_STAFF if by_staff else own, one.need_id, one.id, 4, Answer(NOW, "01JACCOUNT"))


@pytest.mark.parametrize("by_staff", [False, True])
def test_a_partner_suspended_after_it_was_asked_does_not_accept(by_staff: bool) -> None:  # noqa: FBT001
    one = a_proposal()
    suspend_partner(AS_SUPERVISOR, one.partner_id, "reason")
    assert refused(accept, one, by_staff=by_staff) is ErrorCode.PARTNER_NOT_APPROVED
    assert assignments.read(one.need_id, one.id).state is AssignmentState.PROPOSED


def test_a_suspended_partner_reads_no_handover_note() -> None:
    one = a_proposal()
    accept(one, by_staff=False)
    notes.write_handover_note(AS_STAFF, one.need_id, one.id, "beside the old school")
    suspend_partner(AS_SUPERVISOR, one.partner_id, "reason")
    owner = a_context(as_partner(partners.read(one.partner_id)))
    assert refused(notes.read_handover_note, owner, one.need_id, one.id) is ErrorCode.NOT_FOUND
    assert notes.read_handover_note(AS_STAFF, one.need_id, one.id).text == "beside the old school"


def test_whoever_has_a_part_of_a_need_is_left_out_only_after_that_part_was_taken_back() -> None:
    one = a_proposal()
    details = needs.read(one.need_id).details
    without = replace(details, excluded_partners=frozenset({one.partner_id}))
    assert refused(edit_need, AS_STAFF, one.need_id, without) is ErrorCode.ASSIGNMENTS_OPEN
    answers.withdraw(AS_STAFF, one.need_id, one.id)
    assert edit_need(AS_STAFF, one.need_id, without).details.excluded_partners == {one.partner_id}


def test_staff_do_not_open_a_supervisors_note_by_calling_the_need_sensitive_no_longer() -> None:
    need = a_stored_need(sensitive=True)
    open_to_all = replace(need.details, sensitive=False)
    assert refused(edit_need, AS_STAFF, need.id, open_to_all) is ErrorCode.NOT_PERMITTED
    assert not edit_need(AS_SUPERVISOR, need.id, open_to_all).details.sensitive
