"""What will happen in a surge: needs, offerings, and how partners answer."""

from dataclasses import dataclass

WEIGHTS = {1: 9.0, 2: 3.0, 3: 1.0}
PRIORITIES = tuple(WEIGHTS)


@dataclass(frozen=True, slots=True)
class Need:
    """Units asked for one case; times are hours on the clock of the surge."""

    id: str
    posted_h: float
    category: str
    area: str
    quantity: float
    priority: int
    deadline_h: float

    @property
    def weight(self) -> float:
        return WEIGHTS[self.priority]


@dataclass(frozen=True, slots=True)
class Offering:
    """Units that a partner can give between two hours, in some areas."""

    id: str
    partner: str
    category: str
    capacity: float
    starts_h: float
    ends_h: float
    areas: frozenset[str]

    def reaches(self, need: Need) -> bool:
        """Whether there is an hour at which this offering could serve the need at all."""
        return (
            self.category == need.category
            and need.area in self.areas
            and max(self.starts_h, need.posted_h) <= min(self.ends_h, need.deadline_h)
        )


@dataclass(frozen=True, slots=True)
class Partner:
    """How a partner answers: the chance of a yes, and the median minutes until an answer."""

    id: str
    accept_p: float
    answer_median_min: float


@dataclass(frozen=True, slots=True)
class Workload:
    """Everything that will happen. `partners` is empty in instant mode.

    `repeats` names the needs that are a second posting, each with the need posted first.
    """

    needs: tuple[Need, ...]
    offerings: tuple[Offering, ...]
    partners: tuple[Partner, ...] = ()
    repeats: tuple[tuple[str, str], ...] = ()

    @property
    def instant(self) -> bool:
        return not self.partners

    @property
    def cases(self) -> tuple[Need, ...]:
        """The needs without their second postings."""
        again = {need for need, _ in self.repeats}
        return tuple(need for need in self.needs if need.id not in again)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Units of an offering proposed for a need. `answered_h` is None while nobody answered."""

    need: str
    offering: str
    quantity: float
    proposed_h: float
    answered_h: float | None
    state: str
