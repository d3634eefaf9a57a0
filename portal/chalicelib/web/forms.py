"""A form: what was typed, what it means, and what is wrong with it, beside each field."""

from collections.abc import Callable
from enum import StrEnum
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from chalicelib.domain.errors import DomainError, Kind
from chalicelib.web.error_words import words_of_domain_error, words_of_input_error
from chalicelib.web.fields import Ask
from chalicelib.web.typed import python_values, typed_values
from chalicelib.web.values import Values
from chalicelib.words.text import Text

M = TypeVar("M", bound=BaseModel)
R = TypeVar("R")
_SHOWN_IN_FORM = {Kind.INVALID, Kind.CONFLICT, Kind.LIMITED}
WHOLE_FORM = ""
"""The field name of errors that concern no single field."""


class Form(Generic[M]):
    """One display of a form. Its model says the fields; `data` is there once everything was well typed."""

    def __init__(self, model: type[M], values: Values) -> None:
        self.model = model
        self.values = values
        self.data: M | None = None
        self.errors: dict[str, Text] = {}

    @classmethod
    def blank(cls, model: type[M], **initial: object) -> "Form[M]":
        """A form to be filled in, some of its fields perhaps filled already."""
        return cls(model, typed_values(initial))

    @classmethod
    def read(cls, model: type[M], values: Values) -> "Form[M]":
        """What came in, checked against the model."""
        form = cls(model, values)
        try:
            form.data = model.model_validate(python_values(model, values))
        except ValidationError as error:
            for problem in error.errors(include_url=False, include_input=False):
                name = str(problem["loc"][0]) if problem["loc"] else WHOLE_FORM
                form.errors.setdefault(name, words_of_input_error(problem))
        return form

    def submit(self, use_case: Callable[[M], R]) -> R | None:
        """What the use case gives for well typed data; None where the form must be shown again.

        A refusal of the domain that the person can mend stands in the form afterwards; one that they cannot
        (not found, not permitted) goes on to the error page.
        """
        if self.data is None:
            return None
        try:
            return use_case(self.data)
        except DomainError as error:
            if error.kind not in _SHOWN_IN_FORM:
                raise
            self.refuse(error)
            return None

    def refuse(self, error: DomainError) -> None:
        """Shows that refusal at its field, or above the form where it has none here."""
        name = error.field if error.field in self.model.model_fields else WHOLE_FORM
        self.errors[name or WHOLE_FORM] = words_of_domain_error(error)

    @property
    def ok(self) -> bool:
        """Whether the data are well typed and nothing refused them."""
        return self.data is not None and not self.errors

    def value(self, name: str) -> str:
        """What stands in the field."""
        return self.values.one(name)

    def chosen(self, name: str, value: str) -> bool:
        """Whether that choice is ticked."""
        return value in self.values.all(name)

    def error(self, name: str) -> Text | None:
        """What is wrong with the field."""
        return self.errors.get(name)

    def question(self, name: str) -> Text | None:
        """The field's own words, from its `Ask`."""
        return next((ask.question for ask in self._asks(name)), None)

    def hint(self, name: str) -> Text | None:
        """The help that stands below the question."""
        return next((ask.hint for ask in self._asks(name)), None)

    def optional(self, name: str) -> bool:
        """Whether the field may stay empty: pages say so beside it."""
        return not self._field(name).is_required()

    def choices(self, name: str) -> tuple[StrEnum, ...]:
        """The members of the field's StrEnum, also inside `| None` and collections."""
        for kind in _plain_types(self._field(name).annotation):
            if isinstance(kind, type) and issubclass(kind, StrEnum):
                return tuple(kind)
        raise TypeError(f"{name} offers no choices")

    def _field(self, name: str) -> FieldInfo:
        return self.model.model_fields[name]

    def _asks(self, name: str) -> list[Ask]:
        return [note for note in self._field(name).metadata if isinstance(note, Ask)]


def _plain_types(annotation: Any) -> list[Any]:  # noqa: ANN401
    inner = get_args(annotation)
    if get_origin(annotation) in {Union, UnionType, list, tuple, set, frozenset}:
        return [kind for part in inner for kind in _plain_types(part)]
    return _plain_types(inner[0]) if inner else [annotation]
