"""Send a surge plan that staff committed: many needs in one transaction, each as `propose` would.

A line's mark that it was sent stands in the same transaction as its requests, so a run that dies, or two
that meet, send nothing twice. While the store carries out one batch, the next is put together as if it had
gone through, and waits until it has. Where it was refused, both are put together anew from what stands then.
"""

import random
import time
from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain import surge_plans as domain
from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.audit import Tag
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.surge_lines import LineState, PlannedNeed
from chalicelib.domain.surge_plans import SurgePlan
from chalicelib.services.context import Context
from chalicelib.services.plan_batches import put_together, read_known
from chalicelib.services.recording import carry_out, retried
from chalicelib.services.surge_plans import deed, let_go, on_its_way
from chalicelib.store import plans
from chalicelib.store.in_turn import InTurn, in_turn

_MOST_AT_ONCE, _FEW_AT_ONCE = 300, 40
"""So many lines are read in one go; what the batches among them change is kept up without reading again."""
_TRIES = 40
"""So often in a row nothing may go because others came in between."""
_LONGEST_PAUSE = 0.05


def send_committed(context: Context) -> bool:
    """Send the plan that staff committed, if there is one; whether there was.

    One that was made too long ago, since nothing could be sent for hours, is stopped where it is.
    """
    plan = on_its_way(context)
    if plan is None or plan.state is not PlanState.COMMITTING or plan.committed_by is None:
        return False
    if plan.is_out_of_time(context.now):
        return _stop(context, plan.id)
    acting = replace(context, actor=plan.committed_by)
    lines = sorted(plans.lines_to_send(plan.id), key=_place_in_line)
    with in_turn() as store:
        _send(acting, plan.id, lines, store)
    return _finish(context, plan.id)


def _place_in_line(line: PlannedNeed) -> tuple[str, str, str, int]:
    """The urgent first; of these side by side what asks the same partner: its rows are then written once."""
    first = line.pieces[0]
    return line.priority.value, first.partner_id, first.offering_id, line.number


@retried
def _stop(context: Context, plan_id: str) -> bool:
    was = plans.read(plan_id)
    if was.state is not PlanState.COMMITTING:
        return False
    plan = domain.discard(was, SYSTEM, context.now)
    carry_out(
        replace(context, actor=SYSTEM),
        [plans.save(plan, was), let_go(plan)],
        [deed(plan, Tag.PLAN_DISCARDED)],
    )
    return True


@retried
def _finish(context: Context, plan_id: str) -> bool:
    was = plans.read(plan_id)
    if was.state is not PlanState.COMMITTING:
        return False
    plan = domain.finish(was, SYSTEM, context.now)
    told = deed(plan, Tag.PLAN_FINISHED, sent=plan.sent, refused=plan.refused)
    carry_out(replace(context, actor=SYSTEM), [plans.save(plan, was), let_go(plan)], [told])
    return True


def _send(context: Context, plan_id: str, lines: Sequence[PlannedNeed], store: InTurn) -> None:
    """Send the lines until staff stop it: some hundreds at a time, fewer while others come in between."""
    waiting, at_once, tries = list(lines), _MOST_AT_ONCE, 0
    while waiting:
        plan, some, later = plans.read(plan_id), waiting[:at_once], waiting[at_once:]
        if plan.state is not PlanState.COMMITTING:
            return
        try:
            left = _send_batches(context, plan, some, store)
            at_once, tries = min(2 * at_once, _MOST_AT_ONCE), 0
        except DomainError as error:
            if error.code is not ErrorCode.CHANGED_MEANWHILE or tries == _TRIES:
                raise
            _pause(tries)
            left = _still_waiting(some)
            at_once, tries = _FEW_AT_ONCE, tries + 1 if len(left) == len(some) else 0
        waiting = [*left, *later]


def _send_batches(
    context: Context, plan: SurgePlan, lines: Sequence[PlannedNeed], store: InTurn
) -> list[PlannedNeed]:
    """Send the lines as they stand; those of which some pieces are left are given back."""
    known, waiting, rest = read_known(context, lines), list(lines), []
    while waiting:
        batch = put_together(context, plan, known, waiting)
        store.carry_out(batch.transaction)
        plan, known = batch.plan, batch.known
        waiting = waiting[len(batch.lines) :]
        rest += batch.not_all_of
    store.finish()
    return rest


def _pause(tries: int) -> None:
    time.sleep(random.uniform(0, min(_LONGEST_PAUSE, 0.002 * 2**tries)))  # noqa: S311 (a pause)


def _still_waiting(lines: Sequence[PlannedNeed]) -> list[PlannedNeed]:
    """The lines as they stand, without those that have gone meanwhile."""
    found = {one.number: one for one in plans.read_lines(lines)}
    return [found[one.number] for one in lines if found[one.number].state is LineState.PLANNED]
