"""Rows as they lie in the store: read whole, written in batches, deleted; nothing is left out or turned."""

import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

import boto3

from chalicelib.store.tables import TABLES, ClaimRow, Table
from infra.data.travelling import MARK, Item, as_exported, key_names, thing_of

_AT_ONCE: Final = 25
"""DynamoDB takes no more rows than that in one call."""
_PAUSE_SECONDS: Final = 0.2
_PATIENCE: Final = 50
"""So often what DynamoDB left over is sent again."""


class StoreBusyError(Exception):
    """The store did not take what it was sent, for ten seconds."""


class Rows:
    """The rows of every table, over one client. Where it leads, the standard AWS variables say."""

    def __init__(self) -> None:
        self._client: Any = boto3.client("dynamodb")

    def of(self, table: type[Table]) -> Iterator[Item]:
        """Every row of a table that travels, as it travels."""
        rows = (as_exported(thing_of(table), item) for item in self._every(table))
        return (row for row in rows if row is not None)

    def _every(self, table: type[Table]) -> Iterator[Item]:
        pages = self._client.get_paginator("scan").paginate(TableName=_name(table), ConsistentRead=True)
        return (item for page in pages for item in page["Items"])

    def missing(self) -> list[str]:
        """The tables that the store lacks."""
        return [_name(table) for table in TABLES if not table.exists()]

    def is_empty(self, table: type[Table]) -> bool:
        """Whether the table has no row at all."""
        return not self._client.scan(TableName=_name(table), Limit=1)["Items"]

    def put(self, table: type[Table], items: Iterable[Item]) -> int:
        """Put the rows, as they are; how many there were. Raises StoreBusyError."""
        return self._send(table, ({"PutRequest": {"Item": item}} for item in items))

    def empty(self, table: type[Table]) -> int:
        """Delete every row but the mark; how many there were. Raises StoreBusyError."""
        names = key_names(table)
        keys = [
            {name: item[name] for name in names}
            for item in self._every(table)
            if item.get("key") != MARK["key"]
        ]
        return self._send(table, ({"DeleteRequest": {"Key": key}} for key in keys))

    def _send(self, table: type[Table], requests: Iterable[dict[str, Any]]) -> int:
        waiting, sent = iter(requests), 0
        while some := list(islice(waiting, _AT_ONCE)):
            self._send_all({_name(table): some})
            sent += len(some)
        return sent

    def _send_all(self, asked: dict[str, Any]) -> None:
        for _ in range(_PATIENCE):
            asked = self._client.batch_write_item(RequestItems=asked).get("UnprocessedItems", {})
            if not asked:
                return
            time.sleep(_PAUSE_SECONDS)
        raise StoreBusyError("The store takes no more rows just now.")

    def mark(self) -> None:
        """Write that an import is under way."""
        self._client.put_item(TableName=_name(ClaimRow), Item=MARK)

    def unmark(self) -> None:
        """Write that it is done."""
        self._client.delete_item(TableName=_name(ClaimRow), Key={"key": MARK["key"]})

    def is_marked(self) -> bool:
        """Whether an import was cut off here."""
        found = self._client.get_item(
            TableName=_name(ClaimRow), Key={"key": MARK["key"]}, ConsistentRead=True
        )
        return "Item" in found


def _name(table: type[Table]) -> str:
    return str(table.Meta.table_name)
