"""Whether rows are sound: each tells of its thing, each has its keys, and the audit trail's chains hold."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from chalicelib.domain.audit import GENESIS, AuditEvent, hash_of
from chalicelib.store.tables import Table
from infra.data.shapes import WITHOUT_DOCUMENT, thing_in
from infra.data.travelling import Item, key_names


def faults_in(thing: str, table: type[Table], item: Item) -> Iterator[str]:
    """What is wrong with a row."""
    yield from (f"it has no {name}" for name in key_names(table) if name not in item)
    if thing in WITHOUT_DOCUMENT:
        return
    try:
        thing_in(thing, item)
    except (KeyError, TypeError, ValueError) as error:
        # The message of pydantic would print the document itself.
        yield f"its document cannot be read ({type(error).__name__})"


class Chains:
    """The audit trail's chains, whole or broken, whatever the order in which their events come."""

    def __init__(self) -> None:
        self._links: defaultdict[str, list[tuple[int, str, str, bool]]] = defaultdict(list)

    def take(self, event: AuditEvent) -> None:
        """Look at an event: of each chain only numbers and hashes are kept."""
        own = event.hash == hash_of(event)
        self._links[event.subject].append((event.number, event.previous_hash, event.hash, own))

    def broken(self) -> list[str]:
        """The subjects whose chain does not hold, each with the number of the event where it breaks."""
        found = ((subject, _first_broken(sorted(links))) for subject, links in self._links.items())
        return [f"{subject} breaks at event {number}" for subject, number in found if number is not None]


def _first_broken(links: Iterable[tuple[int, str, str, bool]]) -> int | None:
    previous, expected = GENESIS, 1
    for number, before, own_hash, is_own in links:
        if (number, before, is_own) != (expected, previous, True):
            return number
        previous, expected = own_hash, expected + 1
    return None
