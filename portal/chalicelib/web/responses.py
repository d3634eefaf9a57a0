"""What handlers return: a page to be rendered, a redirect, or bytes with their type."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.words.text import Text


@dataclass(frozen=True, slots=True)
class Response:
    """An answer that is ready. `cookies` are whole Set-Cookie values."""

    body: str
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A template with its values. One whose value `form` has errors goes out as 422."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    status: int = 200
    cookies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Redirect:
    """See other: where a form that was accepted leads. The notice is said once, on the next page."""

    to: str
    notice: Text | None = None
    cookies: tuple[str, ...] = ()


Answer = Response | Page | Redirect
