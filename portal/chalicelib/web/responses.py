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

    def __post_init__(self) -> None:
        """A line end would begin a header of somebody else's making; Chalice does not look into lists."""
        for line in (*self.headers.values(), *self.cookies):
            if not line.isprintable():
                raise ValueError("a header of this answer has a control character")


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
