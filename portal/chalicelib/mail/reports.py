"""What SES reports of a mail: the events of a configuration set, as its documentation has them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from pydantic import TypeAdapter, ValidationError

from chalicelib.domain.deliveries import DeliveryReport, Trouble
from chalicelib.mail.ses import NOTICE_TAG

MOST_LETTERS: Final = 262_144
"""SNS carries no more."""
_NOTICE_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
_SUPPRESSED: Final = "OnAccountSuppressionList"
_BOUNCED: Final[Mapping[tuple[str, str], Trouble]] = {
    ("Permanent", "Suppressed"): Trouble.BLOCKED,
    ("Permanent", _SUPPRESSED): Trouble.BLOCKED,
    ("Transient", "MailboxFull"): Trouble.MAILBOX_FULL,
    ("Transient", "MessageTooLarge"): Trouble.REFUSED,
    ("Transient", "ContentRejected"): Trouble.REFUSED,
    ("Transient", "AttachmentRejected"): Trouble.REFUSED,
}
"""Any other that is permanent says that there is no such address; the rest may be an answering machine."""


class ReportError(Exception):
    """It is no report of SES for this account, or it lacks what we need. Carries nothing of its text."""


@dataclass(frozen=True, slots=True)
class _Mail:
    messageId: str  # noqa: N815 (SES's names, here and below)
    sendingAccountId: str  # noqa: N815
    tags: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Bounce:
    bounceType: str  # noqa: N815
    bounceSubType: str = ""  # noqa: N815


@dataclass(frozen=True, slots=True)
class _Complaint:
    complaintSubType: str | None = None  # noqa: N815
    complaintFeedbackType: str | None = None  # noqa: N815


@dataclass(frozen=True, slots=True)
class _Event:
    """The part of an event that is read. Addresses, headers and what servers said are passed over."""

    eventType: str  # noqa: N815
    mail: _Mail
    bounce: _Bounce | None = None
    complaint: _Complaint | None = None


def read_report(text: str, account: str) -> DeliveryReport | None:
    """What an event reports; None where it reports no trouble. Raises `ReportError`."""
    event = _event(text)
    if event.mail.sendingAccountId != account:
        raise ReportError("another_account")
    trouble = _trouble(event)
    if trouble is None:
        return None
    tags = event.mail.tags.get(NOTICE_TAG, [])
    if len(tags) != 1 or not _NOTICE_ID.fullmatch(tags[0]):
        raise ReportError("untagged")
    return DeliveryReport(tags[0], event.mail.messageId, trouble)


def _event(text: str) -> _Event:
    if len(text) > MOST_LETTERS:
        raise ReportError("too_long")
    try:
        return _events().validate_json(text)
    except ValidationError:
        pass
    # Outside of the handler: pydantic's error quotes what came, and must not hang on to ours.
    raise ReportError("unreadable")


@cache
def _events() -> TypeAdapter[_Event]:
    """Made when the first event comes: most functions never read one."""
    return TypeAdapter(_Event)


def _trouble(event: _Event) -> Trouble | None:
    if event.eventType == "Bounce" and event.bounce is not None:
        return _of_bounce(event.bounce)
    if event.eventType == "Complaint" and event.complaint is not None:
        return _of_complaint(event.complaint)
    return Trouble.DELAYED if event.eventType == "DeliveryDelay" else None


def _of_bounce(bounce: _Bounce) -> Trouble:
    otherwise = Trouble.NO_SUCH_ADDRESS if bounce.bounceType == "Permanent" else Trouble.UNCLEAR
    return _BOUNCED.get((bounce.bounceType, bounce.bounceSubType), otherwise)


def _of_complaint(complaint: _Complaint) -> Trouble | None:
    if complaint.complaintFeedbackType == "not-spam":
        return None
    return Trouble.BLOCKED if complaint.complaintSubType == _SUPPRESSED else Trouble.UNWANTED
