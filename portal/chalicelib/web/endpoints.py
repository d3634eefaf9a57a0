"""What an API handler takes and gives, read from its signature."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import get_type_hints

from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A handler with its models; None where it takes no body, reads no query or gives nothing."""

    handler: Callable[..., object]
    status: int
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    answer: type[BaseModel] | None

    @property
    def needs_body(self) -> bool:
        """Whether a program has to send something: where all members may be left out, so may the body."""
        return self.body is not None and any(one.is_required() for one in self.body.model_fields.values())

    @property
    def name(self) -> str:
        """The operation's id in the OpenAPI document."""
        return self.handler.__name__

    @property
    def summary(self) -> str:
        """What it does, in a sentence: the first line of the handler's docstring."""
        return (inspect.getdoc(self.handler) or self.name).splitlines()[0]

    @property
    def area(self) -> str:
        """The module it stands in; the OpenAPI document groups by it."""
        return self.handler.__module__.rpartition(".")[2]


def endpoint_of(handler: Callable[..., object], status: int) -> Endpoint:
    """Reads the signature. Raises TypeError where a parameter is none of request, body, query."""
    hints = get_type_hints(handler)
    unknown = set(inspect.signature(handler).parameters) - {"request", "body", "query"}
    if unknown:
        raise TypeError(
            f"{handler.__name__} takes {', '.join(sorted(unknown))}, which the edge does not give"
        )
    models = {name: _model(handler, hints.get(name)) for name in ("body", "query", "return")}
    return Endpoint(handler, status, models["body"], models["query"], models["return"])


def _model(handler: Callable[..., object], hint: object) -> type[BaseModel] | None:
    if hint in {None, type(None)}:
        return None
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return hint
    raise TypeError(f"{handler.__name__} names {hint!r}, which is no pydantic model")
