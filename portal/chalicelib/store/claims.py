"""Keys that only one may hold: a licence number, an e-mail address, a need while it is open."""

from collections.abc import Iterable
from datetime import datetime

from pynamodb.exceptions import DoesNotExist

from chalicelib.domain.errors import DomainError
from chalicelib.store.tables import ClaimRow
from chalicelib.store.writes import Kind, Write


def holder_of(key: str, now: datetime) -> str | None:
    """The id that holds the key now; a claim whose time is over holds nothing."""
    try:
        row = ClaimRow.get(key, consistent_read=True)
    except DoesNotExist:
        return None
    return row.holder if _holds(row, now) else None


def holders_of(keys: Iterable[str], now: datetime) -> dict[str, str]:
    """The ids that hold those keys now, by key, read together; a key that nobody holds is not among them."""
    rows = ClaimRow.batch_get(keys, consistent_read=True)
    return {row.key: row.holder for row in rows if _holds(row, now)}


def _holds(row: ClaimRow, now: datetime) -> bool:
    return row.until is None or row.until > now.isoformat()


def take(key: str, holder: str, now: datetime, refusal: DomainError, until: datetime | None = None) -> Write:
    """Hold the key, for good or until a moment; the refusal is raised when another holds it."""
    row = ClaimRow(key, holder=holder, until=until.isoformat() if until else None)
    free = ClaimRow.key.does_not_exist() | (ClaimRow.until <= now.isoformat()) | (ClaimRow.holder == holder)
    return Write(Kind.PUT, row, free, refusal)


def pass_on(key: str, holder: str, to: str, now: datetime, refusal: DomainError) -> Write:
    """Hand the key over, for good; the refusal is raised when a third one holds it."""
    row = ClaimRow(key, holder=to, until=None)
    free = ClaimRow.key.does_not_exist() | (ClaimRow.until <= now.isoformat())
    return Write(Kind.PUT, row, free | ClaimRow.holder.is_in(holder, to), refusal)


def leave(key: str, holder: str) -> Write:
    """Let the key go, if it is this one who holds it or nobody does."""
    mine = ClaimRow.key.does_not_exist() | (ClaimRow.holder == holder)
    return Write(Kind.DELETE, ClaimRow(key, holder=holder), mine)
