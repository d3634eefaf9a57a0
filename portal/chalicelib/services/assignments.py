"""Read assignments: a partner its own, as far as it may see the need; staff any."""

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
    return _seen(context, one, needs.read(need_id))


def _seen(context: Context, one: Assignment, need: Need) -> SeenAssignment:
    (now,) = as_of([one], context.now)
    category = categories.read(need.details.category)
    return SeenAssignment(now, disclose(need, category, now, network.read().duty_desk))


def list_assignments_of(context: Context, partner_id: str, cursor: str | None = None) -> Page[SeenAssignment]:
    """The assignments of a partner, the newest first."""
    own = context.actor.role is Role.PARTNER and context.actor.partner_id == partner_id
    if not (own or context.actor.is_staff):
        raise not_found("partner")
    page = assignments.list_of_partner(partner_id, cursor)
    belonging = {need.id: need for need in needs.read_many(one.need_id for one in page.items)}
    seen = tuple(_seen(context, one, belonging[one.need_id]) for one in page.items)
    return Page(seen, page.next_cursor)
