"""What a use case left behind: its lines in the audit trail, and its mails."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from chalicelib.domain.audit import AuditEvent, first_broken, subject_of
from chalicelib.domain.notices import Notice
from chalicelib.store import audit, outbox
from tests.factories import NOW


def events_of(thing: str, thing_id: str) -> tuple[AuditEvent, ...]:
    """The events of a thing, the oldest first, their chain unbroken."""
    events = audit.list_of(subject_of(thing, thing_id), limit=100).items
    assert first_broken(events) is None
    return events


def tags_of(thing: str, thing_id: str) -> list[str]:
    """The tags of a thing's events, the oldest first."""
    return [event.tag.value for event in events_of(thing, thing_id)]


def mails() -> list[Notice]:
    """Every mail that waits to be sent, the oldest first."""
    waiting = outbox.list_due(NOW + timedelta(days=400), 100)
    return sorted(waiting, key=lambda notice: notice.id)


def token_in(notice: Notice) -> str:
    """The token of the link that a mail holds."""
    return parse_qs(urlsplit(str(notice.params["path"])).query)["token"][0]
