"""What goes on by itself, to whom, and when it comes to rest."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain import cascade
from chalicelib.domain.assignments import Answer, Assignment, RankingInputs
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import AssignmentState, NeedState
from chalicelib.domain.needs import CascadeState
from tests.factories import NOW, a_need
from tests.refusals import refused

DUE = NOW + timedelta(hours=4)
RANKING = RankingInputs("2026-1", 1.0, {})


def an_assignment(partner: str, state: AssignmentState, held: int = 4, at: int | None = None) -> Assignment:
    answer = Answer(NOW + timedelta(minutes=at), "01J") if at is not None else None
    return Assignment(
        f"01J{partner}",
        "need",
        "offering",
        partner,
        "once",
        4,
        held,
        state,
        NOW,
        "01J",
        DUE,
        RANKING,
        answer=answer,
    )


def test_what_is_uncovered_of_an_open_need_waits_for_the_next() -> None:
    assert cascade.set_going(a_need(), 2).cascade is CascadeState.WAITING


@pytest.mark.parametrize(
    ("need", "uncovered"),
    [(a_need(manual=True), 2), (a_need(state=NeedState.CLOSED), 2), (a_need(), 0)],
    ids=["manual", "closed", "covered"],
)
def test_nothing_goes_on_of_a_need_that_is_manual_closed_or_covered(need: object, uncovered: int) -> None:
    assert cascade.set_going(need, uncovered) == need  # type: ignore[arg-type]


def test_proposing_a_part_by_hand_does_not_stop_the_rest_and_proposing_all_does() -> None:
    waiting = a_need(cascade=CascadeState.WAITING)
    assert cascade.after_proposing(waiting, 1, NOW).cascade is CascadeState.WAITING
    assert cascade.after_proposing(waiting, 0, NOW).cascade is CascadeState.IDLE
    exhausted = a_need(cascade=CascadeState.EXHAUSTED)
    assert cascade.after_proposing(exhausted, 1, NOW).cascade is CascadeState.IDLE


def test_a_need_remembers_when_somebody_was_first_asked_for_it() -> None:
    once = cascade.after_proposing(a_need(), 1, NOW)
    assert cascade.after_proposing(once, 0, NOW + timedelta(hours=1)).first_proposed_at == NOW


def test_a_need_made_manual_waits_no_more_and_made_automatic_goes_on_if_somebody_was_asked() -> None:
    manual = cascade.make_manual(a_need(cascade=CascadeState.WAITING))
    assert (manual.manual, manual.cascade, manual.version) == (True, CascadeState.IDLE, 2)
    asked = [an_assignment("p", AssignmentState.DECLINED, held=0, at=1)]
    assert cascade.make_automatic(manual, asked, 4).cascade is CascadeState.WAITING
    assert cascade.make_automatic(manual, [], 4).cascade is CascadeState.IDLE


def test_a_closed_need_is_not_switched() -> None:
    closed = a_need(state=NeedState.CLOSED)
    assert refused(cascade.make_manual, closed) is ErrorCode.ILLEGAL_TRANSITION
    assert refused(cascade.make_automatic, closed, [], 0) is ErrorCode.ILLEGAL_TRANSITION


def test_who_said_no_was_silent_gave_a_part_or_was_let_go_is_left_alone() -> None:
    placed = [
        an_assignment("no", AssignmentState.DECLINED, held=0),
        an_assignment("silent", AssignmentState.EXPIRED, held=0),
        an_assignment("part", AssignmentState.PARTLY_ACCEPTED, held=3),
        an_assignment("part delivered", AssignmentState.DELIVERED, held=3),
        an_assignment("taken back", AssignmentState.WITHDRAWN, held=0),
        an_assignment("cancelled", AssignmentState.CANCELLED, held=0),
        an_assignment("asked now", AssignmentState.PROPOSED),
        an_assignment("all of it", AssignmentState.ACCEPTED),
        an_assignment("brought it", AssignmentState.CONFIRMED),
    ]
    expected = {"no", "silent", "part", "part delivered", "taken back", "cancelled"}
    assert cascade.asked_enough(placed) == expected


def test_who_gave_way_to_a_late_yes_may_be_asked_again() -> None:
    placed = [replace(an_assignment("a", AssignmentState.WITHDRAWN, 0), gave_way=True)]
    assert cascade.asked_enough(placed) == frozenset()
    placed.append(an_assignment("a", AssignmentState.EXPIRED, 0))
    assert cascade.asked_enough(placed) == frozenset({"a"})


def test_the_cause_is_what_took_less_last() -> None:
    declined = an_assignment("a", AssignmentState.DECLINED, held=0, at=30)
    part = an_assignment("b", AssignmentState.PARTLY_ACCEPTED, held=1, at=10)
    silent = an_assignment("c", AssignmentState.EXPIRED, held=0)
    full = an_assignment("d", AssignmentState.ACCEPTED, at=500)
    assert cascade.cause_of([declined, part, full]) == declined
    assert cascade.cause_of([declined, silent, part]) == silent
    assert cascade.cause_of([full]) is None


@pytest.mark.parametrize(
    ("uncovered", "most", "expected"),
    [
        (7, 4, (("a", 5), ("b", 2))),
        (5, 4, (("a", 5),)),
        (20, 2, (("a", 5), ("b", 3))),
        (20, 4, (("a", 5), ("b", 3), ("c", 9))),
        (0, 4, ()),
    ],
)
def test_the_rest_goes_to_the_best_first(
    uncovered: int, most: int, expected: tuple[tuple[str, int], ...]
) -> None:
    assert cascade.spread(uncovered, [("a", 5), ("b", 3), ("c", 9)], most) == expected
