"""Many of the same, one after the other: what goes wrong with one does not keep the others waiting."""

import json
import logging
import traceback
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
_FRAMES = 6

log = logging.getLogger("aman.jobs")


def for_each(what: str, things: Iterable[T], act: Callable[[T], bool]) -> int:
    """Act on each thing; how many times the act said that it did something. Failures are logged."""
    return sum(_tried(what, thing, act) for thing in things)


def _tried(what: str, thing: T, act: Callable[[T], bool]) -> bool:
    try:
        return act(thing)
    except Exception as error:  # noqa: BLE001 (whatever it is, the next one gets its turn)
        note(what, error)
        return False


def note(what: str, error: Exception) -> None:
    """Log what kind of error it was and where, never its message: that may quote what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    log.error(json.dumps({"event": what, "error": type(error).__name__, "frames": places}))
