"""The chain of the audit trail."""

from dataclasses import replace

import pytest

from chalicelib.domain import audit
from chalicelib.domain.audit import AuditEvent, Tag
from tests.factories import NOW, STAFF, an_id


def a_chain(length: int = 3) -> list[AuditEvent]:
    events: list[AuditEvent] = []
    for number in range(length):
        head = events[-1] if events else None
        details: dict[str, str | int] = {"quantity": number, "reason": "too_far"}
        events.append(audit.append(head, an_id(), "need:01J", Tag.ASSIGNMENT_DECLINED, STAFF, NOW, details))
    return events


def test_a_whole_chain_holds() -> None:
    assert audit.first_broken(a_chain()) is None
    assert audit.first_broken([]) is None


@pytest.mark.parametrize(
    "change",
    [
        {"details": {"quantity": 99, "reason": "too_far"}},
        {"account_id": "somebody-else"},
        {"tag": Tag.ASSIGNMENT_ACCEPTED},
        {"hash": "0" * 64},
    ],
)
def test_an_event_that_was_changed_breaks_the_chain_there(change: dict[str, object]) -> None:
    events = a_chain()
    events[1] = replace(events[1], **change)  # type: ignore[arg-type]
    assert audit.first_broken(events) == 2


def test_a_changed_event_with_a_fresh_hash_breaks_the_chain_behind_it() -> None:
    events = a_chain()
    forged = replace(events[1], details={"quantity": 99})
    events[1] = replace(forged, hash=audit.hash_of(forged))
    assert audit.first_broken(events) == 3


def test_a_missing_event_breaks_the_chain() -> None:
    events = a_chain()
    assert audit.first_broken([events[0], events[2]]) == 3


def test_the_order_of_details_does_not_matter() -> None:
    event = a_chain(1)[0]
    turned = replace(event, details=dict(reversed(list(event.details.items()))))
    assert audit.hash_of(turned) == audit.hash_of(event)
