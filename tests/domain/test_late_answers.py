"""What of a yes that comes late is of use, and to whom it gives precedence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.assignments import Assignment, RankingInputs
from chalicelib.domain.late_answers import StillWanted, still_wanted
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.domain.needs import Need
from tests.factories import NOW, a_need, some_details

DUE = NOW + timedelta(minutes=30)
LATER = NOW + timedelta(minutes=45)
FOUR = a_need(details=some_details(quantity=4))


def a_proposal(
    partner: str, units: int = 4, state: AssignmentState = AssignmentState.PROPOSED, after: int = 30
) -> Assignment:
    at = NOW + timedelta(minutes=after)
    ranking = RankingInputs("1", 1.0, {})
    return Assignment(
        f"01J{partner}",
        "need",
        f"of-{partner}",
        partner,
        "once",
        units,
        units,
        state,
        at,
        "01J",
        DUE,
        ranking,
    )


LATE = replace(a_proposal("late", state=AssignmentState.EXPIRED, after=0), held=0)


def wanted(need: Need, *others: Assignment, offered: int = 4) -> StillWanted:
    return still_wanted(need, (LATE, *others), LATE, offered, LATER)


def test_what_is_with_nobody_is_taken() -> None:
    assert wanted(FOUR) == StillWanted(4)


def test_no_more_is_taken_than_is_offered() -> None:
    assert wanted(FOUR, offered=3) == StillWanted(3)


def test_what_another_was_asked_for_since_and_has_not_answered_is_taken_instead() -> None:
    other = a_proposal("other")
    assert wanted(FOUR, other) == StillWanted(4, (other,))


def test_what_another_has_accepted_is_wanted_no_more() -> None:
    assert wanted(FOUR, a_proposal("other", state=AssignmentState.ACCEPTED)) == StillWanted(0)


def test_another_is_not_let_go_for_a_part_of_what_it_was_asked() -> None:
    assert wanted(FOUR, a_proposal("other"), offered=3) == StillWanted(0)


def test_the_last_asked_gives_way_first() -> None:
    first, last = a_proposal("first", 2, after=31), a_proposal("last", 2, after=32)
    assert wanted(FOUR, first, last, offered=2) == StillWanted(2, (last,))
    assert wanted(FOUR, first, last) == StillWanted(4, (last, first))


def test_of_a_partner_asked_twice_since_the_last_request_gives_way() -> None:
    first, between = a_proposal("twice", 2, after=31), a_proposal("other", 2, after=32)
    last = replace(a_proposal("twice", 2, after=33), id="01Jlast")
    assert wanted(FOUR, first, between, last, offered=2) == StillWanted(2, (last,))
    assert wanted(FOUR, first, between, last) == StillWanted(4, (last, between))


def test_no_more_give_way_than_fit_into_one_transaction() -> None:
    need = a_need(details=some_details(quantity=12))
    others = [a_proposal(f"other{number}", 3, after=30 + number) for number in range(4)]
    taken = wanted(need, *others, offered=12)
    assert (taken.units, [one.partner_id for one in taken.instead_of]) == (6, ["other3", "other2"])


def test_the_same_partner_asked_again_answers_that_request() -> None:
    assert wanted(FOUR, replace(a_proposal("late"), id="01Jagain")) == StillWanted(0)


def test_whom_staff_chose_by_hand_is_not_displaced() -> None:
    assert wanted(replace(FOUR, manual=True), a_proposal("other", 3)) == StillWanted(1)


@pytest.mark.parametrize(
    "need",
    [
        replace(FOUR, state=FOUR.state.CLOSED),
        replace(FOUR, details=replace(FOUR.details, deadline=LATER)),
    ],
    ids=["closed", "past its deadline"],
)
def test_nothing_is_wanted_of_a_need_that_is(need: Need) -> None:
    assert wanted(need) == StillWanted(0)
