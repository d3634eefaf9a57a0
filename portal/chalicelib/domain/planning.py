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
    BY_HAND = "by_hand"
    OVERDUE = "overdue"
    ENOUGH_ASKED = "enough_asked"


@dataclass(frozen=True, slots=True)
class Held:
    """Units of a need that the plan does not propose to anybody now."""

    need: str
    quantity: int
    why: Holding


@dataclass(frozen=True, slots=True)
class Shortage:
    """Where one more offering would help, and how much: "one more would cover 37 needs".

    All figures are expected over the hours that a plan looks ahead, the queue included, and hold for the
    whole category: an offering sets others free for other areas. `units` and `needs` stay uncovered as
    things are; one more offering of `typical` units in this area would cover `gained_units`, which are
    `gained_needs` needs of the usual size. `weight` is these in units of urgency; `price` is what a single
    unit more would add, in the same measure.
    """

    category: str
    area: str
    units: float
    needs: float
    typical: int
    gained_units: float
    gained_needs: float
    weight: float
    price: float


@dataclass(frozen=True, slots=True)
class Plan:
    """Pieces to propose, needs held back and why, and the policy that made it."""

    version: str
    made_h: float
    pieces: tuple[Piece, ...]
    held: tuple[Held, ...]
