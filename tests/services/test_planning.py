"""A surge plan is made of the whole queue, keeps every hard rule, and says why a need is left open."""

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.agreements import Bounds
from chalicelib.domain.areas import Area
from chalicelib.domain.assignments import Answer, DeclineReason
from chalicelib.domain.audit import Tag
from chalicelib.domain.lifecycle import PartnerState, PlanState
from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import Holding
from chalicelib.domain.surge_lines import LineState
from chalicelib.domain.surge_plans import WORKED_ON_FOR, SurgePlan, take_up
from chalicelib.services import answers
from chalicelib.services.cascade import make_manual
from chalicelib.services.planning import make_wanted
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.services.surge_plans import (
    ask_for_plan,
    ask_in_time,
    discard_plan,
    on_its_way,
    read_plan,
    read_shortages,
)
from chalicelib.store import plans
from chalicelib.store.commit import commit
from tests.factories import NOW, TODAY, a_context
from tests.observed import tags_of
from tests.stored import a_stored_offering, a_stored_partner
from tests.surging import a_made_plan, a_posted_need, lines_of

pytestmark = pytest.mark.usefixtures("store")


def given(plan: SurgePlan) -> dict[str, list[tuple[str, int]]]:
    return {line.need_id: [(one.offering_id, one.quantity) for one in line.pieces] for line in lines_of(plan)}


def why(plan: SurgePlan) -> dict[str, Holding | None]:
    return {line.need_id: line.why for line in lines_of(plan)}


def test_the_whole_queue_is_planned_together_the_most_urgent_first() -> None:
    offering = a_stored_offering(capacity=5)
    later = a_posted_need(NOW - timedelta(hours=2), quantity=5, priority=Priority.P3)
    urgent = a_posted_need(NOW - timedelta(hours=1), quantity=4, priority=Priority.P1)
    plan = a_made_plan()
    assert [line.need_id for line in lines_of(plan)] == [urgent.id, later.id]
    assert given(plan)[urgent.id] == [(offering.id, 4)]
    assert sum(units for _, units in given(plan)[later.id]) <= 1
    assert (plan.state, plan.lines) == (PlanState.READY, 2)
    assert dict(plan.tallies)[Priority.P1].covered == 1
    assert tags_of("plan", plan.id) == [Tag.PLAN_ASKED.value, Tag.PLAN_MADE.value]


def test_a_need_is_split_over_several_offerings_and_its_rest_says_why_it_is_open() -> None:
    first, second = a_stored_offering(capacity=2), a_stored_offering(capacity=3)
    need = a_posted_need(quantity=9, priority=Priority.P1)
    (line,) = lines_of(a_made_plan())
    assert {one.offering_id: one.quantity for one in line.pieces} == {first.id: 2, second.id: 3}
    assert (line.need_id, line.missing, line.why) == (need.id, 4, Holding.NOBODY_CAN)


def test_what_is_covered_already_is_not_planned_again() -> None:
    offering = a_stored_offering(capacity=20)
    need, covered = a_posted_need(quantity=4), a_posted_need(quantity=2)
    propose(a_context(), need.id, [Part(offering.id, 3)])
    propose(a_context(), covered.id, [Part(offering.id, 2)])
    other = a_stored_offering()
    plan = a_made_plan()
    assert given(plan) == {need.id: [(other.id, 1)]}


@pytest.mark.parametrize(
    ("partner", "terms"),
    [
        ({"state": PartnerState.SUSPENDED}, {}),
        ({"credentials": ()}, {}),
        ({"agreement": {"ends_on": TODAY - timedelta(days=1)}}, {}),
        ({}, {"areas": frozenset({Area.DHAID})}),
        ({}, {"lead_time_hours": 72}),
        ({}, {"available_from": TODAY + timedelta(days=9)}),
        ({}, {"available_to": TODAY - timedelta(days=1)}),
    ],
    ids=["suspended", "no licence", "no agreement", "elsewhere", "too slow", "too late", "over"],
)
def test_no_hard_rule_is_broken_by_a_plan(partner: dict[str, object], terms: dict[str, object]) -> None:
    a_stored_offering(a_stored_partner(**partner), **terms)  # type: ignore[arg-type]
    need = a_posted_need(priority=Priority.P1)
    plan = a_made_plan()
    assert given(plan) == {need.id: []}
    assert why(plan) == {need.id: Holding.NOBODY_CAN}


def test_a_partner_left_out_or_that_declined_is_not_asked_again() -> None:
    left_out, declined = a_stored_offering(), a_stored_offering()
    need = a_posted_need(priority=Priority.P1, excluded_partners=frozenset({left_out.partner_id}))
    (asked,) = propose(a_context(), need.id, [Part(declined.id, 4)])
    answers.decline(
        a_context(), need.id, asked.id, Answer(NOW, "01J", reason=DeclineReason.CONFLICT_OF_INTEREST)
    )
    assert given(a_made_plan()) == {need.id: []}


def test_needs_that_staff_place_by_hand_and_overdue_ones_are_told_and_left_alone() -> None:
    a_stored_offering()
    by_hand, overdue = a_posted_need(), a_posted_need(NOW - timedelta(hours=60))
    make_manual(a_context(), by_hand.id)
    plan = a_made_plan()
    assert why(plan) == {by_hand.id: Holding.BY_HAND, overdue.id: Holding.OVERDUE}
    assert {line.state for line in lines_of(plan)} == {LineState.HELD}


