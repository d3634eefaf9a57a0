"""What a surge plan looks at and what it proposes. Times are hours on one clock; units are whole.

The plan knows the queue, what can be given now or is announced, and what has been asked so far. The solver
is not here: `planner` turns these records into a linear program and back.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from chalicelib.domain.needs import Priority

URGENCY = {Priority.P1: 9.0, Priority.P2: 3.0, Priority.P3: 1.0}


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

    @property
    def load(self) -> float:
        return 1 - self.free / self.capacity if self.capacity else 1.0


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
class PlanPolicy:
    """The settings of a plan, in one place. A plan keeps the version it was made with.

    `haste` is what it is worth to give now instead of later, as a share of the unit's urgency: the higher,
    the shorter the wait and the lower the value. For a P3 it is told for the whole need, not for each unit,
    so that a small need, whose units are many households', goes first; `size_cap` limits that. `fairness`
    is the price of an offering's last units, in units of urgency: it decides between plans of nearly equal
    value only. `spans` cut the hours ahead; `scenarios` is the number of futures, fewer when `effort` over
    the number of pools is less. `fades`, `head` and `spread` are the forecast's: how fast the rate may fade,
    the hours a surge lasts at least, and how far a category may leave its share.
    """

    version: str = "surge-1"
    tick_h: float = 0.25
    spans: tuple[float, ...] = (0.0, 3.0, 6.0, 12.0, 18.0, 24.0, 36.0, 48.0)
    scenarios: int = 12
    effort: int = 600
    fades: tuple[float, ...] = (0.5, 1.0, 2.0)
    head: float = 6.0
    spread: float = 0.25
    caution: float = 1.0
    haste: dict[Priority, float] = field(
        default_factory=lambda: {Priority.P1: 1.0, Priority.P2: 0.3, Priority.P3: 0.1}
    )
    size_cap: int = 6
    size_power: float = 1.0
    fairness: float = 0.04

    @property
    def horizon_h(self) -> float:
        return self.spans[-1]


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


def haste_of(need: OpenNeed, policy: PlanPolicy) -> float:
    """What it is worth to give a unit now instead of later, as a share of its urgency."""
    haste = policy.haste[need.priority]
    return (
        haste
        if need.priority is not Priority.P3
        else haste / min(need.quantity, policy.size_cap) ** policy.size_power
    )
