"""Send a surge plan that staff committed: many needs in one transaction, each as `propose` would.

A line's mark that it was sent stands in the same transaction as its requests, so a run that dies, or two
that meet, send nothing twice. What changed since the plan was made is found when a batch is put together or
refused: it is read again, and only the lines that can no longer go are refused, each with the reason.
"""

import random
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from chalicelib.domain import cascade, surge_lines
from chalicelib.domain import surge_plans as domain
from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.assignments import Assignment
from chalicelib.domain.audit import AuditEvent, Tag, subject_of
from chalicelib.domain.categories import Category
from chalicelib.domain.coverage import coverage_of
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import NeedState, PlanState
from chalicelib.domain.matching import Candidate, Rejection
from chalicelib.domain.needs import Need
from chalicelib.domain.network import NetworkSettings
from chalicelib.domain.supply import Listing
from chalicelib.domain.surge_lines import LineState, PlannedNeed, PlannedPiece, Refusal
from chalicelib.domain.surge_plans import SurgePlan
from chalicelib.services.context import Context
from chalicelib.services.matches import candidates
from chalicelib.services.recording import carry_out, retried
from chalicelib.services.sending import Part, Sending
from chalicelib.services.surge_plans import deed, let_go, on_its_way
from chalicelib.store import assignments, audit, categories, needs, network, plans, supply
from chalicelib.store.commit import MOST_ITEMS
from chalicelib.store.writes import Write

_READ_TOGETHER = 150
"""So many lines are read in one go; what the batches among them change is kept up without reading again."""
_PIECES_AT_ONCE = 3
"""So many of one need fit into a transaction, also where each moves its offering's rows in nine areas."""
_FIRST_BATCH = 8
_FULL_ENOUGH = MOST_ITEMS * 92 // 100
"""Lines differ: a batch that aims at less has seldom to be put together twice."""
_TRIES = 40
_LONGEST_PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class _Known:
    """What some lines of a plan are about, as it was last read or written."""

    needs: Mapping[str, Need]
    placed: Mapping[str, tuple[Assignment, ...]]
    categories: Mapping[str, Category]
    candidates: Mapping[str, Candidate]
    listings: Mapping[str, Listing]
    heads: Mapping[str, AuditEvent]
    settings: NetworkSettings


