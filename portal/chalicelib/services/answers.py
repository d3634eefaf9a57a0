"""The moves of an assignment: each with its capacity, need, trail and notices in one transaction."""

from collections.abc import Callable, Sequence

from chalicelib.domain import assignments as domain
from chalicelib.domain import capacity as ledger
from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.assignments import Answer, Assignment, Moved
from chalicelib.domain.cascade import PASSES_ON, set_going
from chalicelib.domain.coverage import coverage_of
from chalicelib.domain.errors import DomainError, ErrorCode, conflict
from chalicelib.domain.lifecycle import Action, AssignmentState, NeedState
from chalicelib.domain.needs import Need, touch
from chalicelib.domain.partners import require_approved
from chalicelib.domain.records import PartnerRecord, answered, gave_back, unanswered
from chalicelib.services.assignment_moves import Placed, deed_of, notices_of, read_placed, unsent_requests
from chalicelib.services.batches import for_each
from chalicelib.services.context import Context
from chalicelib.services.holding import save_capacity
from chalicelib.services.late_answers import accept_late
from chalicelib.services.recording import carry_out, retried
from chalicelib.store import assignments, capacities, needs, notes, offerings, partners, records, waiting
from chalicelib.store.writes import Write


@retried
def _move(
    context: Context,
    need_id: str,
    assignment_id: str,
    decide: Callable[[Assignment], Moved],
) -> Assignment:
    placed = read_placed(context, need_id, assignment_id)
    return _write(context, placed, decide(placed.one))


def _write(context: Context, placed: Placed, moved: Moved) -> Assignment:
    after = moved.assignment
    offering = offerings.read(after.offering_id)
    capacity = capacities.read(offering.id, after.period, offering.terms.capacity)
    held = ledger.apply(moved.move.effect, capacity, moved.held_before, after.held)
    others = tuple(after if one.id == after.id else one for one in placed.all)
    need = _need_after(placed.need, others, moved)
    writes = [
        assignments.save(after, placed.one),
        needs.save(need, placed.need, others),
        *waiting.follow(need, placed.need),
        *save_capacity(offering, held, capacity, context.now),
        *_still_approved(placed.one, moved),
        *_answered(placed.one, moved),
        *_erased_note(moved),
        *unsent_requests(moved),
    ]
    carry_out(context, writes, [deed_of(moved)], notices_of(context, placed.need, moved))
    return after


def _still_approved(before: Assignment, moved: Moved) -> list[Write]:
    """A partner that was suspended since it was asked promises nothing and learns nothing of the case."""
    if moved.move.action not in {Action.ACCEPT, Action.ACCEPT_PART}:
        return []
    partner = partners.read(before.partner_id)
    require_approved(partner)
    return [partners.PARTNERS.unchanged(partner)]


def _need_after(need: Need, placed: Sequence[Assignment], moved: Moved) -> Need:
    after = touch(need)
    if moved.move.action not in PASSES_ON:
        return after
    return set_going(after, coverage_of(need.details.quantity, placed).uncovered)


def _answered(before: Assignment, moved: Moved) -> list[Write]:
    """The partner's record: how it answered, and the units that it did not take."""
    was = records.read(before.partner_id)
    left = moved.held_before - moved.assignment.held
    after = gave_back(_with_answer(was, before, moved.move.action), left, domain.counted_at(before))
    return [records.save(after, was)] if after != was else []


def _with_answer(record: PartnerRecord, before: Assignment, action: Action) -> PartnerRecord:
    if before.state is not AssignmentState.PROPOSED or action is Action.WITHDRAW:
        return record
    if action is Action.EXPIRE:
        return unanswered(record) if before.silence_counts else record
    return answered(record)


def _erased_note(moved: Moved) -> list[Write]:
    """Nobody needs the hand-over note any more once the receipt is confirmed or the commitment is gone."""
    if moved.move.action not in {Action.CONFIRM, Action.CANCEL, Action.DECLINE}:
        return []
    note = notes.find_handover(moved.assignment.id)
    return [notes.delete_handover(note)] if note else []


