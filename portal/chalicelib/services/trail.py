"""Read the audit trail, and check that no link of a chain is missing."""

from chalicelib.domain.actors import Role
from chalicelib.domain.audit import AuditEvent, first_broken
from chalicelib.domain.errors import not_permitted
from chalicelib.services.access import require_staff
from chalicelib.services.context import Context
from chalicelib.store import audit
from chalicelib.store.paging import Page


def list_trail(context: Context, subject: str, cursor: str | None = None) -> Page[AuditEvent]:
    """What happened to a thing, the newest first. Staff see needs and partners, supervisors everything."""
    require_staff(context)
    everyday = subject.startswith(("need:", "partner:"))
    if not everyday and context.actor.role is not Role.SUPERVISOR:
        raise not_permitted()
    return audit.list_of(subject, cursor, newest_first=True)


def list_day(context: Context, day: str, cursor: str | None = None) -> Page[AuditEvent]:
    """What happened on a day (of UTC, ISO 8601), the newest first; for supervisors."""
    if context.actor.role is not Role.SUPERVISOR:
        raise not_permitted()
    return audit.list_by_day(day, cursor)


def verify_chain(context: Context, subject: str) -> int | None:
    """The number of the first event of a subject's chain that does not follow from the one before, if any."""
    require_staff(context)
    events: list[AuditEvent] = []
    cursor: str | None = None
    while True:
        page = audit.list_of(subject, cursor, limit=100)
        events += page.items
        cursor = page.next_cursor
        if cursor is None:
            return first_broken(events)
