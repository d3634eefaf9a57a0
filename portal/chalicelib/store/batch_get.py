"""The documents of rows by their keys, of several tables in one call.

A call takes longer than most of what it brings, and of a row only the document comes over the wire.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from chalicelib.store.connection import shared
from chalicelib.store.tables import Table

_AT_ONCE = 100
"""DynamoDB reads no more keys than that in one call."""
_DOCUMENTS_ALONE = {
    "ConsistentRead": True,
    "ProjectionExpression": "#document",
    "ExpressionAttributeNames": {"#document": "document"},
}

Key = str | tuple[str, str | int]
_RawKey = dict[str, dict[str, str]]


def documents_at(wanted: Iterable[tuple[type[Table], Key]]) -> Iterator[tuple[type[Table], str]]:
    """The documents of those rows that are there, each with its table, in no order. No key may come twice."""
    keys = list(wanted)
    tables = {_name_of(row): row for row, _ in keys}
    for first in range(0, len(keys), _AT_ONCE):
        for name, items in _pages(keys[first : first + _AT_ONCE]):
            yield from ((tables[name], item["document"]["S"]) for item in items)


def _pages(keys: list[tuple[type[Table], Key]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The items by table, and then what the store left over the first time."""
    asked: dict[str, Any] = {}
    for row, key in keys:
        asked.setdefault(_name_of(row), {"Keys": [], **_DOCUMENTS_ALONE})["Keys"].append(_raw(row, key))
    while asked:
        answer = shared().dispatch("BatchGetItem", {"RequestItems": asked})
        yield from answer["Responses"].items()
        asked = answer.get("UnprocessedKeys", {})


def _name_of(row: type[Table]) -> str:
    return str(row.Meta.table_name)


def _raw(row: type[Table], key: Key) -> _RawKey:
    values = (key,) if isinstance(key, str) else key
    columns = zip(_key_columns(row), values, strict=True)
    return {name: {type_: str(value)} for (name, type_), value in columns}


@cache
def _key_columns(row: type[Table]) -> tuple[tuple[str, str], ...]:
    """Name and type of the hash key, then of the range key where there is one."""
    columns = row.get_attributes().items()
    hashed = [(name, column.attr_type) for name, column in columns if column.is_hash_key]
    return (*hashed, *((name, column.attr_type) for name, column in columns if column.is_range_key))
