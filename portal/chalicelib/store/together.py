"""Rows of several tables in one call: a call takes longer than most of what it brings."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from chalicelib.store.connection import shared
from chalicelib.store.documents import Documents, Versioned
from chalicelib.store.tables import Row

T = TypeVar("T", bound=Versioned)

_AT_ONCE = 100
"""DynamoDB reads no more keys than that in one call."""

_DOCUMENTS_ALONE = {
    "ConsistentRead": True,
    "ProjectionExpression": "#document",
    "ExpressionAttributeNames": {"#document": "document"},
}

Key = str | tuple[str, str]
_RawKey = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Wanted(Generic[T]):
    """Keys of one kind of thing. Those that are there stand in `found` after reading, in no order."""

    documents: Documents[T, Any]
    keys: frozenset[Key]
    found: list[T] = field(default_factory=list)


def read_together(*wanted: Wanted[Any]) -> None:
    """Find what is wanted, consistently, in as few calls as its number allows."""
    of_table = {_table_of(one): one for one in wanted}
    keys = [(table, key) for table, one in of_table.items() for key in _keys_of(one)]
    for first in range(0, len(keys), _AT_ONCE):
        for table, items in _pages(keys[first : first + _AT_ONCE]):
            one = of_table[table]
            one.found.extend(one.documents.of_document(item["document"]["S"]) for item in items)


def _table_of(wanted: Wanted[Any]) -> str:
    return str(wanted.documents.row.Meta.table_name)


def _keys_of(wanted: Wanted[Any]) -> Iterator[_RawKey]:
    names = _key_names(wanted.documents.row)
    for key in wanted.keys:
        values = (key,) if isinstance(key, str) else key
        yield {name: {"S": value} for name, value in zip(names, values, strict=True)}


def _key_names(row: type[Row]) -> list[str]:
    """The hash key's name, then the range key's where there is one."""
    columns = row.get_attributes().items()
    hashed = [name for name, column in columns if column.is_hash_key]
    return hashed + [name for name, column in columns if column.is_range_key]


def _pages(keys: list[tuple[str, _RawKey]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The items by table, and then what the store left over the first time."""
    asked: dict[str, Any] = {}
    for table, key in keys:
        asked.setdefault(table, {"Keys": [], **_DOCUMENTS_ALONE})["Keys"].append(key)
    while asked:
        answer = shared().dispatch("BatchGetItem", {"RequestItems": asked})
        yield from answer["Responses"].items()
        asked = answer.get("UnprocessedKeys", {})
