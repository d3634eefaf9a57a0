"""What the demo has made so far, and who acted when."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from ulid import ULID

from chalicelib.config import Settings
from chalicelib.domain.actors import SYSTEM, Actor
from chalicelib.services.context import Context

DATA = Path(__file__).parent / "demo_data"


@dataclass(slots=True)
class Demo:
    """What has been made so far, by the names that the data files use."""

    settings: Settings
    now: datetime
    staff: Actor = SYSTEM
    supervisor: Actor = SYSTEM
    partners: dict[str, str] = field(default_factory=dict)
    offerings: dict[str, str] = field(default_factory=dict)

    def context(self, actor: Actor, ago: float = 0) -> Context:
        """Somebody acting so many hours ago. Ids carry that time, as they do in real life."""
        moment = self.now - timedelta(hours=ago)
        return Context(actor, moment, lambda: str(ULID.from_datetime(moment)), self.settings)


def read_data(name: str) -> list[dict[str, Any]]:
    """The lines of a data file."""
    lines: list[dict[str, Any]] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return lines
