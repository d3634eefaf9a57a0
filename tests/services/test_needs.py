"""Posting a need once, whose it is, and how it is closed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.assignments import Answer
from chalicelib.domain.audit import Tag
from chalicelib.domain.categories import OTHER
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import NeedState
from chalicelib.domain.needs import Attestation, Outcome, Priority
from chalicelib.services import answers, needs
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.services.trail import list_trail
from chalicelib.store import accounts
from chalicelib.store import needs as need_store
from chalicelib.store.commit import commit
from chalicelib.store.needs import NeedFilter
from tests.factories import (
    NOW,
    STAFF,
    SUPERVISOR,
    a_context,
    a_need,
    an_account,
    an_id,
    as_partner,
    some_details,
)
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner

pytestmark = pytest.mark.usefixtures("store")


def refusal_of(code: ErrorCode, refused: pytest.ExceptionInfo[DomainError]) -> bool:
    return refused.value.code is code


def test_the_same_form_sent_twice_posts_one_need() -> None:
    details, need_id = some_details(), an_id()
    first = needs.post_need(a_context(), need_id, details)
    assert needs.post_need(a_context(), need_id, details) == first
    assert len(list_trail(a_context(), f"need:{need_id}").items) == 1


def test_a_colleague_who_posts_the_same_need_is_shown_the_first() -> None:
    details = some_details()
    first = needs.post_need(a_context(), an_id(), details)
    with pytest.raises(DomainError) as refused:
        needs.post_need(a_context(SUPERVISOR), an_id(), details)
    assert refusal_of(ErrorCode.SAME_NEED_OPEN, refused)
    assert refused.value.params == {"need": first.id}


def test_a_colleague_may_say_that_it_is_another_need() -> None:
    details = some_details()
    first = needs.post_need(a_context(), an_id(), details)
    second = needs.post_need(a_context(SUPERVISOR), an_id(), details, another_of=first.id)
    assert second.another_of == first.id


def test_the_same_case_can_be_posted_again_once_the_first_is_closed() -> None:
    details = some_details()
    first = needs.post_need(a_context(), an_id(), details)
    needs.close_need(a_context(), first.id, Outcome.WITHDRAWN, "لم يعد مطلوبًا")
    assert needs.post_need(a_context(), an_id(), details).id != first.id


def test_reopening_over_a_newer_need_for_the_same_is_refused() -> None:
    details = some_details()
    first = needs.post_need(a_context(), an_id(), details)
    needs.close_need(a_context(), first.id, Outcome.UNMET, "لا شريك")
    needs.post_need(a_context(), an_id(), details)
    with pytest.raises(DomainError) as refused:
        needs.reopen_need(a_context(SUPERVISOR), first.id, NOW + timedelta(days=1))
    assert refusal_of(ErrorCode.SAME_NEED_OPEN, refused)


def test_leaving_a_partner_out_needs_its_reason_in_the_private_note() -> None:
    partner = a_stored_partner()
    details = some_details(excluded_partners=frozenset({partner.id}))
    with pytest.raises(DomainError) as refused:
        needs.post_need(a_context(), an_id(), details)
    assert (refused.value.code, refused.value.field) == (ErrorCode.REQUIRED, "private_note")
    posted = needs.post_need(a_context(), an_id(), details, private_note="قريب أحد أطراف الحالة")
    assert needs.read_need(a_context(), posted.id).has_private_note


def test_a_need_in_words_is_placed_by_staff_and_then_found_as_the_same() -> None:
    posted = needs.post_need(a_context(), an_id(), some_details(category=OTHER, words="خيام"))
    assert posted.state is NeedState.UNPLACED
    placed = needs.place_need(a_context(), posted.id, "clothes")
    again = some_details(case_reference=placed.details.case_reference, category="clothes")
    with pytest.raises(DomainError) as refused:
        needs.post_need(a_context(), an_id(), again)
    assert refusal_of(ErrorCode.SAME_NEED_OPEN, refused)


def test_a_need_is_met_only_by_what_was_confirmed() -> None:
    need, offering = a_stored_need(quantity=2), a_stored_offering()
    (assignment,) = propose(a_context(), need.id, [Part(offering.id, 2)])
    with pytest.raises(DomainError) as refused:
        needs.close_need(a_context(), need.id, Outcome.UNMET, "سبب")
    assert refusal_of(ErrorCode.ASSIGNMENTS_OPEN, refused)
    answers.accept(a_context(), need.id, assignment.id, 2, Answer(NOW, "01J"))
    answers.deliver(a_context(), need.id, assignment.id, 2)
    answers.confirm(a_context(), need.id, assignment.id, 2)
    closed = needs.close_need(a_context(), need.id, Outcome.MET)
    assert (closed.state, closed.outcome) == (NeedState.CLOSED, Outcome.MET)
    assert list_trail(a_context(), f"need:{need.id}").items[0].tag is Tag.NEED_CLOSED


def test_the_lists_show_the_most_urgent_first_and_filter() -> None:
    calm = a_stored_need(priority=Priority.P3, quantity=2)
    urgent = a_stored_need(priority=Priority.P1, quantity=3)
    found = needs.list_needs_by_urgency(a_context(), NeedFilter())
    assert [listed.need.id for listed in found.items] == [urgent.id, calm.id]
    only = needs.list_needs_by_urgency(a_context(), NeedFilter(priority="p3"))
    assert [listed.need.id for listed in only.items] == [calm.id]
    newest = needs.list_needs_by_age(a_context(), NeedFilter())
    assert [listed.need.id for listed in newest.items] == [urgent.id, calm.id]


def test_a_list_tells_how_much_is_with_somebody_as_the_assignments_do() -> None:
    need, offering = a_stored_need(quantity=5), a_stored_offering()
    (assignment,) = propose(a_context(), need.id, [Part(offering.id, 4)])
    answers.accept(a_context(), need.id, assignment.id, 3, Answer(NOW, "01J"))
    (listed,) = needs.list_needs_by_urgency(a_context(), NeedFilter()).items
    coverage = needs.read_need(a_context(), need.id).coverage
    assert listed.covered == coverage.quantity - coverage.uncovered == 3


def test_a_list_of_many_is_paged_without_losing_one() -> None:
    posted = {a_stored_need().id for _ in range(30)}
    first = needs.list_needs_by_age(a_context(), NeedFilter())
    second = needs.list_needs_by_age(a_context(), NeedFilter(), first.next_cursor)
    assert (len(first.items), len(second.items), second.next_cursor) == (25, 5, None)
    assert {listed.need.id for listed in (*first.items, *second.items)} == posted


def test_what_is_still_to_be_verified_is_listed_until_it_is() -> None:
    a_stored_need()
    later = a_stored_need(low_income=Attestation.TO_VERIFY)
    earlier = replace(a_need(details=later.details), posted_at=NOW - timedelta(hours=5))
    commit([need_store.save(earlier, None)])
    listed = needs.list_needs_to_verify(a_context(), NeedState.OPEN).items
    assert [one.need.id for one in listed] == [earlier.id, later.id]
    for need in (earlier, later):
        needs.verify_need(a_context(), need.id)
    assert needs.list_needs_to_verify(a_context(), NeedState.OPEN).items == ()


def test_all_my_open_needs_go_to_a_colleague_and_to_nobody_else() -> None:
    colleague = an_account()
    commit([accounts.save(colleague, None)])
    mine = [a_stored_need(), a_stored_need()]
    assert needs.hand_over_all_needs(a_context(STAFF), colleague.id) == 2
    owners = {needs.read_need(a_context(), need.id).need.owner for need in mine}
    assert owners == {colleague.id}
    with pytest.raises(DomainError) as refused:
        needs.hand_over_need(a_context(), mine[0].id, "nobody")
    assert refusal_of(ErrorCode.NOT_FOUND, refused)


def test_partners_cannot_read_or_post_needs() -> None:
    need = a_stored_need()
    partner = a_context(as_partner(a_stored_partner()))
    for deed in (
        lambda: needs.read_need(partner, need.id),
        lambda: needs.post_need(partner, an_id(), some_details()),
        lambda: needs.list_needs_by_age(partner, NeedFilter()),
        lambda: needs.close_need(partner, need.id, Outcome.UNMET, "سبب"),
    ):
        with pytest.raises(DomainError) as refused:
            deed()
        assert refusal_of(ErrorCode.NOT_PERMITTED, refused)
