"""Tabs and colleagues who press at the same moment: what was changed in a plan is never lost unsaid."""

from functools import partial

import pytest

from chalicelib.domain.actors import SYSTEM, Actor, Role
from chalicelib.domain.areas import Area
from chalicelib.domain.audit import Tag, first_broken
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.needs import Priority
from chalicelib.domain.surge_lines import LineState
from chalicelib.domain.surge_plans import SurgePlan
from chalicelib.services.planning import make_wanted
from chalicelib.services.surge_plans import (
    ask_for_plan,
    discard_plan,
    leave_out,
    list_plans,
    on_its_way,
    read_plan,
    take_in,
)
from chalicelib.store import audit
from tests.factories import a_context
from tests.observed import tags_of
from tests.services.racing import at_once
from tests.stored import a_stored_offering
from tests.surging import a_made_plan, a_posted_need, lines_of

pytestmark = [pytest.mark.usefixtures("roto"), pytest.mark.engines]
MINE = a_context()
COLLEAGUES = [a_context(Actor(Role.STAFF, f"01JCOLLEAGUE{number}")) for number in range(2)]


def a_plan_to_send() -> SurgePlan:
    for _ in range(3):
        a_stored_offering(capacity=9, areas=frozenset({Area.EMIRATE}))
    for _ in range(3):
        a_posted_need(quantity=2, priority=Priority.P1)
    return a_made_plan()


def test_two_tabs_that_replace_a_plan_at_once_ask_for_one_new_plan() -> None:
    plan = a_plan_to_send()
    for _ in range(3):
        seen = {plan.id: plan.version}
        tabs = [partial(ask_for_plan, context, seen) for context in COLLEAGUES] * 4
        assert at_once(tabs, 8) == [None] * 8
        going = on_its_way(MINE)
        assert going is not None
        assert read_plan(MINE, plan.id).replaced_by == going.id
        assert [one.id for one in list_plans(MINE).items if one.state is PlanState.WANTED] == [going.id]
        discard_plan(MINE, going.id)
        plan = read_plan(MINE, plan.id)


def test_a_change_at_the_moment_of_replacing_is_refused_or_stops_it() -> None:
    plan = a_plan_to_send()
    for number in range(12):
        (line, *_) = lines_of(plan)
        move = leave_out if line.state is LineState.PLANNED else take_in
        changing = partial(move, MINE, plan.id, line.number)
        asking = [partial(ask_for_plan, one, {plan.id: plan.version}) for one in COLLEAGUES]
        outcomes = at_once([changing, *asking] if number % 2 else [*asking, changing], 3)
        going, (after, *_) = on_its_way(MINE), lines_of(plan)
        if going is None:
            assert (sorted(filter(None, outcomes)), after.version) == (
                [ErrorCode.PLAN_CHANGED] * 2,
                line.version + 1,
            )
        else:
            assert (sorted(filter(None, outcomes)), after) == ([ErrorCode.PLAN_ON_ITS_WAY], line)
            discard_plan(MINE, going.id)
        plan = read_plan(MINE, plan.id)
        assert (plan.state, plan.replaced_by) == (PlanState.READY, None)
    assert first_broken(audit.list_of(f"plan:{plan.id}", limit=100).items) is None


def test_a_plan_discarded_while_the_newer_is_finished_is_told_once_and_the_newer_is_there() -> None:
    plan = a_plan_to_send()
    for _ in range(4):
        newer = ask_for_plan(COLLEAGUES[0], {plan.id: plan.version})
        outcomes = at_once([partial(make_wanted, a_context(SYSTEM)), partial(discard_plan, MINE, plan.id)], 2)
        assert set(outcomes) <= {None, ErrorCode.ILLEGAL_TRANSITION}
        assert read_plan(MINE, newer.id).state is PlanState.READY
        assert read_plan(MINE, plan.id).state is PlanState.DISCARDED
        assert tags_of("plan", plan.id).count(Tag.PLAN_DISCARDED) == 1
        assert on_its_way(MINE) is None
        discard_plan(COLLEAGUES[0], newer.id)
        plan = a_made_plan()
