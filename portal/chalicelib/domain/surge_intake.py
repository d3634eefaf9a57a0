"""From needs and offerings to what a surge plan is made of, on a clock of hours since the surge began."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.domain.areas import Area
from chalicelib.domain.assignments import MAY_BE_ASKED_AGAIN, Assignment
from chalicelib.domain.cascade import asked_enough
from chalicelib.domain.categories import Category, Unit
from chalicelib.domain.matching import Candidate, Rejection, most_of, rejections
from chalicelib.domain.needs import Need, NeedDetails, Priority
from chalicelib.domain.offerings import OfferingTerms, available_by
from chalicelib.domain.periods import day_in_dubai
from chalicelib.domain.planning import Arrival, Holding, OpenNeed, Supply
from chalicelib.domain.planning_policy import PlanPolicy, Waits

LOOKS_BACK = timedelta(days=3)
QUIET = timedelta(hours=6)
A_SURGE = 30
"""With fewer needs than that there is no surge, and nobody is kept waiting for what might come."""
OF_THE_NEED = frozenset(
    {
        Rejection.EXCLUDED,
        Rejection.OUTSIDE_AREA,
        Rejection.NOT_AVAILABLE,
        Rejection.ALREADY_ASKED,
        Rejection.FULL,
    }
)
"""The hard rules that are of one need; all others are the same for every need of a kind."""
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SurgeClock:
    """Hours since the surge began."""

    began: datetime

    def hours(self, moment: datetime) -> float:
        return (moment - self.began) / _HOUR


def surge_began(posted: Sequence[datetime], now: datetime) -> datetime | None:
    """When the surge began in which we are; None while there is none. `posted` are in their order.

    It began after the last six hours in which nothing was posted, and at most three days ago.
    """
    began, needs = now, 0
    for moment in reversed(posted):
        if began - moment > QUIET or now - moment > LOOKS_BACK:
            break
        began, needs = moment, needs + 1
    return began if needs >= A_SURGE else None


def kind_of(details: NeedDetails | OfferingTerms) -> str:
    """What a need and an offering must have in common; the plan takes each kind by itself."""
    return f"{details.category}#{details.form.value}#{details.unit.value}"


def category_of(kind: str) -> str:
    """The category's code in a kind."""
    return kind.partition("#")[0]


def unit_of(kind: str) -> Unit:
    """The unit of a kind."""
    return Unit(kind.rpartition("#")[2])


def arrival_of(need: Need, clock: SurgeClock) -> Arrival:
    """A need as the forecast remembers it."""
    details, posted_h = need.details, clock.hours(need.posted_at)
    lead = clock.hours(details.deadline) - posted_h
    return Arrival(posted_h, kind_of(details), details.area.value, details.priority, details.quantity, lead)


def open_need(need: Need, uncovered: int, never: frozenset[str], clock: SurgeClock) -> OpenNeed:
    """A need as the plan sees it; `never` are the offerings that may not be asked for it."""
    details = need.details
    return OpenNeed(
        need.id,
        kind_of(details),
        details.area.value,
        details.priority,
        uncovered,
        clock.hours(need.posted_at),
        clock.hours(details.deadline),
        never,
    )


def left_alone(need: Need, now: datetime) -> Holding | None:
    """Why a plan does not touch a need at all, if so."""
    if need.manual:
        return Holding.BY_HAND
    return Holding.OVERDUE if need.details.deadline <= now else None


def may_be_asked(need: Need, category: Category, candidate: Candidate, now: datetime) -> bool:
    """Whether an offering keeps the rules that are the same for every need of this one's kind."""
    return not rejections(need, category, candidate, now) - OF_THE_NEED


def never_asked(
    need: Need, placed: Iterable[Assignment], candidates: Iterable[Candidate], now: datetime
) -> frozenset[str]:
    """The offerings of its kind that may not be asked for this need.

    Those that cannot be there in time, those of partners left out, and those of partners that were asked
    enough, which a plan leaves alone as the cascade does.
    """
    known = tuple(placed)
    partners = need.details.excluded_partners | asked_enough(known)
    asked = {one.offering_id for one in known if one.state not in MAY_BE_ASKED_AGAIN}
    return frozenset(
        one.offering.id
        for one in candidates
        if one.partner.id in partners
        or one.offering.id in asked
        or not available_by(one.offering.terms, now, need.details.deadline)
    )


def depends_on_deadline(terms: OfferingTerms, today: date) -> bool:
    """Whether the offering can be there in time for some deadlines and not for others."""
    return terms.lead_time_hours > 0 or terms.available_from > today or terms.available_to is not None


def supply_of(candidate: Candidate, category: Category, now: datetime, clock: SurgeClock) -> Supply:
    """An offering as the plan sees it.

    One that begins later may be asked now, for needs that can wait for it, so it counts as open.
    """
    offering, now_h = candidate.offering, clock.hours(now)
    terms = offering.terms
    last = terms.available_to
    days = math.inf if last is None else (last - day_in_dubai(now)).days + 1
    return Supply(
        offering.id,
        candidate.partner.id,
        kind_of(terms),
        frozenset(area.value for area in (Area if Area.EMIRATE in terms.areas else terms.areas)),
        candidate.capacity.total,
        most_of(category, candidate, now),
        now_h,
        now_h + days * 24,
    )


def waits(posted: Iterable[Need], now: datetime, policy: PlanPolicy) -> Waits:
    """The hours to the first proposal of the P2 and P3 needs whose promise has run out; None still wait."""
    known = list(posted)
    return Waits(
        _waits_of(Priority.P2, known, now - timedelta(hours=policy.urgent_promise_h)),
        _waits_of(Priority.P3, known, now - timedelta(hours=policy.promise_h)),
    )


def _waits_of(priority: Priority, needs: Iterable[Need], until: datetime) -> list[float | None]:
    return [
        None if need.first_proposed_at is None else (need.first_proposed_at - need.posted_at) / _HOUR
        for need in needs
        if need.details.priority is priority and need.posted_at <= until
    ]
