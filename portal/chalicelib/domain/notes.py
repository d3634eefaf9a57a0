"""Texts that only some may read: the private note of a need, and the hand-over note of an assignment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.actors import Actor, Role
from chalicelib.domain.errors import ErrorCode, conflict, not_permitted

HANDOVER_SHOWN_FOR = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class PrivateNote:
    """For staff alone; of a sensitive need for supervisors alone. Also why partners are left out."""

    need_id: str
    text: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class HandoverNote:
    """Where and whom to meet, for the one partner who accepted. It is erased at `erase_at`."""

    need_id: str
    assignment_id: str
    text: str
    erase_at: datetime
    version: int = 1


def require_private_reader(actor: Actor, *, sensitive: bool) -> None:
    """Raises `NOT_PERMITTED` unless this actor may read the need's private note."""
    needed = Role.SUPERVISOR if sensitive else Role.STAFF
    if not actor.role.includes(needed):
        raise not_permitted()


def require_shown(note: HandoverNote, now: datetime) -> None:
    """Raises `NOTE_ERASED` after its time, whether or not the job that erases has run."""
    if now >= note.erase_at:
        raise conflict(ErrorCode.NOTE_ERASED)
