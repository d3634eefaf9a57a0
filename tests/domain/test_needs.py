"""What may be posted, and how a need ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain import needs as domain
from chalicelib.domain.assignments import Assignment, RankingInputs
from chalicelib.domain.categories import OTHER
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import AssignmentState, NeedState
from chalicelib.domain.needs import Attestation, Outcome
from tests.factories import NOW, STAFF, SUPERVISOR, a_category, a_need, an_id, some_details


def an_assignment(state: AssignmentState, held: int) -> Assignment:
    return Assignment(
        id=an_id(),
        need_id="need",
        offering_id="offering",
        partner_id="partner",
        period="once",
        proposed=held or 1,
        held=held,
        state=state,
        proposed_at=NOW,
        proposed_by="01JSTAFF",
        answer_due=NOW + timedelta(hours=4),
        ranking=RankingInputs("2026-1", 0.5, {}),
    )


@pytest.mark.parametrize(
    "summary",
    [
        "اتصلوا على 0501234567",
        "اتصلوا على ٠٥٠١٢٣٤٥٦٧",
        "call +971 50 123 4567",
        "write to somebody@example.org",
        "784-1990-1234567-1",
        "هوية ٧٨٤١٩٩٠١٢٣٤٥٦٧١",
    ],
)
def test_a_summary_that_names_somebody_is_refused(summary: str) -> None:
    with pytest.raises(DomainError) as refused:
        domain.check_details(some_details(summary=summary), a_category(), NOW)
    assert (refused.value.code, refused.value.field) == (ErrorCode.SUMMARY_NAMES_SOMEBODY, "summary")


@pytest.mark.parametrize(
    "summary", ["4 أسرّة وغسالة تلفت بالماء", "two rooms, 3 x 4 m, water 60 cm high", "دور 12، منذ 2026-07-28"]
)
def test_a_summary_with_plain_numbers_is_taken(summary: str) -> None:
    assert domain.check_details(some_details(summary=summary), a_category(), NOW).summary == summary


def test_a_deadline_that_has_passed_is_refused() -> None:
    with pytest.raises(DomainError) as refused:
        domain.check_details(some_details(deadline=NOW), a_category(), NOW)
    assert refused.value.code is ErrorCode.DEADLINE_PAST


@pytest.mark.parametrize(
    "deadline", [datetime.max.replace(tzinfo=UTC), NOW + timedelta(days=367), NOW.replace(year=2206)]
)
def test_a_year_that_was_mistyped_is_no_deadline(deadline: datetime) -> None:
    with pytest.raises(DomainError) as refused:
        domain.check_details(some_details(deadline=deadline), a_category(), NOW)
    assert refused.value.code is ErrorCode.DEADLINE_FAR
    with pytest.raises(DomainError) as refused:
        domain.reopen(a_need(state=NeedState.CLOSED), SUPERVISOR, deadline, NOW)
    assert refused.value.code is ErrorCode.DEADLINE_FAR


@pytest.mark.parametrize(
    "reference", ["784-1990-1234567-1", "٧٨٤١٩٩٠١٢٣٤٥٦٧١", "050 123 4567", "+971501234567"]
)
def test_a_persons_own_number_is_no_case_reference(reference: str) -> None:
    with pytest.raises(DomainError) as refused:
        domain.check_details(some_details(case_reference=reference), a_category(), NOW)
    assert (refused.value.code, refused.value.field) == (
        ErrorCode.SUMMARY_NAMES_SOMEBODY,
        "case_reference",
    )


def test_a_need_without_a_category_waits_in_words_until_staff_place_it() -> None:
    with pytest.raises(DomainError) as refused:
        domain.check_details(some_details(category=OTHER, words=" "), None, NOW)
    assert refused.value.code is ErrorCode.WORDS_MISSING
    posted = domain.post(an_id(), some_details(category=OTHER, words="خيمة"), "01JSTAFF", NOW)
    placed = domain.place(posted, a_category(code="building_materials"), STAFF)
    assert (posted.state, placed.state) == (NeedState.UNPLACED, NeedState.OPEN)
    assert placed.details.category == "building_materials"


def test_two_posts_of_one_case_category_and_area_are_the_same_need_however_it_is_typed() -> None:
    first = a_need(details=domain.check_details(some_details(case_reference="kal-٢٢/7"), a_category(), NOW))
    second = a_need(details=domain.check_details(some_details(case_reference="KAL 227"), a_category(), NOW))
    assert domain.same_need_key(first) == domain.same_need_key(second)
    another = replace(second, another_of=first.id)
    assert domain.same_need_key(another) != domain.same_need_key(first)


def test_an_attestation_to_be_verified_is_due_within_48_hours() -> None:
    need = a_need(details=some_details(low_income=Attestation.TO_VERIFY))
    assert domain.to_verify_until(need) == NOW + timedelta(hours=48)
    assert domain.to_verify_until(domain.verify(need)) is None


@pytest.mark.parametrize(
    ("confirmed", "outcome"), [(4, Outcome.MET), (1, Outcome.PARTLY_MET), (0, Outcome.UNMET)]
)
def test_the_outcome_is_what_was_confirmed(confirmed: int, outcome: Outcome) -> None:
    need = a_need(details=some_details(quantity=4))
    ended = [an_assignment(AssignmentState.CONFIRMED, confirmed)] if confirmed else []
    closed = domain.close(need, outcome, "لا شريك متاح", ended, STAFF, NOW)
    assert (closed.state, closed.outcome) == (NeedState.CLOSED, outcome)
    for other in {Outcome.MET, Outcome.PARTLY_MET, Outcome.UNMET} - {outcome}:
        with pytest.raises(DomainError) as refused:
            domain.close(need, other, "سبب", ended, STAFF, NOW)
        assert refused.value.code is ErrorCode.OUTCOME_DISAGREES


def test_a_need_cannot_be_closed_over_something_on_its_way() -> None:
    with pytest.raises(DomainError) as refused:
        domain.close(a_need(), Outcome.UNMET, "سبب", [an_assignment(AssignmentState.ACCEPTED, 1)], STAFF, NOW)
    assert (refused.value.code, refused.value.params) == (ErrorCode.ASSIGNMENTS_OPEN, {"count": 1})


def test_all_outcomes_but_met_need_a_reason() -> None:
    with pytest.raises(DomainError) as refused:
        domain.close(a_need(), Outcome.UNMET, " ", [], STAFF, NOW)
    assert (refused.value.code, refused.value.field) == (ErrorCode.REQUIRED, "reason")


def test_a_need_of_which_something_arrived_cannot_be_called_withdrawn() -> None:
    arrived = [an_assignment(AssignmentState.CONFIRMED, 1)]
    with pytest.raises(DomainError) as refused:
        domain.close(a_need(), Outcome.WITHDRAWN, "سبب", arrived, STAFF, NOW)
    assert refused.value.code is ErrorCode.OUTCOME_DISAGREES


def test_a_supervisor_reopens_with_a_deadline_that_lies_ahead() -> None:
    closed = domain.close(a_need(), Outcome.UNMET, "سبب", [], STAFF, NOW)
    with pytest.raises(DomainError) as refused:
        domain.reopen(closed, STAFF, NOW + timedelta(days=1), NOW)
    assert refused.value.code is ErrorCode.NOT_PERMITTED
    reopened = domain.reopen(closed, SUPERVISOR, NOW + timedelta(days=1), NOW)
    assert (reopened.state, reopened.outcome, reopened.closed_at) == (NeedState.OPEN, None, None)


def test_the_quantity_cannot_be_edited_below_what_is_with_partners() -> None:
    need = a_need(details=some_details(quantity=6))
    with pytest.raises(DomainError) as refused:
        domain.edit(need, replace(need.details, quantity=3), committed=4)
    assert refused.value.code is ErrorCode.QUANTITY_INVALID
    assert domain.edit(need, replace(need.details, quantity=4), committed=4).details.quantity == 4
