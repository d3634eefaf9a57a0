"""What every use case is given: who acts, when, and where new ids come from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.config import Settings
from chalicelib.domain.actors import Actor


@dataclass(frozen=True, slots=True)
class RequestKey:
    """An idempotency key with the account it belongs to, and a fingerprint of the request's content."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Context:
    """One request or one run of a job. `now` knows its zone; `new_id` gives ULIDs that sort by time."""

    actor: Actor
    now: datetime
    new_id: Callable[[], str]
    settings: Settings
    request_key: RequestKey | None = None

    @property
    def account_id(self) -> str:
        """The acting account, or "system" for a timed job."""
        return self.actor.account_id or self.actor.role.value
