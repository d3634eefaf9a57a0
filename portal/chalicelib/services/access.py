"""Who may ask for what: checked in every use case, though the pages check it too."""

from chalicelib.domain.actors import Role
from chalicelib.domain.errors import not_found, not_permitted
from chalicelib.services.context import Context


def require_staff(context: Context) -> None:
    """Raises `NOT_PERMITTED` unless staff or a supervisor acts."""
    if not context.actor.is_staff:
        raise not_permitted()


def require_supervisor(context: Context) -> None:
    """Raises `NOT_PERMITTED` unless a supervisor acts."""
    if context.actor.role is not Role.SUPERVISOR:
        raise not_permitted()


def require_owner_or_staff(context: Context, partner_id: str, thing: str) -> None:
    """Raises `NOT_FOUND` to another partner, who may not even learn that the thing is there."""
    own = context.actor.role is Role.PARTNER and context.actor.partner_id == partner_id
    if not own and not context.actor.is_staff:
        raise not_found(thing)
