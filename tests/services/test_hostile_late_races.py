"""Late answers beside staff who edit, close, suspend and resize, and beside a plan that is being sent."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.areas import Area
from chalicelib.domain.assignments import Answer, Assignment
from chalicelib.domain.lifecycle import AssignmentState, NeedState
from chalicelib.domain.needs import Need, Outcome, Priority
from chalicelib.domain.offerings import Offering
from chalicelib.services import answers
from chalicelib.services.cascade import pass_on_waiting
from chalicelib.services.needs import close_need, edit_need
from chalicelib.services.offerings import edit_offering, pause_offering
from chalicelib.services.partners import suspend_partner
from chalicelib.services.plan_commits import send_committed
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.services.surge_plans import commit_plan
from chalicelib.store import assignments, needs, offerings, records
from tests.factories import NOW, SUPERVISOR, a_context
from tests.services.racing import HELD, assert_adds_up, at_once
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner
from tests.surging import a_made_plan, a_posted_need

pytestmark = [pytest.mark.usefixtures("roto"), pytest.mark.engines]
EVERYWHERE = frozenset({Area.EMIRATE})
LATE = a_context(now=NOW + timedelta(minutes=40))
THE_SYSTEM = a_context(SYSTEM, LATE.now)


def yes(one: Assignment) -> Callable[[], object]:
    """The partner's yes to all of it, ten minutes too late."""
    answer = Answer(LATE.now, "01JACCOUNT")
    return partial(answers.accept, LATE, one.need_id, one.id, one.proposed, answer)


def quantity_of(need: Need, quantity: int) -> Callable[[], object]:
    """Staff change how much is needed."""
    return lambda: edit_need(LATE, need.id, replace(needs.read(need.id).details, quantity=quantity))


def capacity_of(offering: Offering, total: int) -> Callable[[], object]:
    """The partner changes how much it has."""
    return lambda: edit_offering(
        LATE, offering.id, replace(offerings.read(offering.id).terms, capacity=total)
    )


def closed(need: Need) -> Callable[[], object]:
    return partial(close_need, LATE, need.id, Outcome.WITHDRAWN, "لم تعد هناك حاجة")


def assert_all_adds_up(offered: Sequence[Offering], posted: Sequence[Need]) -> None:
    """Capacities, coverage, chains; records count what partners hold; of a closed need nobody holds any."""
    now = [needs.read(need.id) for need in posted]
    placed = [one for need in now for one in assignments.list_of(need.id)]
    for offering in offered:
        assert_adds_up(offering, now)
        record = records.read(offering.partner_id)
        assert min(record.answered, record.unanswered) >= 0
        assert record.units == sum(one.held for one in placed if one.partner_id == offering.partner_id)
    shut = {need.id for need in now if need.state is NeedState.CLOSED}
    assert not any(one.need_id in shut and one.state in HELD for one in placed)


def test_late_answers_beside_everything_that_staff_may_do_meanwhile() -> None:
    offered = [a_stored_offering(capacity=12, areas=EVERYWHERE) for _ in range(4)]
    posted = [a_stored_need(quantity=4, priority=Priority.P1) for _ in range(12)]
    asked = [
        propose(a_context(), need.id, [Part(offered[number % 4].id, 4)])[0]
        for number, need in enumerate(posted)
    ]
    staff: list[Callable[[], object]] = [
        *(quantity_of(need, 3) for need in posted[:5]),
        *(quantity_of(need, 7) for need in posted[3:8]),
        *map(closed, posted[7:10]),
        capacity_of(offered[0], 4),
        capacity_of(offered[1], 30),
        partial(suspend_partner, replace(LATE, actor=SUPERVISOR), offered[2].partner_id, "مراجعة"),
        partial(pause_offering, LATE, offered[3].id),
    ]
    cascade: list[Callable[[], object]] = [partial(pass_on_waiting, THE_SYSTEM, 50)] * 3
    at_once([*map(yes, asked[::2]), *staff, *cascade, *map(yes, asked)], 8)
    assert_all_adds_up(offered, posted)


def test_late_answers_beside_a_plan_that_is_being_sent_for_the_same_needs() -> None:
    offered = [a_stored_offering(capacity=100, areas=EVERYWHERE) for _ in range(10)]
    posted = [a_posted_need(quantity=3, priority=Priority.P1) for _ in range(30)]
    asked = [
        propose(a_context(), need.id, [Part(offered[number % 10].id, 3)])[0]
        for number, need in enumerate(posted[:20])
    ]
    answers.expire_due(THE_SYSTEM)
    commit_plan(LATE, a_made_plan(LATE.now).id)
    sending: list[Callable[[], object]] = [partial(send_committed, THE_SYSTEM)] * 2
    assert at_once([*map(yes, asked[:10]), *sending, *map(yes, asked[10:])], 6) == [None] * 22
    while send_committed(THE_SYSTEM):
        pass
    assert_all_adds_up(offered, posted)
    assert all(assignments.read(one.need_id, one.id).state is AssignmentState.ACCEPTED for one in asked)


def test_two_overdue_requests_of_one_partner_and_a_new_one_never_give_more_than_is_needed() -> None:
    partner = a_stored_partner()
    first, second = (a_stored_offering(partner, capacity=10) for _ in range(2))
    need = a_stored_need(quantity=6, priority=Priority.P1)
    overdue = [propose(a_context(), need.id, [Part(one.id, 3)])[0] for one in (first, second)]
    answers.expire_due(THE_SYSTEM)
    again = propose(LATE, need.id, [Part(first.id, 3)])[0]
    at_once([yes(one) for one in (*overdue, again, *overdue)], 5)
    assert sum(one.held for one in assignments.list_of(need.id)) == 6
    assert records.read(partner.id).units == 6
    for offering in (first, second):
        assert_adds_up(offering, [need])
