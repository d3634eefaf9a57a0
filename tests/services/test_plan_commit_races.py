"""Batches are made ready ahead of the store: whoever comes between, or ends the run, each line goes once."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest
from ulid import ULID

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.areas import Area
from chalicelib.domain.assignments import Answer, DeclineReason
from chalicelib.domain.audit import first_broken
from chalicelib.domain.coverage import coverage_of
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.needs import Need, Priority
from chalicelib.domain.offerings import Offering
from chalicelib.domain.surge_lines import LineState
from chalicelib.domain.surge_plans import SurgePlan
from chalicelib.services import answers, plan_commits
from chalicelib.services.context import Context
from chalicelib.services.plan_commits import send_committed
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.services.surge_plans import commit_plan, read_plan
from chalicelib.store import assignments, audit, capacities, connection, records
from chalicelib.store.commit import Transaction
from chalicelib.store.in_turn import InTurn
from chalicelib.store.tables import AssignmentRow
from tests.bench.stores import store_at
from tests.factories import NOW, a_context
from tests.services.racing import at_once
from tests.stored import a_stored_offering
from tests.surging import a_made_plan, a_posted_need, lines_of

pytestmark = pytest.mark.engines
_CAPACITY = 12


def a_job() -> Context:
    """Of a process of its own: its ids are nobody else's."""
    return replace(a_context(SYSTEM), new_id=lambda: str(ULID()))


def a_committed_plan(needs: int, offerings: int) -> tuple[SurgePlan, list[Need], list[Offering]]:
    everywhere = frozenset({Area.EMIRATE})
    given = [a_stored_offering(capacity=_CAPACITY, areas=everywhere) for _ in range(offerings)]
    wanted = [a_posted_need(quantity=2, priority=Priority.P1) for _ in range(needs)]
    plan = a_made_plan()
    commit_plan(a_context(), plan.id)
    return plan, wanted, given


def assert_sent_once(plan: SurgePlan, wanted: Sequence[Need], given: Sequence[Offering]) -> None:
    """The plan's figures, its lines, the assignments, the ledger and the trail tell the same story."""
    ended, lines = read_plan(a_context(), plan.id), lines_of(plan)
    assert ended.state is PlanState.COMMITTED
    assert ended.sent == sum(line.state is LineState.SENT for line in lines)
    assert ended.refused == sum(line.state is LineState.REFUSED for line in lines)
    assert ended.sent + ended.refused == ended.to_send
    placed = [one for need in wanted for one in assignments.list_of(need.id)]
    for need in wanted:
        coverage = coverage_of(need.details.quantity, [one for one in placed if one.need_id == need.id])
        assert coverage.proposed <= need.details.quantity
        assert first_broken(audit.list_of(f"need:{need.id}", limit=50).items) is None
    for offering in given:
        held = sum(one.held for one in placed if one.offering_id == offering.id)
        stored = capacities.read(offering.id, "once", _CAPACITY)
        assert (stored.reserved, stored.free >= 0) == (held, True)
        mine = [one for one in placed if one.partner_id == offering.partner_id]
        assert records.read(offering.partner_id).requests == len(mine)


def declined(need: Need) -> None:
    """The partners who were asked for it by now decline."""
    for one in assignments.list_of(need.id):
        reason = Answer(NOW, "01J", reason=DeclineReason.NO_CAPACITY)
        answers.decline(a_context(), need.id, one.id, reason)


@pytest.mark.usefixtures("roto")
def test_two_runs_with_staff_and_partners_at_once_over_many_batches_send_each_line_once() -> None:
    plan, wanted, given = a_committed_plan(needs=70, offerings=14)
    by_hand = [
        partial(propose, a_context(), need.id, [Part(given[number % 14].id, 1)])
        for number, need in enumerate(wanted[::6])
    ]
    said_no = [partial(declined, need) for need in wanted[::4] * 3]
    at_once([*[partial(send_committed, a_context(SYSTEM))] * 2, *by_hand, *said_no], 6)
    while send_committed(a_context(SYSTEM)):
        pass
    assert_sent_once(plan, wanted, given)


@pytest.mark.usefixtures("roto")
def test_a_batch_that_follows_a_refused_one_is_put_together_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, wanted, given = a_committed_plan(needs=60, offerings=14)
    carry_out, batches = InTurn.carry_out, iter(range(100))
    hurt: list[int] = []

    def meddled_with(store: InTurn, transaction: Transaction) -> None:
        """Just before the second batch goes, somebody proposes by hand what it is about to take."""
        if next(batches) == 1:
            about = {one.row.need_id for one in transaction.writes if isinstance(one.row, AssignmentRow)}
            line = next(line for line in lines_of(plan) if line.need_id in about)
            propose(a_context(), line.need_id, [Part(line.pieces[0].offering_id, 1)])
            hurt.append(line.number)
        carry_out(store, transaction)

    monkeypatch.setattr(InTurn, "carry_out", meddled_with)
    monkeypatch.setattr(plan_commits, "_FEW_AT_ONCE", 7)
    assert send_committed(a_context(SYSTEM))
    assert hurt
    assert next(batches) > len(wanted) // 14
    assert_sent_once(plan, wanted, given)


class AnswerLostError(Exception):
    """The call ended without an answer of the store, which may have carried it out."""


@pytest.mark.usefixtures("roto")
@pytest.mark.parametrize("moment", ["before-send", "after-call"])
@pytest.mark.parametrize("batch", [1, 3])
def test_what_the_store_did_counts_once_where_its_answer_is_lost_and_no_thread_is_left(
    moment: str, batch: int
) -> None:
    plan, wanted, given = a_committed_plan(needs=60, offerings=14)
    left = iter(range(1, batch))

    def lose(**_: object) -> None:
        if next(left, None) is None:
            raise AnswerLostError

    events, name = connection.shared().client.meta.events, f"{moment}.dynamodb.TransactWriteItems"
    events.register_last(name, lose)
    threads = threading.active_count()
    with pytest.raises(AnswerLostError):
        send_committed(a_context(SYSTEM))
    assert threading.active_count() == threads
    events.unregister(name, lose)
    asked = sum(bool(assignments.list_of(need.id)) for need in wanted)
    assert read_plan(a_context(), plan.id).sent == asked
    assert bool(asked) == (batch > 1 or moment == "after-call")
    assert send_committed(a_context(SYSTEM))
    assert_sent_once(plan, wanted, given)


def _send_and_die(endpoint: str, batches: int) -> None:
    """A process that ends as `kill -9` ends it, with a batch on its way."""
    carry_out, left = InTurn.carry_out, iter(range(1, batches))

    def dying(store: InTurn, transaction: Transaction) -> None:
        carry_out(store, transaction)
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    setattr(InTurn, "carry_out", dying)  # noqa: B010 (a type checker forbids it to the statement)
    with store_at(endpoint):
        send_committed(a_job())


@pytest.mark.parametrize("batches", [1, 3])
def test_a_run_that_is_killed_with_a_batch_on_its_way_leaves_the_rest_to_the_next(
    roto: str, batches: int
) -> None:
    plan, wanted, given = a_committed_plan(needs=70, offerings=14)
    process = multiprocessing.get_context("spawn").Process(target=_send_and_die, args=(roto, batches))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    left = read_plan(a_context(), plan.id)
    assert left.state is PlanState.COMMITTING
    assert left.sent >= (batches - 1) * 10
    assert send_committed(a_job())
    assert_sent_once(plan, wanted, given)
