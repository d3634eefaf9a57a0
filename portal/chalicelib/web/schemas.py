"""What the API's models share: bodies refuse what they do not know, lists say where they go on.

A model is built when it is first used, not at the start: a start that serves one page needs hardly any.
"""

from datetime import date
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from chalicelib.web.values import tidy

T = TypeVar("T")


def _iso_day(given: object) -> object:
    return date.fromisoformat(given) if isinstance(given, str) else given


IsoDay = Annotated[date, BeforeValidator(_iso_day)]
"""A day in a query as ISO 8601 writes it; left to itself pydantic takes seconds since 1970 too."""


class Body(BaseModel):
    """What a program sends. Unknown members are refused: a misspelt one would be lost silently."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True)

    @field_validator("*")
    @classmethod
    def _tidied(cls, given: object) -> object:
        """Words come out of JSON as they come out of a form."""
        return tidy(given) if type(given) is str else given


class View(BaseModel):
    """What a program gets. Read from the domain's own things by their attributes."""

    model_config = ConfigDict(frozen=True, from_attributes=True, defer_build=True)


class ListQuery(BaseModel):
    """Where a list goes on: the cursor that the page before gave. Filters are added by subclasses."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    cursor: Annotated[str | None, Field(max_length=2048)] = None


class ListView(View, Generic[T]):
    """One page of a list; `next_cursor` is null on the last."""

    items: list[T]
    next_cursor: str | None
