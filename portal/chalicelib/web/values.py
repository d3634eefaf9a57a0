"""What came in a query or a form: names with one or several texts, tidied once for everybody."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qsl

from chalicelib.web.refusals import Refused, WebCode

_FIELDS_MAX = 400
# They turn what stands after them around, or are not seen at all, so that a name passes for another.
_DECEIVING = frozenset("\u200b\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")


class Values:
    """A read-only multi-dict of trimmed NFC texts without control characters."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._values: dict[str, list[str]] = {}
        for name, text in pairs:
            self._values.setdefault(name, []).append(tidy(text))

    @classmethod
    def from_lists(cls, lists: Mapping[str, list[str]] | None) -> "Values":
        """From API Gateway's shape of a query string."""
        return cls((name, text) for name, texts in (lists or {}).items() for text in texts)

    @classmethod
    def from_body(cls, body: bytes) -> "Values":
        """From an urlencoded form. Raises Refused where it is none."""
        try:
            return cls(
                parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_FIELDS_MAX, errors="strict")
            )
        except ValueError:
            raise Refused(WebCode.BODY_UNREADABLE) from None

    def one(self, name: str, default: str = "") -> str:
        """The last text of that name."""
        return self._values[name][-1] if name in self._values else default

    def all(self, name: str) -> list[str]:
        """Every text of that name, in order."""
        return list(self._values.get(name, ()))

    def pairs(self) -> list[tuple[str, str]]:
        """Every name with each of its texts."""
        return [(name, text) for name, texts in self._values.items() for text in texts]

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)


def tidy(text: str) -> str:
    """Trimmed, in NFC, with one kind of line end, without what no one types or sees.

    The marks that Arabic and Persian need between words and letters stay (U+200C to U+200F).
    """
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if _is_text(letter)).strip()


def _is_text(letter: str) -> bool:
    return letter in "\n\t" or (unicodedata.category(letter) != "Cc" and letter not in _DECEIVING)
