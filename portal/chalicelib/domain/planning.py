"""What a surge plan looks at and what it proposes. Times are hours on one clock; units are whole.

The plan knows the queue, what can be given now or is announced, and what has been asked so far. The solver is not
here: `planner` turns these records into a linear program and back.
"""

from dataclasses import dataclass, field

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
    the shorter the wait and the lower the value. `fairness` is the price of the last quarter of an offering's
    capacity, in units of urgency: it decides between plans of nearly equal value only.
    """

    version: str = "surge-1"
    horizon_h: float = 48.0
    tick_h: float = 0.25
    scenarios: int = 12
    most_columns: int = 60_000
    fades: tuple[float, ...] = (0.5, 1.0, 2.0)
    head: float = 6.0
    spread: float = 0.25
    haste: dict[Priority, float] = field(
        default_factory=lambda: {Priority.P1: 1.0, Priority.P2: 0.3, Priority.P3: 0.12}
    )
    fairness: float = 0.04


@dataclass(frozen=True, slots=True)
class Piece:
    """Units of one offering that the plan proposes for one need."""

    need: str
    offering: str
    quantity: int
