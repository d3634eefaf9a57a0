"""Who acts: a role, and whose."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do, from the least to the most; SYSTEM is the timed jobs."""

    PUBLIC = "public"
    PARTNER = "partner"
    STAFF = "staff"
    SUPERVISOR = "supervisor"
    SYSTEM = "system"

    def includes(self, other: "Role") -> bool:
        """Whether this role may do what the other may: a supervisor is staff too."""
        return self is other or (self is Role.SUPERVISOR and other is Role.STAFF)


@dataclass(frozen=True, slots=True)
class Actor:
    """One who acts. A partner's account names its partner; the public and the system have no account."""

    role: Role
    account_id: str | None = None
    partner_id: str | None = None

    @property
    def is_staff(self) -> bool:
        """Staff or supervisor."""
        return self.role.includes(Role.STAFF)


SYSTEM = Actor(Role.SYSTEM)
PUBLIC = Actor(Role.PUBLIC)
