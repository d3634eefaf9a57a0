"""Make the surge plan that was asked for. Only the job's function comes here: it alone carries the solver."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from chalicelib.domain import surge_plans as domain
from chalicelib.domain.audit import Tag
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.planning import Holding, OpenNeed, Piece
from chalicelib.domain.surge_bounds import Allowance, within
from chalicelib.domain.surge_lines import PlannedNeed, PlannedPiece, line_of
from chalicelib.domain.surge_plans import MOST_TRIES, Progress, ShortageReport, Stage, SurgePlan
from chalicelib.planner.plan import POLICY, plan
from chalicelib.planner.shortages import shortages
from chalicelib.services.context import Context
from chalicelib.services.plan_succession import ready_plans, stand_again
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.services.surge_plans import deed, let_go, on_its_way
from chalicelib.services.surge_queue import SurgeQueue, less, read_queue
from chalicelib.store import plans
from chalicelib.store.commit import commit
from chalicelib.store.needs import ListedNeed
from chalicelib.store.writes import Write

_ROUNDS = 3
"""So often a kind is planned again because a partner may not be asked for all that was planned of it."""

Report = Callable[[Progress], None]


def make_wanted(context: Context) -> bool:
    """Make the plan that was asked for, unless another run has it in hand; whether there was one to make.

    A run that died is followed by another; after three of them the plan has failed. One that is discarded
    while it is being made is dropped.
    """
    wanted = on_its_way(context)
    if wanted is None or wanted.state is not PlanState.WANTED:
        return False
    taken = domain.take_up(wanted, context.now)
    if taken is None:
        return False
    try:
        if wanted.tries >= MOST_TRIES:
            _give_up(context, wanted)
        else:
            commit([plans.save(taken, wanted)])
            _make(context, _Desk(taken))
    except DomainError as error:
        if error.code is not ErrorCode.CHANGED_MEANWHILE:
            raise
        return False
    return True


@dataclass(slots=True)
class _Desk:
    """The plan in hand, as last written."""

    plan: SurgePlan

    def report(self, progress: Progress) -> None:
        after = domain.report(self.plan, progress)
        commit([plans.save(after, self.plan)])
        self.plan = after


def _give_up(context: Context, was: SurgePlan) -> None:
    failed = domain.fail(was, context.actor, context.now)
    writes = [plans.save(failed, was), let_go(was), *stand_again(was)]
    carry_out(context, writes, [deed(was, Tag.PLAN_FAILED)])


def _make(context: Context, desk: _Desk) -> None:
    plans.delete_lines(desk.plan.id)
    desk.report(Progress(Stage.READING))
    queue = read_queue(context, POLICY)
    draft = draft_plan(queue, desk.report)
    report = ShortageReport(
        desk.plan.id,
        context.now,
        shortages(queue.open_needs, queue.supply, queue.past, queue.now_h, queue.policy),
    )
    lines = _lines(desk.plan.id, queue, draft, context)
    desk.report(Progress(Stage.WRITING, 0, len(lines)))
    plans.write_lines(lines)
    _write(context, desk.plan, lines, queue.policy.version, report)


@retried
def _write(
    context: Context,
    was: SurgePlan,
    lines: Sequence[PlannedNeed],
    policy_version: str,
    report: ShortageReport,
) -> None:
    """The plan, ready; what made way for it is discarded, so that there is one to look at.

    A plan that the timer made and nobody touched goes without a trace: 96 a day would hide the others.
    """
    made = domain.make(was, lines, policy_version, context.actor, context.now)
    what: dict[str, str | int] = {"needs": made.lines, "policy": policy_version}
    replaced = [one for one in ready_plans() if one.replaced_by == made.id]
    carry_out(
        context,
        [
            plans.save(made, was),
            plans.save_report(report, None),
            let_go(was),
            *(_put_away(one, context) for one in replaced),
        ],
        [
            *([deed(made, Tag.PLAN_MADE, **what)] if made.is_of_staff else []),
            *(_replaced(one, made) for one in replaced if one.is_of_staff),
        ],
    )
    for one in replaced:
        if not one.is_of_staff:
            plans.delete_lines(one.id)


def _replaced(plan: SurgePlan, by: SurgePlan) -> Deed:
    who = {"account": by.asked_by} if by.is_of_staff else {}
    return deed(plan, Tag.PLAN_DISCARDED, replaced_by=by.id, **who)


def _put_away(plan: SurgePlan, context: Context) -> Write:
    if plan.is_of_staff:
        return plans.save(domain.give_way(plan, context.actor, context.now), plan)
    return plans.delete(plan)


@dataclass(slots=True)
class Draft:
    """What is planned so far: pieces that may all be asked, why needs are left open, who was asked enough."""

    pieces: list[Piece] = field(default_factory=list)
    held: dict[str, Holding] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)


def draft_plan(queue: SurgeQueue, report: Report) -> Draft:
    """Plan the queue kind by kind, and again where partners would be asked for more than they agreed to."""
    draft, allowances, left = Draft(), dict(queue.allowances), queue
    kinds = sorted({need.category for need in queue.open_needs})
    for _ in range(_ROUNDS):
        pieces, held = _planned(left, kinds, report)
        draft.held.update(held)
        kept, cut, allowances = within(_urgent_first(pieces, left.open_needs), queue.partner_of, allowances)
        draft.pieces += kept
        draft.cut |= {piece.need for piece in cut}
        if not cut:
            break
        left = _rest(queue, draft.pieces, allowances)
        category_of = {need.id: need.category for need in queue.open_needs}
        kinds = sorted({category_of[piece.need] for piece in cut})
    return draft


def _planned(
    queue: SurgeQueue, kinds: Sequence[str], report: Report
) -> tuple[list[Piece], dict[str, Holding]]:
    pieces: list[Piece] = []
    held: dict[str, Holding] = {}
    for number, kind in enumerate(kinds):
        report(Progress(Stage.PLANNING, number, len(kinds)))
        wanted = [need for need in queue.open_needs if need.category == kind]
        made = plan(wanted, queue.supply, queue.past, queue.now_h, queue.policy)
        pieces += made.pieces
        held.update({one.need: one.why for one in made.held})
    return pieces, held


def _urgent_first(pieces: Iterable[Piece], open_needs: Iterable[OpenNeed]) -> list[Piece]:
    turn = {need.id: (need.priority, need.deadline_h, need.id) for need in open_needs}
    return sorted(pieces, key=lambda piece: turn[piece.need])


def _rest(queue: SurgeQueue, pieces: Iterable[Piece], allowances: dict[str, Allowance]) -> SurgeQueue:
    given: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for piece in pieces:
        given[piece.need] += piece.quantity
        taken[piece.offering] += piece.quantity
    closed = frozenset(partner for partner, allowance in allowances.items() if allowance.used_up)
    return less(queue, given, taken, closed)


def _lines(plan_id: str, queue: SurgeQueue, draft: Draft, context: Context) -> list[PlannedNeed]:
    """A line for each open need, the most urgent first; needs that no plan touches stand among them."""
    by_need: dict[str, Counter[str]] = {}
    for piece in draft.pieces:
        by_need.setdefault(piece.need, Counter())[piece.offering] += piece.quantity
    return [
        _line(plan_id, number, listed, queue, draft, by_need.get(listed.need.id, Counter()), context)
        for number, listed in enumerate(_by_urgency(queue.listed), 1)
    ]


def _by_urgency(listed: Iterable[ListedNeed]) -> Iterator[ListedNeed]:
    yield from sorted(
        listed, key=lambda one: (one.need.details.priority, one.need.details.deadline, one.need.id)
    )


def _line(
    plan_id: str,
    number: int,
    listed: ListedNeed,
    queue: SurgeQueue,
    draft: Draft,
    given: Counter[str],
    context: Context,
) -> PlannedNeed:
    need = listed.need
    uncovered = need.details.quantity - listed.covered
    pieces = tuple(PlannedPiece(id_, queue.partner_of[id_], units, units) for id_, units in given.items())
    why = _why(need.id, queue, draft) if given.total() < uncovered else None
    return line_of(plan_id, number, need, uncovered, pieces, why, context.now)


def _why(need_id: str, queue: SurgeQueue, draft: Draft) -> Holding:
    if need_id in queue.left_alone:
        return queue.left_alone[need_id]
    why = draft.held.get(need_id, Holding.NOBODY_CAN)
    return Holding.ENOUGH_ASKED if need_id in draft.cut and why is Holding.NOBODY_CAN else why
