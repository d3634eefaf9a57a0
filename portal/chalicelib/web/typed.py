"""Between what stands in a form's fields, which is text, and what a model takes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import get_args, get_origin

from pydantic import BaseModel

from chalicelib.web.values import Values
from chalicelib.words.formatting import local


def typed_values(initial: Mapping[str, object]) -> Values:
    """What stands in the fields of a form that opens with these values; None stands for empty."""
    return Values((name, text) for name, value in initial.items() for text in _texts(value))


def python_values(model: type[BaseModel], values: Values) -> Mapping[str, object]:
    """What the model is to check: lists for fields that take several; what is empty is left out."""
    found: dict[str, object] = {}
    for name, field in model.model_fields.items():
        texts = [text for text in values.all(name) if text]
        if _takes_many(field.annotation):
            found[name] = texts
        elif texts:
            found[name] = texts[-1]
    return found


def _takes_many(annotation: object) -> bool:
    kinds = (annotation, *get_args(annotation))
    return any(get_origin(kind) in {list, tuple, set, frozenset} for kind in kinds)


def _texts(value: object) -> Iterable[str]:  # noqa: PLR0911 (a line for each kind)
    match value:
        case None | False:
            return ()
        case list() | tuple() | set() | frozenset():
            return tuple(text for part in value for text in _texts(part))
        case True:
            return ("yes",)
        case datetime():
            return (f"{local(value):%Y-%m-%dT%H:%M}",)
        case date():
            return (value.isoformat(),)
        case Decimal():
            return (f"{value.normalize():f}",)
        case _:
            return (str(value),)
