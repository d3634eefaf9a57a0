"""Read and write units: by DynamoDB's rules from the bytes on the wire, and as the store itself reports them.

Reads count 4 KB a unit, consistent ones whole: a query its rows together, a batch each row by itself, and
what is not there one unit too. A transaction's writes count 1 KB a unit, twice; each index beside them once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from math import ceil
from typing import Any

from pynamodb.indexes import Index

from chalicelib.store.connection import shared
from chalicelib.store.tables import TABLES

_READ, _WRITE = 4096, 1024


def size_of(item: dict[str, Any]) -> int:
    """Bytes of an item as DynamoDB counts them: the names and the values of its attributes."""
    return sum(len(name.encode()) + _size_of_value(value) for name, value in item.items())


def _size_of_value(value: dict[str, Any]) -> int:
    ((kind, content),) = value.items()
    return ceil(len(content) / 2) + 1 if kind == "N" else len(str(content).encode())


def _units(size: int, unit: int) -> int:
    return max(1, ceil(size / unit))


@dataclass(slots=True)
class Units:
    """Units of what went over the connection: by the rules, and as reported where the store does report."""

    read: int = 0
    written: int = 0
    reported_read: float = 0
    reported_written: float = 0
    unreported: set[str] = field(default_factory=set)
    _asked: dict[str, Any] = field(default_factory=dict)

    def before(self, params: dict[str, Any], **_rest: object) -> None:
        """Take what is asked."""
        self._asked = params
        for one in params.get("TransactItems", ()):
            ((kind, what),) = one.items()
            self.written += _of_write(kind, what)

    def after(self, parsed: dict[str, Any], model: Any, **_rest: object) -> None:
        """Take what is answered."""
        self.read += _of_read(model.name, self._asked, parsed)
        consumed = parsed.get("ConsumedCapacity")
        if not consumed:
            self.unreported.add(model.name)
            return
        total = sum(one["CapacityUnits"] for one in (consumed if isinstance(consumed, list) else [consumed]))
        if model.name == "TransactWriteItems":
            self.reported_written += total
        else:
            self.reported_read += total


def _of_write(kind: str, what: dict[str, Any]) -> int:
    units = 2 * _units(size_of(what.get("Item") or what.get("Key") or {}), _WRITE)
    indexed = _units(size_of(what["Item"]), _WRITE) * _indexes()[what["TableName"]] if kind == "Put" else 0
    return units + indexed


@cache
def _indexes() -> dict[str, int]:
    """How many indexes each table has."""
    return {
        table.Meta.table_name: sum(isinstance(one, Index) for one in vars(table).values()) for table in TABLES
    }


def _of_read(operation: str, asked: dict[str, Any], parsed: dict[str, Any]) -> int:
    if operation == "Query":
        return _units(sum(size_of(item) for item in parsed["Items"]), _READ)
    if operation == "GetItem":
        return _units(size_of(parsed.get("Item", {})), _READ)
    if operation == "BatchGetItem":
        found = [item for items in parsed["Responses"].values() for item in items]
        wanted = sum(len(table["Keys"]) for table in asked["RequestItems"].values())
        return sum(_units(size_of(item), _READ) for item in found) + wanted - len(found)
    return 0


@contextmanager
def unit_count() -> Iterator[Units]:
    """Count while the block runs."""
    units = Units()
    events = shared().client.meta.events
    events.register("provide-client-params.dynamodb", units.before)
    events.register("after-call.dynamodb", units.after)
    try:
        yield units
    finally:
        events.unregister("provide-client-params.dynamodb", units.before)
        events.unregister("after-call.dynamodb", units.after)
