"""Cursors of lists as they travel: signed, each for its own list, so that nobody makes or moves one."""

from chalicelib.config import Settings
from chalicelib.domain.errors import ErrorCode, invalid
from chalicelib.web.signing import seal, unseal

_PURPOSE = "cursor"
_LENGTH_MAX = 2048


def seal_cursor(settings: Settings, of_list: str, cursor: str) -> str:
    """The cursor of that list as it may be handed out."""
    return seal(settings.secret_key, f"{_PURPOSE} {of_list}", cursor)


def open_cursor(settings: Settings, of_list: str, given: str) -> str | None:
    """The cursor that was handed out with that list, None for none. Raises `CURSOR_INVALID` for any other.

    The store cannot go on in one list from a place in another: it would fail, or skip what is there.
    """
    if not given:
        return None
    sealed = given if len(given) <= _LENGTH_MAX else ""
    cursor = unseal(settings.secret_key, f"{_PURPOSE} {of_list}", sealed)
    if cursor is None:
        raise invalid(ErrorCode.CURSOR_INVALID, "cursor")
    return cursor
