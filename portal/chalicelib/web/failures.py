"""Noting what we did not expect: where it happened, under a reference, and nothing of what anybody typed."""

import json
import logging
import traceback
from secrets import token_hex

_LOG = logging.getLogger("aman.web")


def note_failure(method: str, route: str, error: BaseException) -> str:
    """Logs the kind of error and its frames, never its message, and returns the reference for the reader."""
    reference = token_hex(5).upper()
    frames = [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    causes = error.__cause__ or error.__context__
    entry = {
        "event": "unexpected_error",
        "reference": reference,
        "method": method,
        "route": route,
        "error": type(error).__name__,
        "cause": type(causes).__name__ if causes else None,
        "frames": frames[-12:],
    }
    _LOG.error(json.dumps(entry))
    return reference
