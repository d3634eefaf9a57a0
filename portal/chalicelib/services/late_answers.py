"""A yes after its time: nothing that a need still lacks is turned away because it came late."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.domain import assignments as domain
from chalicelib.domain import capacity as ledger
from chalicelib.domain import matching
from chalicelib.domain.assignments import Answer, Assignment, Moved, as_of
from chalicelib.domain.capacity import Capacity
from chalicelib.domain.cascade import after_late_answer
from chalicelib.domain.categories import Category
from chalicelib.domain.coverage import coverage_of
from chalicelib.domain.errors import ErrorCode, conflict
from chalicelib.domain.late_answers import StillWanted, still_wanted
from chalicelib.domain.lifecycle import CapacityEffect
from chalicelib.domain.matching import Candidate, Rejection
from chalicelib.domain.partners import require_approved
from chalicelib.domain.records import gave_back, heard_after_all, promised_late
from chalicelib.services.assignment_moves import Placed, deed_of, notices_of, read_placed, unsent_requests
from chalicelib.services.context import Context
from chalicelib.services.holding import Held, save_capacities
from chalicelib.services.matches import candidates
from chalicelib.services.recording import Deed, carry_out
from chalicelib.store import (
    assignments,
    capacities,
    categories,
    needs,
    offerings,
    partners,
    records,
    supply,
    waiting,
)
from chalicelib.store.writes import Write

_COUNTED_ALREADY = frozenset({Rejection.NOTICE_CAP, Rejection.QUOTA, Rejection.ALREADY_ASKED, Rejection.FULL})
"""The request was sent and counted once. What is left of the month's units and of the capacity bounds the
quantity instead.
"""


@dataclass(frozen=True, slots=True)
class _Late:
    """An expired proposal with all that decides whether its partner may still give, and how much.

    Of an offering with nothing left, `wanted` is what would be taken if it had room.
    """

    placed: Placed
    candidate: Candidate
    category: Category
    most: int
    wanted: StillWanted


def still_wanted_of(context: Context, need_id: str, assignment_id: str) -> int:
    """How many units of an expired proposal would be taken now; 0 where it is of no use any more."""
    placed = read_placed(context, need_id, assignment_id)
    late = _late(context, placed, placed.one.proposed)
    return 0 if _refusals(context, late) else late.wanted.units


def accept_late(
    context: Context, need_id: str, assignment_id: str, quantity: int, answer: Answer
) -> Assignment:
    """Take what is still needed of an expired proposal, and withdraw what others were asked for in its place.

    Raises `NO_LONGER_NEEDED` where nothing is, `PARTNER_NOT_APPROVED`, and `DOES_NOT_MATCH` with the first
    rule that the offering breaks by now (`full` and `quota` among them).
    """
    placed = read_placed(context, need_id, assignment_id)
    domain.accept(placed.one, quantity, answer, context.actor)
    late = _late(context, placed, quantity)
    _require_of_use(context, late)
    current = replace(placed.one, period=late.candidate.capacity.period)
    moved = domain.accept(current, late.wanted.units, answer, context.actor)
    _write(context, late, moved)
    return moved.assignment


def _late(context: Context, placed: Placed, offered: int) -> _Late:
    need, all_ = placed.need, as_of(placed.all, context.now)
    category = categories.read(need.details.category)
    (stored,) = candidates([placed.one.offering_id], all_, context.now)
    candidate = replace(stored, capacity=_without(placed.one, stored.capacity))
    most = matching.most_of(category, candidate, context.now)
    could_give = min(offered, most) if most > 0 else offered
    wanted = still_wanted(need, all_, placed.one, could_give, context.now)
    return _Late(placed, candidate, category, most, wanted)


def _without(one: Assignment, capacity: Capacity) -> Capacity:
    """What it holds itself while no job has written that its time ran out, is free."""
    overdue = one.held if one.period == capacity.period else 0
    return ledger.apply(CapacityEffect.RELEASE, capacity, overdue, 0) if overdue else capacity


def _refusals(context: Context, late: _Late) -> Sequence[Rejection]:
    """The rules that the offering breaks by now, in their order."""
    candidate, need = late.candidate, late.placed.need
    broken = set(matching.rejections(need, late.category, candidate, context.now) - _COUNTED_ALREADY)
    if late.most <= 0:
        broken.add(Rejection.QUOTA if candidate.capacity.free > 0 else Rejection.FULL)
    return sorted(broken, key=list(Rejection).index)


def _require_of_use(context: Context, late: _Late) -> None:
    """That staff left this partner out is theirs to know: to it, nothing is needed any more. So it is told
    that before any other reason, as to those of whom nothing is.
    """
    require_approved(late.candidate.partner)
    refusals = _refusals(context, late)
    if Rejection.EXCLUDED in refusals or not late.wanted.units:
        raise conflict(ErrorCode.NO_LONGER_NEEDED)
    if refusals:
        raise conflict(ErrorCode.DOES_NOT_MATCH, "offering", rule=refusals[0].value)


def _write(context: Context, late: _Late, moved: Moved) -> None:
    was, gone = late.placed.need, [domain.give_way(one) for one in late.wanted.instead_of]
    changed = {one.assignment.id: one.assignment for one in (moved, *gone)}
    placed = tuple(changed.get(one.id, one) for one in late.placed.all)
    need = after_late_answer(was, coverage_of(was.details.quantity, placed).uncovered)
    writes = [
        needs.save(need, was, placed),
        *waiting.follow(need, was),
        *(assignments.save(changed[one.id], one) for one in late.placed.all if one.id in changed),
        *_holding(context, late, moved, gone),
        *_records(context, late, moved, gone),
        *(write for one in gone for write in unsent_requests(one)),
        offerings.OFFERINGS.unchanged(late.candidate.offering),
        partners.PARTNERS.unchanged(late.candidate.partner),
    ]
    notices = [notice for one in (moved, *gone) for notice in notices_of(context, need, one)]
    carry_out(context, writes, [*(_given_way(one) for one in gone), deed_of(moved)], notices)


def _holding(context: Context, late: _Late, moved: Moved, gone: Sequence[Moved]) -> list[Write]:
    candidate = late.candidate
    reserved = ledger.apply(moved.move.effect, candidate.capacity, 0, moved.assignment.held)
    held = [Held(candidate.offering, reserved, candidate.capacity), *(_released(one) for one in gone)]
    listings = supply.read_listings([one.offering.id for one in held])
    writes, _ = save_capacities(held, listings, context.now)
    return writes


def _released(gone: Moved) -> Held:
    offering = offerings.read(gone.assignment.offering_id)
    was = capacities.read(offering.id, gone.assignment.period, offering.terms.capacity)
    return Held(offering, ledger.apply(gone.move.effect, was, gone.held_before, 0), was)


def _records(context: Context, late: _Late, moved: Moved, gone: Sequence[Moved]) -> list[Write]:
    was = late.candidate.record
    heard = heard_after_all(was) if moved.assignment.silence_counts else was
    after = promised_late(heard, moved.assignment.held, context.now)
    return [records.save(after, was), *(write for one in gone for write in _gave_back(one))]


def _gave_back(gone: Moved) -> list[Write]:
    was = records.read(gone.assignment.partner_id)
    after = gave_back(was, gone.held_before, gone.assignment.proposed_at)
    return [records.save(after, was)] if after != was else []


def _given_way(gone: Moved) -> Deed:
    deed = deed_of(gone)
    return replace(deed, details={**deed.details, "gave_way": 1})
