"""A notice: a message to somebody, written with what it tells of and sent afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class NoticeKind(StrEnum):
    """What is told. Each has a subject and a text in both languages."""

    SIGN_IN_CODE = "sign_in_code"
    CONFIRM_EMAIL = "confirm_email"
    REGISTERED_AGAIN = "registered_again"
    PARTNER_APPROVED = "partner_approved"
    PARTNER_DECLINED = "partner_declined"
    AGREEMENT_READY = "agreement_ready"
    INVITATION = "invitation"
    PROPOSAL = "proposal"
    REMINDER = "reminder"
    PROPOSAL_WITHDRAWN = "proposal_withdrawn"
    ASSIGNMENT_CANCELLED = "assignment_cancelled"
    ANSWERED = "answered"
    DELIVERED = "delivered"


class NoticeState(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


RETRY_AFTER = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A row of the outbox. `params` are erased once it is sent: a code may be among them."""

    id: str
    kind: NoticeKind
    to: str
    language: str
    params: Mapping[str, str | int]
    due_at: datetime
    state: NoticeState = NoticeState.PENDING
    attempts: int = 0
    sent_at: datetime | None = None
    version: int = 1


def sent(notice: Notice, now: datetime) -> Notice:
    """The notice after it went out."""
    return replace(
        notice,
        state=NoticeState.SENT,
        params={},
        sent_at=now,
        attempts=notice.attempts + 1,
        version=notice.version + 1,
    )


def failed(notice: Notice, now: datetime) -> Notice:
    """The notice after it could not be sent: tried again later, and given up after the last delay."""
    attempts = notice.attempts + 1
    if attempts > len(RETRY_AFTER):
        return replace(notice, state=NoticeState.FAILED, attempts=attempts, version=notice.version + 1)
    due_at = now + RETRY_AFTER[attempts - 1]
    return replace(notice, due_at=due_at, attempts=attempts, version=notice.version + 1)
