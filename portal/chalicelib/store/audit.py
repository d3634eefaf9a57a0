"""The audit trail in the store: events are put, never changed."""

from collections.abc import Collection

from pydantic import TypeAdapter

from chalicelib.domain.audit import AuditEvent
from chalicelib.domain.periods import day_in_dubai
from chalicelib.store.batch_get import documents_at
from chalicelib.store.paging import PAGE_SIZE, Page, to_cursor, to_key
from chalicelib.store.tables import AuditRow
from chalicelib.store.writes import Kind, Write

_adapter: TypeAdapter[AuditEvent] | None = None


def _events() -> TypeAdapter[AuditEvent]:
    global _adapter  # noqa: PLW0603 (built at the first use: it costs a cold start time)
    if _adapter is None:
        _adapter = TypeAdapter(AuditEvent)
    return _adapter


def head_of(subject: str) -> AuditEvent | None:
    """The last event of a subject's chain."""
    rows = AuditRow.query(subject, scan_index_forward=False, limit=1, consistent_read=True)
    return next((_events().validate_json(row.document) for row in rows), None)


def heads_of(subjects: Collection[str]) -> dict[str, AuditEvent]:
    """The last event of each chain that has one, by subject.

    Most chains that are looked up together have one event: it is read with the absence of a second, many
    chains in one call. Numbers run without a gap, so the first is the last where there is no second.
    """
    if len(subjects) == 1:
        return {subject: head for subject in subjects if (head := head_of(subject))}
    keys = ((AuditRow, (subject, number)) for subject in subjects for number in (1, 2))
    found = [_events().validate_json(document) for _, document in documents_at(keys)]
    heads = {event.subject: event for event in found if event.number == 1}
    for event in found:
        if event.number > 1:
            heads[event.subject] = head_of(event.subject) or event
    return heads


def append(event: AuditEvent) -> Write:
    """Put the event, unless another took its number."""
    row = AuditRow(
        event.subject,
        event.number,
        id=event.id,
        day=day_in_dubai(event.at).isoformat(),
        document=_events().dump_json(event).decode(),
    )
    return Write(Kind.PUT, row, AuditRow.subject.does_not_exist())


def list_of(
    subject: str, cursor: str | None = None, limit: int = PAGE_SIZE, *, newest_first: bool = False
) -> Page[AuditEvent]:
    """The events of a subject."""
    rows = AuditRow.query(
        subject,
        scan_index_forward=not newest_first,
        limit=limit,
        last_evaluated_key=to_key(cursor),
        consistent_read=True,
    )
    items = tuple(_events().validate_json(row.document) for row in rows)
    return Page(items, to_cursor(rows.last_evaluated_key))


def list_by_day(day: str, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[AuditEvent]:
    """The events of all subjects on a day in the emirate (ISO 8601), the newest first."""
    rows = AuditRow.by_day.query(
        day, scan_index_forward=False, limit=limit, last_evaluated_key=to_key(cursor)
    )
    items = tuple(_events().validate_json(row.document) for row in rows)
    return Page(items, to_cursor(rows.last_evaluated_key))
