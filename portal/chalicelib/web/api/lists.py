"""A page of a list as programs get it."""

from collections.abc import Callable
from typing import TypeVar

from chalicelib.store.paging import Page
from chalicelib.web.requests import Request
from chalicelib.web.schemas import ListView, View

T = TypeVar("T")
V = TypeVar("V", bound=View)


def list_view(
    request: Request, page: Page[T], view: Callable[[T], V], listing: type[ListView[V]]
) -> ListView[V]:
    """A page of a list; its cursor is sealed, so that nobody makes their own."""
    sealed = request.sealed(page.next_cursor) if page.next_cursor else None
    return listing(items=[view(item) for item in page.items], next_cursor=sealed)
