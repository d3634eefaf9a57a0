"""Read assignments: a partner its own, as far as it may see the need; staff any."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain.actors import Role
from chalicelib.domain.assignments import Assignment, as_of
from chalicelib.domain.disclosure import Disclosed, disclose
from chalicelib.domain.errors import not_found, not_permitted
from chalicelib.domain.needs import Need
from chalicelib.services.context import Context
from chalicelib.store import assignments, categories, needs, network
from chalicelib.store.paging import Page


@dataclass(frozen=True, slots=True)
class SeenAssignment:
    """An assignment as it stands now, with what its partner may see of the need."""

    assignment: Assignment
    need: Disclosed


def read_assignment(context: Context, need_id: str, assignment_id: str) -> SeenAssignment:
    """One assignment; to a partner another's is not there."""
    one = assignments.read(need_id, assignment_id)
    if context.actor.role is Role.PARTNER and one.partner_id != context.actor.partner_id:
        raise not_found("assignment")
    if context.actor.role is Role.PUBLIC:
        raise not_permitted()
    (seen,) = _seen(context, [one], {need_id: needs.read(need_id)})
    return seen


def _seen(
    context: Context, found: Sequence[Assignment], belonging: Mapping[str, Need]
) -> tuple[SeenAssignment, ...]:
    """What is common to them is read once."""
    known = categories.read_many(need.details.category for need in belonging.values())
    desk = network.read().duty_desk
    pairs = [(one, belonging[one.need_id]) for one in as_of(found, context.now)]
    return tuple(
        SeenAssignment(one, disclose(need, known[need.details.category], one, desk)) for one, need in pairs
    )


def list_assignments_of(context: Context, partner_id: str, cursor: str | None = None) -> Page[SeenAssignment]:
    """The assignments of a partner: the next to answer first, then the commitments, then the newest past."""
    own = context.actor.role is Role.PARTNER and context.actor.partner_id == partner_id
    if not (own or context.actor.is_staff):
        raise not_found("partner")
    page = assignments.list_of_partner(partner_id, cursor)
    belonging = {need.id: need for need in needs.read_many(one.need_id for one in page.items)}
    return Page(_seen(context, page.items, belonging), page.next_cursor)
