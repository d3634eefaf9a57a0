"""What transactions write: the rows and their bytes by table, as they go over the wire."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from chalicelib.store.connection import shared
from infra.cost.units import size_of

MOVED = ("supply", "listings")
"""Their rows are written only where an offering's load moves it to other keys."""


@dataclass(slots=True)
class Written:
    """Rows put and deleted, and bytes put, by table; `checked` rows are only looked at."""

    transactions: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    checked: int = 0
    bytes_put: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    puts: Counter[str] = field(default_factory=Counter)

    def note(self, params: dict[str, Any], **_rest: object) -> None:
        """Take one transaction as it is sent."""
        self.transactions += 1
        for one in params["TransactItems"]:
            ((kind, what),) = one.items()
            table = what["TableName"].removeprefix("aman-")
            if kind == "ConditionCheck":
                self.checked += 1
                continue
            self.rows[table] += 1
            if kind == "Put":
                self.puts[table] += 1
                self.bytes_put[table] += size_of(what["Item"])

    @property
    def sizes(self) -> dict[str, float]:
        """Bytes of a row put, on average, by table."""
        return {table: self.bytes_put[table] / puts for table, puts in self.puts.items()}

    @property
    def rows_moved(self) -> float:
        """Rows a transaction that list an offering under other keys, on average."""
        return sum(self.rows[table] for table in MOVED) / max(self.transactions, 1)

    @property
    def size_of_moved(self) -> float:
        """Bytes of such a row."""
        puts = sum(self.puts[table] for table in MOVED)
        return sum(self.bytes_put[table] for table in MOVED) / puts if puts else 0

    @property
    def rows_a_transaction(self) -> float:
        """Rows written in each, on average."""
        return sum(self.rows.values()) / max(self.transactions, 1)


@contextmanager
def written() -> Iterator[Written]:
    """Watch while the block runs."""
    seen = Written()
    events = shared().client.meta.events
    events.register("provide-client-params.dynamodb.TransactWriteItems", seen.note)
    try:
        yield seen
    finally:
        events.unregister("provide-client-params.dynamodb.TransactWriteItems", seen.note)
