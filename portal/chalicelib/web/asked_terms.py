"""Terms of the domain in the query of an address, as the filters of lists put them there."""

from enum import StrEnum
from typing import TypeVar

from chalicelib.web.requests import Request

E = TypeVar("E", bound=StrEnum)


def asked_term(terms: type[E], request: Request, name: str) -> E | None:
    """What the address asks for; what it misspells asks for nothing."""
    return next((term for term in terms if term.value == request.query.one(name)), None)
