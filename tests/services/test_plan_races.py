"""A plan is sent once, whoever else sends it or proposes at the same moment, and the ledger adds up."""

from functools import partial

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.areas import Area
from chalicelib.domain.audit import first_broken
from chalicelib.domain.coverage import coverage_of
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.needs import Priority
from chalicelib.domain.surge_lines import LineState
from chalicelib.services.plan_commits import send_committed
from chalicelib.services.planning import make_wanted
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.services.surge_plans import ask_for_plan, commit_plan, list_plans, read_plan
from chalicelib.store import assignments, audit, capacities, needs, records
from tests.factories import a_context
from tests.services.racing import at_once
from tests.stored import a_stored_offering
from tests.surging import a_made_plan, a_posted_need, lines_of

pytestmark = [pytest.mark.usefixtures("roto"), pytest.mark.engines]


def test_two_runs_send_a_plan_once_while_staff_propose_the_same_needs() -> None:
    offerings = [a_stored_offering(capacity=6, areas=frozenset({Area.EMIRATE})) for _ in range(8)]
    wanted = [a_posted_need(quantity=2, priority=Priority.P1) for _ in range(24)]
    plan = a_made_plan()
    commit_plan(a_context(), plan.id)
    by_hand = [
        partial(propose, a_context(), need.id, [Part(offerings[number % 8].id, 1)])
        for number, need in enumerate(wanted[::2])
    ]
    at_once([*[partial(send_committed, a_context(SYSTEM))] * 3, *by_hand], 6)
    while send_committed(a_context(SYSTEM)):
        pass
    ended = read_plan(a_context(), plan.id)
    assert ended.state is PlanState.COMMITTED
    assert ended.sent == sum(line.state is LineState.SENT for line in lines_of(plan))
    placed = [one for need in wanted for one in assignments.list_of(need.id)]
    for need in wanted:
        coverage = coverage_of(2, assignments.list_of(need.id))
        assert coverage.proposed <= need.details.quantity
        assert first_broken(audit.list_of(f"need:{need.id}", limit=50).items) is None
    for offering in offerings:
        held = sum(one.held for one in placed if one.offering_id == offering.id)
        assert capacities.read(offering.id, "once", 6).reserved == held
        mine = [one for one in placed if one.partner_id == offering.partner_id]
        assert records.read(offering.partner_id).requests == len(mine)


def test_many_presses_at_once_ask_for_one_plan_and_many_runs_make_it_once() -> None:
    a_stored_offering()
    a_posted_need(priority=Priority.P1)
    at_once([partial(ask_for_plan, a_context())] * 8, 8)
    (asked,) = list_plans(a_context()).items
    at_once([partial(make_wanted, a_context(SYSTEM))] * 4, 4)
    assert read_plan(a_context(), asked.id).state is PlanState.READY
    assert len(lines_of(asked)) == 1
    assert needs.read(lines_of(asked)[0].need_id).version == 1
