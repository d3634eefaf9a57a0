"""The ends of many chains, read together."""

from dataclasses import replace

import pytest

from chalicelib.domain import audit as domain
from chalicelib.domain.audit import AuditEvent, Tag
from chalicelib.store import audit
from chalicelib.store.commit import commit
from tests.factories import NOW, STAFF, an_id

pytestmark = pytest.mark.usefixtures("store")


def a_chain(subject: str, events: int) -> AuditEvent | None:
    """So many events of a subject; the last of them."""
    head: AuditEvent | None = None
    for _ in range(events):
        head = domain.append(head, an_id(), subject, Tag.NEED_EDITED, STAFF, NOW, {})
        commit([audit.append(head)])
    return head


@pytest.mark.parametrize("beside", [[], ["need:other"]], ids=["alone", "among others"])
@pytest.mark.parametrize("events", [0, 1, 2, 5])
def test_the_head_of_a_chain_is_its_last_event_however_long_it_is(events: int, beside: list[str]) -> None:
    for subject in beside:
        a_chain(subject, 1)
    head = a_chain("need:one", events)
    found = audit.heads_of(["need:one", *beside])
    assert found.get("need:one") == head
    assert found.keys() >= set(beside)


def test_two_events_cannot_take_the_same_number() -> None:
    head = a_chain("need:one", 1)
    assert head is not None
    with pytest.raises(Exception, match="changed_meanwhile"):
        commit([audit.append(replace(head, id=an_id()))])
