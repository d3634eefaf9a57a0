"""What travels in an export and what stays behind: rows that let somebody in are of no use elsewhere."""

import json
import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from chalicelib.domain.notices import NoticeKind
from chalicelib.store.tables import TABLES, Table

Item = dict[str, Any]
"""A row as DynamoDB's protocol writes it: names of attributes, each with a typed value."""

STAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sign-in-codes": "a code lives ten minutes",
        "sessions": "whoever finds the file must not be signed in with it; people sign in again",
        "api-tokens": "a token is made anew by whoever needs it, after a restore too",
        "limits": "counts of tries, of the last hour",
        "requests": "answers to requests that are repeated within a day",
    }
)
"""The tables that no export holds, and why."""

_LAST: Final = ("accounts",)
"""Imported after the others: nobody can sign in before everything is there."""

MARK: Final[Item] = {"key": {"S": "import#unfinished"}, "holder": {"S": "import"}}
"""Stands among the claims while an import is under way, and stays when it is cut off."""


def thing_of(table: type[Table]) -> str:
    """The name of a table without the installation's prefix, like `private-notes`."""
    return str(table.Meta.table_name).removeprefix(os.environ.get("AMAN_TABLE_PREFIX", "aman-"))


def key_names(table: type[Table]) -> list[str]:
    """The attributes that make a row's key."""
    columns = table.get_attributes().items()
    return [name for name, column in columns if column.is_hash_key or column.is_range_key]


def travelling() -> dict[str, type[Table]]:
    """The tables that travel, in the order in which they are written."""
    named = {thing_of(table): table for table in TABLES if thing_of(table) not in STAYS}
    return {thing: named[thing] for thing in sorted(named, key=lambda one: one in _LAST)}


def as_exported(thing: str, item: Item) -> Item | None:
    """The row as it travels; None where it stays behind."""
    if thing == "claims" and item["key"] == MARK["key"]:
        return None
    if thing == "outbox" and _holds_a_code(item):
        return None
    return _without_second_factor(item) if thing == "accounts" else item


def _holds_a_code(item: Item) -> bool:
    return bool(json.loads(item["document"]["S"])["kind"] == NoticeKind.SIGN_IN_CODE.value)


def _without_second_factor(item: Item) -> Item:
    """The secret of an authenticator is kept as it is, so it stays: its owner enrols again."""
    document = json.loads(item["document"]["S"])
    if not document.get("totp_secret"):
        return item
    bare = {**document, "totp_secret": "", "totp_last_step": 0}
    return {**item, "document": {"S": json.dumps(bare, ensure_ascii=False, separators=(",", ":"))}}
