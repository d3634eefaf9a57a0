"""A request as our handlers see it: read, tidied, with who asks and in which language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from chalicelib.config import Settings
from chalicelib.domain.partners import Language
from chalicelib.services.context import Context
from chalicelib.services.sessions import SignedIn
from chalicelib.web.cursors import open_cursor, seal_cursor
from chalicelib.web.language import other
from chalicelib.web.links import address
from chalicelib.web.values import Values

_NO_FILTERS = frozenset({"cursor", "language"})


@dataclass(frozen=True, slots=True)
class Request:
    """What a handler is given. `path` holds the parts of the address named in the route."""

    method: str
    target: str
    path: Mapping[str, str]
    query: Values
    form: Values
    language: Language
    signed_in: SignedIn | None
    context: Context
    csrf_token: str
    """Goes into every form of a page; the macros do that."""
    notice: str
    """What the last step left to be said once, in the reader's language; may be empty."""
    source: str
    """Where it came from, for limits on how often strangers may ask."""

    @property
    def now(self) -> datetime:
        """When this request came."""
        return self.context.now

    @property
    def settings(self) -> Settings:
        """Of this installation."""
        return self.context.settings

    @property
    def cursor(self) -> str | None:
        """Where the list goes on, from the address. Raises DomainError where it is none of ours."""
        return open_cursor(self.settings, self._list, self.query.one("cursor"))

    def sealed(self, cursor: str) -> str:
        """A list's next cursor as it may go into an address."""
        return seal_cursor(self.settings, self._list, cursor)

    @property
    def _list(self) -> str:
        """Which list this is: its address with its filters, and whose, for "mine" is another to each."""
        filters = sorted(
            (name, text) for name, text in self.query.pairs() if name not in _NO_FILTERS and text
        )
        return f"{self.context.actor.account_id} {self.target}?{urlencode(filters)}"

    def link(self, **changes: str | None) -> str:
        """This page's address with its query changed; a name given as None is left out."""
        return address(self.target, self.query, changes)

    @property
    def filtered(self) -> bool:
        """Whether the address narrows the list: it then offers to show all again."""
        return any(text for name, text in self.query.pairs() if name not in _NO_FILTERS)

    @property
    def other_language(self) -> Language:
        """Where the switch in the header leads."""
        return other(self.language)
