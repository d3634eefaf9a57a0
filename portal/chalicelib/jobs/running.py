"""What a timed job is given: the system acts, at the moment for which the run was meant."""

import os
from datetime import datetime
from functools import cache

from ulid import ULID

from chalicelib.config import Settings, read_settings
from chalicelib.domain.actors import SYSTEM
from chalicelib.services.context import Context


@cache
def _settings() -> Settings:
    return read_settings(os.environ)


def system_context(now: datetime) -> Context:
    """The context of one run."""
    return Context(SYSTEM, now, lambda: str(ULID()), _settings())
