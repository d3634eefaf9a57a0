"""A page of things, and the opaque cursor that leads to the next."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pynamodb.models import Model
from pynamodb.pagination import ResultIterator

from chalicelib.domain.errors import ErrorCode, invalid
from chalicelib.store.documents import Documents, R, T

PAGE_SIZE = 25
V = TypeVar("V")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[V]):
    """Some of the things, and where the next begin; None after the last."""

    items: tuple[V, ...]
    next_cursor: str | None = None


def to_key(cursor: str | None) -> dict[str, Any] | None:
    """The key after which a page begins. Raises `CURSOR_INVALID` for what no page of ours gave."""
    if not cursor:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, binascii.Error):
        raise invalid(ErrorCode.CURSOR_INVALID, "cursor") from None
    if not (isinstance(key, dict) and all(isinstance(value, dict) for value in key.values())):
        raise invalid(ErrorCode.CURSOR_INVALID, "cursor")
    return key


def to_cursor(key: dict[str, Any] | None) -> str | None:
    """The cursor of a key."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode() if key else None


def page_of(documents: Documents[T, R], rows: ResultIterator[R]) -> Page[T]:
    """The things of the rows, in their order."""
    items = tuple(documents.parse(row) for row in rows)
    return Page(items, to_cursor(rows.last_evaluated_key))