@retried
def accept(context: Context, need_id: str, assignment_id: str, quantity: int, answer: Answer) -> Assignment:
    """Accept all that was proposed, or a part; the rest is free again. After the time to answer, what is
    still needed of it.

    Raises `PARTNER_NOT_APPROVED` when the partner was suspended in the meantime, and for a late answer what
    `accept_late` raises.
    """
    placed = read_placed(context, need_id, assignment_id)
    if domain.is_late(placed.one, answer.at):
        expire_overdue(context, need_id)
        return accept_late(context, need_id, assignment_id, quantity, answer)
    _require_asked_for(placed)
    return _write(context, placed, domain.accept(placed.one, quantity, answer, context.actor))


def _require_asked_for(placed: Placed) -> None:
    """Another's yes may have come first. And what a partner said in time may be written when its time is
    over: by then the need may be closed, or the partner left out, since what is overdue keeps nobody from
    either.
    """
    one, need = placed.one, placed.need
    left_out = one.partner_id in need.details.excluded_partners
    over = one.state is AssignmentState.PROPOSED and (left_out or need.state is not NeedState.OPEN)
    if one.gave_way or over:
        raise conflict(ErrorCode.NO_LONGER_NEEDED)


def decline(context: Context, need_id: str, assignment_id: str, answer: Answer) -> Assignment:
    """Decline with a reason, before or after acceptance."""
    return _move(context, need_id, assignment_id, lambda one: domain.decline(one, answer, context.actor))


def withdraw(context: Context, need_id: str, assignment_id: str) -> Assignment:
    """Take a proposal back."""
    return _move(context, need_id, assignment_id, lambda one: domain.withdraw(one, context.actor))


def cancel(context: Context, need_id: str, assignment_id: str) -> Assignment:
    """Take back what was accepted and is not delivered."""
    return _move(context, need_id, assignment_id, lambda one: domain.cancel(one, context.actor))


def deliver(context: Context, need_id: str, assignment_id: str, quantity: int) -> Assignment:
    """Say how much was delivered."""
    return _move(
        context,
        need_id,
        assignment_id,
        lambda one: domain.deliver(one, quantity, context.actor, context.now),
    )


def dispute(context: Context, need_id: str, assignment_id: str) -> Assignment:
    """Say that it did not arrive."""
    return _move(context, need_id, assignment_id, lambda one: domain.dispute(one, context.actor))


def confirm(context: Context, need_id: str, assignment_id: str, quantity: int) -> Assignment:
    """Say how much of what was delivered really arrived."""
    return _move(
        context,
        need_id,
        assignment_id,
        lambda one: domain.confirm(one, quantity, context.actor, context.now),
    )


def expire(context: Context, need_id: str, assignment_id: str) -> Assignment:
    """Write down that nobody answered in time."""
    system = _as_system(context)
    return _move(system, need_id, assignment_id, lambda one: domain.expire(one, system.actor, system.now))


def _as_system(context: Context) -> Context:
    return Context(SYSTEM, context.now, context.new_id, context.settings)


def expire_overdue(context: Context, need_id: str) -> None:
    """Write down which proposals of a need have run out, so that what they held can be proposed again."""
    for one in assignments.list_of(need_id):
        if domain.is_overdue(one, context.now):
            _expire_if_still_so(context, one)


def expire_due(context: Context, limit: int = 200) -> int:
    """Write down which proposals have run out anywhere, the oldest first; how many they were."""
    due = assignments.list_by_state(AssignmentState.PROPOSED, limit=limit, due_by=context.now.isoformat())
    return for_each("expire_proposals", due.items, lambda one: _expire_if_still_so(context, one))


def _expire_if_still_so(context: Context, one: Assignment) -> bool:
    """Somebody may have answered, or another run have written it, a moment ago: that is no failure."""
    try:
        expire(context, one.need_id, one.id)
    except DomainError as error:
        if error.code is not ErrorCode.ILLEGAL_TRANSITION:
            raise
        return False
    return True
