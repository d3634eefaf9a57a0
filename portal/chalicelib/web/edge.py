"""What the web layer is given from outside: the settings, the clock and where ids come from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.config import Settings


@dataclass(frozen=True, slots=True)
class Edge:
    """Made once a process; tests make their own, with a clock that they hold."""

    settings: Settings
    now: Callable[[], datetime]
    """The present moment, aware, in UTC."""
    new_id: Callable[[], str]
    """A new ULID."""
