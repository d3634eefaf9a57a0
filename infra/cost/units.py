"""Read and write units of whatever goes over the store's connection, by DynamoDB's published rules.

A read unit is 4 KB read consistently, two such where half of one suffices; a query counts its rows together,
a batch each row by itself, and what is not there counts one. A write unit is 1 KB of the larger of a row
before and after, twice within a transaction; each index that the row changes in counts once, and twice where
the row moves within it. Checks within a transaction count like writes.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from time import thread_time
from typing import Any

import boto3

from chalicelib.store.connection import shared
from chalicelib.store.tables import TABLES, Table
from infra.data.travelling import thing_of

Item = dict[str, Any]
_READ, _WRITE, _NUMBER_DIGITS = 4096, 1024, 2
_METERED = "metered"


def size_of(item: Item) -> int:
    """Bytes of a row as DynamoDB counts them: the names and the values of its attributes."""
    return sum(len(name.encode()) + _size_of_value(value) for name, value in item.items())


def _size_of_value(value: Item) -> int:
    ((kind, content),) = value.items()
    if kind == "N":
        return ceil(len(content) / _NUMBER_DIGITS) + 1
    return 1 if kind in {"NULL", "BOOL"} else len(str(content).encode())


def _units(size: int, unit: int) -> int:
    return max(1, ceil(size / unit))


def read_units(items: list[Item], *, consistent: bool) -> float:
    """Of a query or a scan: its rows together, those that a filter left out not among them."""
    return _units(sum(map(size_of, items)), _READ) * (1 if consistent else 0.5)


def write_units(before: Item | None, after: Item | None) -> int:
    """Of a row itself, outside a transaction."""
    return _units(max(size_of(before or {}), size_of(after or {})), _WRITE)


def index_units(keys: tuple[str, ...], before: Item | None, after: Item | None) -> int:
    """Of one index that holds whole rows and has these keys."""
    old = before if before and all(key in before for key in keys) else None
    new = after if after and all(key in after for key in keys) else None
    if old == new:
        return 0
    if old and new and any(old[key] != new[key] for key in keys):
        return _units(size_of(old), _WRITE) + _units(size_of(new), _WRITE)
    return write_units(old, new)


@dataclass(slots=True)
class Units:
    """What was used: by the rules, as the store itself reports, and in how many calls."""

    read: float = 0
    written: float = 0
    reported_read: float = 0
    reported_written: float = 0
    aside: float = 0
    """Seconds of the processor that counting took."""
    calls: int = 0
    heat: dict[str, float] = field(default_factory=dict)
    """Units written under the partition keys of each table and index, as if they were one key."""


class Meter:
    """Listens at the store's connection. Rows as they were before are read over another one, uncounted."""

    def __init__(self) -> None:
        self.units = Units()
        self._aside: Any = boto3.client("dynamodb")
        self._tables: dict[str, type[Table]] = {str(one.Meta.table_name): one for one in TABLES}

    def before(
        self,
        params: dict[str, Any],
        model: Any,  # noqa: ANN401
        context: dict[str, Any],
        **_rest: object,
    ) -> None:
        """Take what is asked, and look at what it will change. Another call may begin before its answer."""
        started = thread_time()
        params["ReturnConsumedCapacity"] = "TOTAL"
        before = [
            self._now(what["TableName"], what.get("Key") or what["Item"])
            for _, what in _writes_of(model.name, params)
        ]
        context[_METERED] = params, before
        self.units.aside += thread_time() - started

    def after(self, parsed: dict[str, Any], model: Any, context: dict[str, Any], **_rest: object) -> None:  # noqa: ANN401
        """Take what is answered."""
        started = thread_time()
        asked, before = context[_METERED]
        self.units.calls += 1
        self.units.read += _read_by(model.name, asked, parsed)
        factor = 2 if model.name == "TransactWriteItems" else 1
        for (kind, what), was in zip(_writes_of(model.name, asked), before, strict=True):
            self._write(kind, what, was, factor)
        self._take_report(model.name, parsed)
        self.units.aside += thread_time() - started

    def _write(self, kind: str, what: Mapping[str, Any], before: Item | None, factor: int) -> None:
        after = {"Put": what.get("Item"), "Delete": None, "ConditionCheck": before}.get(kind)
        if kind == "Update":
            after = self._now(what["TableName"], what["Key"])
        thing = thing_of(self._tables[what["TableName"]])
        self._warm(thing, factor * write_units(before, after))
        for index, keys in self._indexes(what["TableName"]):
            self._warm(f"{thing} {index}", index_units(keys, before, after))

    def _warm(self, place: str, units: float) -> None:
        self.units.written += units
        if units:
            self.units.heat[place] = self.units.heat.get(place, 0) + units

    def _indexes(self, table: str) -> list[tuple[str, tuple[str, ...]]]:
        schema: Any = self._tables[table]._get_schema()  # noqa: SLF001 (it has no public name)
        return [
            (index["index_name"], tuple(one["AttributeName"] for one in index["key_schema"]))
            for index in schema["global_secondary_indexes"]
        ]

    def _now(self, table: str, holding: Item) -> Item | None:
        names = [one["AttributeName"] for one in self._tables[table]._get_schema()["key_schema"]]  # noqa: SLF001
        key = {name: holding[name] for name in names}
        found: Item | None = self._aside.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
        return found

    def _take_report(self, operation: str, parsed: Mapping[str, Any]) -> None:
        consumed = parsed.get("ConsumedCapacity") or []
        total = sum(one["CapacityUnits"] for one in (consumed if isinstance(consumed, list) else [consumed]))
        if operation in {"TransactWriteItems", "UpdateItem", "PutItem", "DeleteItem", "BatchWriteItem"}:
            self.units.reported_written += total
        else:
            self.units.reported_read += total


def _writes_of(operation: str, asked: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    if operation == "TransactWriteItems":
        return [next(iter(one.items())) for one in asked["TransactItems"]]
    if operation in {"PutItem", "UpdateItem", "DeleteItem"}:
        return [(operation.removesuffix("Item"), asked)]
    if operation == "BatchWriteItem":
        return [
            ("Put" if "PutRequest" in one else "Delete", {"TableName": table, **next(iter(one.values()))})
            for table, requests in asked["RequestItems"].items()
            for one in requests
        ]
    return []


def _read_by(operation: str, asked: Mapping[str, Any], parsed: Mapping[str, Any]) -> float:
    if operation in {"Query", "Scan"}:
        return read_units(parsed["Items"], consistent=asked.get("ConsistentRead", False))
    if operation == "GetItem":
        return read_units([parsed.get("Item", {})], consistent=asked.get("ConsistentRead", False))
    if operation == "BatchGetItem":
        return sum(
            sum(read_units([row], consistent=bool(table.get("ConsistentRead"))) for row in found)
            + (len(table["Keys"]) - len(found)) * (1 if table.get("ConsistentRead") else 0.5)
            for name, table in asked["RequestItems"].items()
            for found in [parsed["Responses"].get(name, [])]
        )
    return 0


@contextmanager
def metered() -> Iterator[Units]:
    """Count while the block runs."""
    meter = Meter()
    events = shared().client.meta.events
    events.register("provide-client-params.dynamodb", meter.before)
    events.register("after-call.dynamodb", meter.after)
    try:
        yield meter.units
    finally:
        events.unregister("provide-client-params.dynamodb", meter.before)
        events.unregister("after-call.dynamodb", meter.after)
