"""A notice: a message to somebody, written with what it tells of and sent afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.deliveries import DeliveryReport, Trouble, is_lost, worse


class NoticeKind(StrEnum):
    """What is told. Each has a subject and a text in both languages."""

    SIGN_IN_CODE = "sign_in_code"
    NO_ACCOUNT = "no_account"
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
    NOBODY_LEFT = "nobody_left"


class NoticeState(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


_MOVED = frozenset({"quantity", "unit", "path"})
_ASKED = _MOVED | {"category_ar", "category_en", "priority", "deadline", "answer_due", "litigation_excluded"}

PARAMS: Mapping[NoticeKind, frozenset[str]] = {
    NoticeKind.SIGN_IN_CODE: frozenset({"code", "minutes"}),
    NoticeKind.NO_ACCOUNT: frozenset(),
    NoticeKind.CONFIRM_EMAIL: frozenset({"name", "hours", "path"}),
    NoticeKind.REGISTERED_AGAIN: frozenset(),
    NoticeKind.PARTNER_APPROVED: frozenset({"name", "path"}),
    NoticeKind.PARTNER_DECLINED: frozenset({"name", "reason"}),
    NoticeKind.AGREEMENT_READY: frozenset({"name", "path"}),
    NoticeKind.INVITATION: frozenset({"name", "role"}),
    NoticeKind.PROPOSAL: _ASKED,
    NoticeKind.REMINDER: _ASKED,
    NoticeKind.PROPOSAL_WITHDRAWN: _MOVED,
    NoticeKind.ASSIGNMENT_CANCELLED: _MOVED,
    NoticeKind.ANSWERED: _MOVED | {"state"},
    NoticeKind.DELIVERED: _MOVED | {"state"},
    NoticeKind.NOBODY_LEFT: _MOVED | {"priority", "deadline"},
}
"""What each kind tells, and all it tells: no case reference, no beneficiary, no note is among it.

A proposal and its reminder tell besides either an `area`, or a `region` where the need is sensitive. `path`
leads into the portal ("/portal/…"); moments are in ISO 8601; the rest are the domain's codes.
"""
_PLACE = {"area", "region"}

RETRY_AFTER = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
SENDING_TAKES = timedelta(minutes=2)
"""For so long a notice is with the one who took it to send; if that one dies, it is the next one's turn."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A row of the outbox. `params` are erased once it is sent or given up: a code may be among them.

    `attempts` counts how often somebody took it to send it; after `expires_at` it is of no use to anyone.
    `due_at` is when it is tried next, and afterwards when it was last heard of. `need_id` is the need that a
    partner is asked about. `message_id` is the mail service's own, `trouble` what it reported later.
    """

    id: str
    kind: NoticeKind
    to: str
    language: str
    params: Mapping[str, str | int]
    due_at: datetime
    state: NoticeState = NoticeState.PENDING
    attempts: int = 0
    sent_at: datetime | None = None
    expires_at: datetime | None = None
    version: int = 1
    need_id: str | None = None
    message_id: str | None = None
    trouble: Trouble | None = None


def write(
    notice_id: str,
    kind: NoticeKind,
    to: str,
    language: str,
    now: datetime,
    params: Mapping[str, str | int],
    expires_at: datetime | None = None,
    need_id: str | None = None,
) -> Notice:
    """A new notice, due at once. Raises TypeError where it does not tell exactly what its kind tells."""
    if params.keys() - _PLACE != PARAMS[kind]:
        raise TypeError(f"{kind.value} tells {sorted(PARAMS[kind])}, not {sorted(params)}")
    return Notice(notice_id, kind, to, language, dict(params), now, expires_at=expires_at, need_id=need_id)


def request_ids(assignment_id: str) -> tuple[str, str]:
    """The ids of the mails that ask a partner: the request has its assignment's own, the reminder follows it.

    So they are found from the assignment, with no list of them.
    """
    return assignment_id, f"{assignment_id}-reminder"


def take(notice: Notice, now: datetime) -> Notice:
    """The notice in the hands of one about to send it, or given up when that is too late or too often."""
    too_late = notice.expires_at is not None and now >= notice.expires_at
    if too_late or notice.attempts > len(RETRY_AFTER):
        return _given_up(notice)
    return replace(
        notice, attempts=notice.attempts + 1, due_at=now + SENDING_TAKES, version=notice.version + 1
    )


def sent(notice: Notice, now: datetime, message_id: str) -> Notice:
    """The notice after the mail service took it, under an id of the service's own."""
    return replace(
        notice,
        state=NoticeState.SENT,
        params={},
        sent_at=now,
        message_id=message_id,
        version=notice.version + 1,
    )


def failed(notice: Notice, now: datetime) -> Notice:
    """The notice after it could not be sent: due again later, and given up after the last delay."""
    if notice.attempts > len(RETRY_AFTER):
        return _given_up(notice)
    due_at = now + RETRY_AFTER[max(notice.attempts, 1) - 1]
    return replace(notice, due_at=due_at, version=notice.version + 1)


def _given_up(notice: Notice) -> Notice:
    return replace(notice, state=NoticeState.FAILED, params={}, version=notice.version + 1)


def is_of(notice: Notice, report: DeliveryReport) -> bool:
    """Whether the report is about the notice as it was sent last.

    Its sender may not have written the message's id yet, and one whose answer was lost is sent again.
    """
    return notice.id == report.notice_id and notice.message_id in {None, report.message_id}


def reported(notice: Notice, report: DeliveryReport, now: datetime) -> Notice:
    """The notice after a report about it; itself where that tells nothing new.

    One that is still in its sender's hands only heeds what is certain. Where an address is nobody's, nobody
    misses what went there: whoever likes can type addresses into the page for signing in.
    """
    lost = is_lost(report.trouble)
    if not worse(report.trouble, notice.trouble) or (notice.state is NoticeState.PENDING and not lost):
        return notice
    missed = lost and notice.kind is not NoticeKind.NO_ACCOUNT
    return replace(
        notice,
        state=NoticeState.FAILED if missed else notice.state,
        params={} if missed else notice.params,
        trouble=report.trouble,
        due_at=now,
        version=notice.version + 1,
    )
