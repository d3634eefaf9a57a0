"""What a form can ask for: types that read what people type, in both digit sets, and the questions' words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from chalicelib.domain.errors import DomainError
from chalicelib.domain.text import to_western_digits
from chalicelib.words.formatting import ZONE
from chalicelib.words.text import Text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ask:
    """The words of a question, written beside its type: `name: Annotated[Line, Ask(N_("Your name"))]`."""

    question: Text
    hint: Text | None = None


def domain_checked(read: Callable[[str], T]) -> BeforeValidator:
    """A validator made of a domain function: its refusal shows at the field, in its code's own words."""

    def validate(typed: str) -> T:
        try:
            return read(typed)
        except DomainError as error:
            raise PydanticCustomError("domain", "refused by the domain", {"error": error}) from None

    return BeforeValidator(validate)


def _plain_number(typed: object) -> object:
    if not isinstance(typed, str):
        return typed
    western = to_western_digits(typed).replace("٫", ".").replace("٬", "")
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", western)


def _plain_day(typed: object) -> object:
    if not isinstance(typed, str):
        return typed
    western = to_western_digits(typed)
    spelled = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", western)
    return f"{spelled[3]}-{spelled[2]:0>2}-{spelled[1]:0>2}" if spelled else western


def _plain_moment(typed: object) -> object:
    return to_western_digits(typed) if isinstance(typed, str) else typed


def _in_dubai(typed: datetime) -> datetime:
    placed = typed if typed.tzinfo else typed.replace(tzinfo=ZONE)
    return placed.astimezone(UTC)


Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""One line of words."""
Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
"""Several lines of words."""
Typed = Annotated[
    str, BeforeValidator(lambda typed: to_western_digits(str(typed))), StringConstraints(max_length=200)
]
"""A code, a number to copy, a telephone number: words in which digits become Western ones."""
Whole = Annotated[int, BeforeValidator(_plain_number), Field(ge=0, le=10_000_000)]
"""A whole number from 0."""
Count = Annotated[int, BeforeValidator(_plain_number), Field(ge=1, le=10_000_000)]
"""A whole number from 1."""
Amount = Annotated[Decimal, BeforeValidator(_plain_number), Field(ge=0, le=1_000_000_000, decimal_places=2)]
"""An amount with at most two decimals."""
Day = Annotated[date, BeforeValidator(_plain_day)]
"""A day: 2026-11-22 as browsers send it, or 22/11/2026 as people type it."""
Moment = Annotated[datetime, BeforeValidator(_plain_moment), AfterValidator(_in_dubai)]
"""A moment on the clocks of the emirate, kept in UTC."""
