"""What a surge plan looks at and what it proposes. Times are hours on one clock; units are whole.

The plan knows the queue, what can be given now or is announced, and what has been asked so far. The solver
is not here: `planner` turns these records into a linear program and back.
"""

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.needs import Priority


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A need in the queue, or what is left of it. `tried` are offerings that declined or let it expire."""

    id: str
    category: str
    area: str
    priority: Priority
    quantity: int
    posted_h: float
    deadline_h: float
    tried: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Supply:
    """An offering: what it holds in all, what is still free of it, and when and where it can be given."""

    id: str
    partner: str
    category: str
    areas: frozenset[str]
    capacity: int
    free: int
    starts_h: float
    ends_h: float


@dataclass(frozen=True, slots=True)
class Arrival:
    """One need that has been posted, as the forecast remembers it."""

    posted_h: float
    category: str
    area: str
    priority: Priority
    quantity: int
    lead_h: float


@dataclass(frozen=True, slots=True)
class Piece:
    """Units of one offering that the plan proposes for one need."""

    need: str
    offering: str
    quantity: int


class Holding(StrEnum):
    """Why a plan leaves a need open."""

    KEPT_FOR_URGENT = "kept_for_urgent"
    OPENS_LATER = "opens_later"
    NOBODY_CAN = "nobody_can"


@dataclass(frozen=True, slots=True)
class Held:
    """Units of a need that the plan does not propose to anybody now."""

    need: str
    quantity: int
    why: Holding


@dataclass(frozen=True, slots=True)
class Shortage:
    """Where more would help: what one more unit would add (in units of urgency), and what stays uncovered.

    `units` and `needs` are expected over the futures of the plan, the queue included.
    """

    category: str
    area: str
    price: float
    units: float
    needs: float

    @property
    def weight(self) -> float:
        return self.price * self.units


@dataclass(frozen=True, slots=True)
class Plan:
    """Pieces to propose, needs held back and why, shortages by weight, and the policy that made it."""

    version: str
    made_h: float
    pieces: tuple[Piece, ...]
    held: tuple[Held, ...]
    shortages: tuple[Shortage, ...]
