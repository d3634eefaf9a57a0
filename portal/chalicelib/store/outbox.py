"""Notices in the store: written with what they tell of, sent by a job."""

from datetime import datetime

from chalicelib.domain.notices import Notice, NoticeState
from chalicelib.store.documents import Documents
from chalicelib.store.paging import PAGE_SIZE, Page, page_of, to_key
from chalicelib.store.tables import NoticeRow

NOTICES = Documents(
    "notice",
    NoticeRow,
    Notice,
    lambda one: {"id": one.id, "state": one.state.value, "due_at": one.due_at.isoformat()},
)
find, read, read_many = NOTICES.find, NOTICES.read, NOTICES.read_many
save, delete = NOTICES.save, NOTICES.delete


def list_given_up(cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[Notice]:
    """The notices that did not arrive and never will, the newest first."""
    rows = NoticeRow.by_state.query(
        NoticeState.FAILED.value, scan_index_forward=False, limit=limit, last_evaluated_key=to_key(cursor)
    )
    return page_of(NOTICES, rows)


def list_due(now: datetime, limit: int) -> tuple[Notice, ...]:
    """The notices that should have been sent by now, the oldest first."""
    rows = NoticeRow.by_state.query(
        NoticeState.PENDING.value, NoticeRow.due_at <= now.isoformat(), limit=limit
    )
    return tuple(NOTICES.parse(row) for row in rows)