def test_a_partner_is_not_asked_more_often_than_was_agreed_and_others_step_in() -> None:
    bounds = Bounds(requests_a_month=2)
    bounded = a_stored_partner(agreement={"bounds": bounds})
    offerings = {a_stored_offering(bounded, capacity=50).id for _ in range(2)}
    other = a_stored_offering(capacity=4)
    for _ in range(4):
        a_posted_need(quantity=4, priority=Priority.P1)
    plan = a_made_plan()
    asked = [offering for pieces in given(plan).values() for offering, _ in pieces]
    assert sum(offering in offerings for offering in asked) == 2
    assert asked.count(other.id) == 1
    assert sorted(filter(None, why(plan).values())) == [Holding.ENOUGH_ASKED]


def test_the_units_of_a_month_bound_a_partner_over_all_its_offerings() -> None:
    bounded = a_stored_partner(agreement={"bounds": Bounds(units_a_month=6)})
    for _ in range(2):
        a_stored_offering(bounded, capacity=50)
    for _ in range(3):
        a_posted_need(quantity=4, priority=Priority.P1)
    plan = a_made_plan()
    assert sum(units for pieces in given(plan).values() for _, units in pieces) == 6


def test_asking_twice_gives_the_plan_that_is_being_made() -> None:
    first = ask_for_plan(a_context())
    assert ask_for_plan(a_context()).id == first.id
    make_wanted(a_context(SYSTEM))
    assert ask_for_plan(a_context()).id != first.id


def test_two_runs_of_the_job_make_a_plan_once_and_one_that_died_is_followed() -> None:
    a_posted_need()
    asked = ask_for_plan(a_context())
    taken_by_a_run_that_died(asked)
    assert make_wanted(a_context(SYSTEM)) is False
    assert make_wanted(a_context(SYSTEM, NOW + WORKED_ON_FOR)) is True
    assert read_plan(a_context(), asked.id).state is PlanState.READY
    assert make_wanted(a_context(SYSTEM, NOW + WORKED_ON_FOR)) is False


def taken_by_a_run_that_died(plan: SurgePlan, at: datetime = NOW) -> None:
    taken = take_up(plan, at)
    assert taken is not None
    commit([plans.save(taken, plan)])


def test_a_plan_whose_runs_all_died_has_failed_and_another_may_be_asked_for() -> None:
    asked = ask_for_plan(a_context())
    at = NOW
    for _ in range(3):
        taken_by_a_run_that_died(read_plan(a_context(), asked.id), at)
        at += WORKED_ON_FOR
    assert make_wanted(a_context(SYSTEM, at)) is True
    assert read_plan(a_context(), asked.id).state is PlanState.FAILED
    assert ask_for_plan(a_context()).id != asked.id


def test_a_plan_discarded_while_it_is_being_made_is_made_no_more() -> None:
    asked = ask_for_plan(a_context())
    discard_plan(a_context(), asked.id)
    assert make_wanted(a_context(SYSTEM)) is False
    assert on_its_way(a_context()) is None


def test_the_timer_asks_when_something_is_open_and_not_while_staff_work_on_a_plan() -> None:
    system = a_context(SYSTEM)
    assert ask_in_time(system) is None
    a_posted_need()
    asked = ask_in_time(system)
    assert asked is not None
    assert ask_in_time(system) is None
    make_wanted(system)
    assert ask_in_time(system) is not None
    make_wanted(system)
    by_staff = a_made_plan()
    assert ask_in_time(system) is None
    assert ask_in_time(a_context(SYSTEM, NOW + timedelta(minutes=31))) is not None
    assert read_plan(a_context(), by_staff.id).state is PlanState.READY


def test_a_plan_of_the_timer_that_the_next_one_replaces_goes_without_a_trace() -> None:
    a_posted_need()
    system = a_context(SYSTEM)
    first = ask_in_time(system)
    assert first is not None
    make_wanted(system)
    by_staff = a_made_plan()
    a_made_plan()
    assert (plans.find(first.id), lines_of(first), tags_of("plan", first.id)) == (None, [], [])
    assert len(lines_of(by_staff)) == 1
    assert tags_of("plan", by_staff.id)[-1] == Tag.PLAN_DISCARDED.value


def test_a_plan_says_where_one_more_offering_would_help_most() -> None:
    a_stored_offering(capacity=4, areas=frozenset({Area.SHARJAH}))
    for _ in range(5):
        a_posted_need(priority=Priority.P1, area=Area.KALBA)
    plan = a_made_plan()
    report = read_shortages(a_context())
    assert report is not None
    assert (report.plan_id, report.made_at) == (plan.id, NOW)
    first = report.shortages[0]
    assert (first.category, first.area) == ("furniture#in_kind#piece", "kalba")
    assert first.gained_needs >= 1


def test_a_line_keeps_the_need_as_the_plan_saw_it() -> None:
    need = a_posted_need(quantity=3)
    (line,) = lines_of(a_made_plan())
    assert (line.case_reference, line.uncovered) == (need.details.case_reference, 3)
