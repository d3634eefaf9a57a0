"""Propose a need to offerings: reservations, assignments, trail and mails in one transaction."""

from collections.abc import Sequence

from chalicelib.domain.assignments import Assignment
from chalicelib.domain.errors import ErrorCode, conflict
from chalicelib.domain.lifecycle import NeedState
from chalicelib.domain.needs import Need
from chalicelib.services.access import require_staff
from chalicelib.services.answers import expire_overdue
from chalicelib.services.context import Context
from chalicelib.services.matches import candidates
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.services.sending import Part, Sending
from chalicelib.store import assignments, categories, needs, network, supply


@retried
def propose(context: Context, need_id: str, parts: Sequence[Part]) -> tuple[Assignment, ...]:
    """Propose parts of a need, each to an offering, all of them or none.

    Raises `DOES_NOT_MATCH` with the first rule that an offering breaks, `CAPACITY_EXHAUSTED` and
    `MORE_THAN_UNCOVERED`.
    """
    require_staff(context)
    expire_overdue(context, need_id)
    need = needs.read(need_id)
    if need.state is not NeedState.OPEN:
        raise conflict(ErrorCode.ILLEGAL_TRANSITION, state=need.state.value, action="propose")
    return send(context, need, assignments.list_of(need_id), parts)


def send(
    context: Context,
    need: Need,
    placed: Sequence[Assignment],
    parts: Sequence[Part],
    why: Sequence[Deed] = (),
) -> tuple[Assignment, ...]:
    """Send the parts of an open need as it was just read, with what the trail says before of the reason.

    Raises what `propose` raises, and `CHANGED_MEANWHILE` where somebody came in between.
    """
    wanted = [part.offering_id for part in parts]
    stored = {one.offering.id: one for one in candidates(wanted, placed, context.now)}
    sending = Sending(context, network.read(), stored, supply.read_listings(wanted))
    proposed = sending.propose(need, categories.read(need.details.category), placed, parts)
    carry_out(context, sending.writes(), [*why, *sending.deeds], sending.notices)
    return proposed