@dataclass(frozen=True, slots=True)
class _Batch:
    """Lines before and after a transaction, and what it is to carry out."""

    lines: tuple[tuple[PlannedNeed, PlannedNeed], ...]
    sending: Sending
    writes: tuple[Write, ...]

    @property
    def rows(self) -> int:
        """How many rows the transaction has, the plan's own among them."""
        return 1 + len(self.lines) + len(self.writes) + len(self.sending.deeds) + len(self.sending.notices)

    @property
    def lines_that_fit(self) -> int:
        """How many lines like these fill a transaction."""
        return max(1, len(self.lines) * _FULL_ENOUGH // self.rows)

    @property
    def not_all_of(self) -> list[PlannedNeed]:
        """The lines of which some pieces are left for the next transaction."""
        return [after for _, after in self.lines if after.state is LineState.PLANNED]


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
    lines = sorted(plans.lines_to_send(plan.id), key=lambda line: (line.priority, line.category, line.number))
    for first in range(0, len(lines), _READ_TOGETHER):
        _send(acting, plan.id, lines[first : first + _READ_TOGETHER])
    return _finish(context, plan.id)


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


def _send(context: Context, plan_id: str, lines: Sequence[PlannedNeed]) -> None:
    """Send lines in batches that fill a transaction, as the batch before tells, until staff stop it."""
    plan, known = plans.read(plan_id), _read(context, lines)
    size, tries, waiting = _FIRST_BATCH, 0, list(lines)
    while waiting and plan.state is PlanState.COMMITTING:
        batch = _put_together(context, plan_id, known, waiting[:size])
        if batch.rows > MOST_ITEMS and len(batch.lines) > 1:
            size = batch.lines_that_fit
            continue
        try:
            plan = _carry_out(context, plan, batch, known)
        except DomainError as error:
            if error.code is ErrorCode.TRANSACTION_TOO_LARGE and len(batch.lines) > 1:
                size = len(batch.lines) // 2
                continue
            if error.code is not ErrorCode.CHANGED_MEANWHILE or tries == _TRIES:
                raise
            tries += 1
            _pause(tries)
            plan, waiting = plans.read(plan_id), _still_waiting(waiting)
            known = _read(context, waiting)
            continue
        waiting = [*batch.not_all_of, *waiting[len(batch.lines) :]]
        known = replace(known, candidates=batch.sending.after(), listings=batch.sending.listings)
        if batch.not_all_of:
            known = _read(context, waiting)
        size = batch.lines_that_fit


def _pause(tries: int) -> None:
    time.sleep(random.uniform(0, min(_LONGEST_PAUSE, 0.002 * 2**tries)))  # noqa: S311 (a pause)


def _still_waiting(lines: Sequence[PlannedNeed]) -> list[PlannedNeed]:
    """The lines as they stand, without those that another run has sent meanwhile."""
    found = {one.number: one for one in plans.read_lines(lines)}
    return [found[one.number] for one in lines if found[one.number].state is LineState.PLANNED]


def _read(context: Context, lines: Sequence[PlannedNeed]) -> _Known:
    """A need that nothing happened to has no assignments: only the others' are read."""
    found = {one.id: one for one in needs.read_many(line.need_id for line in lines)}
    asked = {piece.offering_id for line in lines for piece in line.pieces}
    return _Known(
        needs=found,
        placed={one.id: assignments.list_of(one.id) if one.version > 1 else () for one in found.values()},
        categories=categories.read_many({one.details.category for one in found.values()}),
        candidates={one.offering.id: one for one in candidates(sorted(asked), (), context.now)},
        listings=supply.read_listings(sorted(asked)),
        heads=audit.heads_of([subject_of("need", id_) for id_ in found]) if found else {},
        settings=network.read(),
    )


def _put_together(context: Context, plan_id: str, known: _Known, lines: Iterable[PlannedNeed]) -> _Batch:
    sending = Sending(context, known.settings, known.candidates, known.listings, {"plan": plan_id})
    after = tuple((line, _added(sending, known, line)) for line in lines)
    return _Batch(after, sending, tuple(sending.writes()))


def _added(sending: Sending, known: _Known, line: PlannedNeed) -> PlannedNeed:
    """The line once its requests are added to the transaction, or refused with what changed."""
    need, pieces = known.needs[line.need_id], _to_ask(line)
    placed = known.placed[need.id]
    if need.state is not NeedState.OPEN:
        return surge_lines.refuse(line, Refusal.NEED_CLOSED)
    if need.manual:
        return surge_lines.refuse(line, Refusal.BY_HAND)
    if coverage_of(need.details.quantity, placed).uncovered < sum(piece.quantity for piece in pieces):
        return surge_lines.refuse(line, Refusal.NEED_COVERED)
    if not cascade.asked_enough(placed).isdisjoint(piece.partner_id for piece in pieces):
        return surge_lines.refuse(line, Refusal.RULE_BROKEN, Rejection.ALREADY_ASKED)
    parts = [Part(piece.offering_id, piece.quantity) for piece in pieces]
    try:
        sending.propose(need, known.categories[need.details.category], placed, parts)
    except DomainError as error:
        return _refused(line, error)
    return surge_lines.send(line, frozenset(part.offering_id for part in parts))


def _to_ask(line: PlannedNeed) -> list[PlannedPiece]:
    return [piece for piece in line.pieces if piece.quantity and not piece.sent][:_PIECES_AT_ONCE]


def _refused(line: PlannedNeed, error: DomainError) -> PlannedNeed:
    if error.code is ErrorCode.DOES_NOT_MATCH:
        return surge_lines.refuse(line, Refusal.RULE_BROKEN, Rejection(str(error.params["rule"])))
    if error.code is ErrorCode.CAPACITY_EXHAUSTED:
        return surge_lines.refuse(line, Refusal.OFFERING_FULL)
    if error.code is ErrorCode.NOT_FOUND:
        return surge_lines.refuse(line, Refusal.OFFERING_GONE)
    raise error


def _carry_out(context: Context, was: SurgePlan, batch: _Batch, known: _Known) -> SurgePlan:
    ends = Counter(after.state for _, after in batch.lines)
    plan = domain.count_sent(was, ends[LineState.SENT], ends[LineState.REFUSED])
    marked = (plans.save_line(after, line) for line, after in batch.lines)
    writes = [plans.save(plan, was), *marked, *batch.writes]
    carry_out(context, writes, batch.sending.deeds, batch.sending.notices, known.heads)
    return plan
