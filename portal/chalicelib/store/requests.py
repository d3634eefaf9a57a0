"""Requests that carried an idempotency key: written with what they did, so that none is carried out twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.exceptions import DoesNotExist

from chalicelib.domain.errors import ErrorCode, conflict
from chalicelib.store.tables import RequestRow
from chalicelib.store.writes import Kind, Write

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A request that was carried out. Its answer is None when the process died before it could be kept."""

    fingerprint: str
    status: int | None
    body: str | None


def find(key: str, now: datetime) -> CarriedOut | None:
    """What is known of the key, for a day."""
    try:
        row = RequestRow.get(key, consistent_read=True)
    except DoesNotExist:
        return None
    if row.expires_at <= now:
        return None
    return CarriedOut(row.fingerprint, None if row.status is None else int(row.status), row.body)


def take(key: str, fingerprint: str, now: datetime) -> Write:
    """Write, with what the request does, that it was carried out."""
    row = RequestRow(key, fingerprint=fingerprint, expires_at=now + KEPT_FOR)
    free = RequestRow.key.does_not_exist() | (RequestRow.expires_at <= now)
    return Write(Kind.PUT, row, free, conflict(ErrorCode.REQUEST_KEY_REUSED))


def keep_answer(key: str, fingerprint: str, status: int, body: str, now: datetime) -> None:
    """Keep what was answered, for whoever asks again."""
    RequestRow(key, fingerprint=fingerprint, status=status, body=body, expires_at=now + KEPT_FOR).save()
