"""Count what goes over the connection to the store: calls, and the rows that they give back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from chalicelib.store.connection import shared


@dataclass(slots=True)
class Traffic:
    """Calls by operation, and rows read. A row that a query looked at and left out counts too."""

    calls: list[str] = field(default_factory=list)
    rows: int = 0

    def note(self, parsed: dict[str, Any], model: Any, **_rest: object) -> None:
        """Take one answer of the store."""
        self.calls.append(model.name)
        self.rows += _rows_in(parsed)


def _rows_in(parsed: dict[str, Any]) -> int:
    if "Responses" in parsed and isinstance(parsed["Responses"], dict):
        return sum(len(rows) for rows in parsed["Responses"].values())
    if "Items" in parsed:
        return max(int(parsed.get("ScannedCount", 0)), len(parsed["Items"]))
    return int("Item" in parsed)


@contextmanager
def counted() -> Iterator[Traffic]:
    """Count while the block runs."""
    traffic = Traffic()
    events = shared().client.meta.events
    events.register("after-call.dynamodb", traffic.note)
    try:
        yield traffic
    finally:
        events.unregister("after-call.dynamodb", traffic.note)
