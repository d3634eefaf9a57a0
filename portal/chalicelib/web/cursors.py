"""Cursors of lists as they travel: signed, so that nobody makes their own."""

from chalicelib.config import Settings
from chalicelib.domain.errors import ErrorCode, invalid
from chalicelib.web.signing import seal, unseal

_PURPOSE = "cursor"
_LENGTH_MAX = 2048


def seal_cursor(settings: Settings, cursor: str) -> str:
    """The cursor as it may be handed out."""
    return seal(settings.secret_key, _PURPOSE, cursor)


def open_cursor(settings: Settings, given: str) -> str | None:
    """The cursor that was handed out, None for none. Raises `CURSOR_INVALID` for any other text."""
    if not given:
        return None
    cursor = unseal(settings.secret_key, _PURPOSE, given) if len(given) <= _LENGTH_MAX else None
    if cursor is None:
        raise invalid(ErrorCode.CURSOR_INVALID, "cursor")
    return cursor
