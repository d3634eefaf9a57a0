"""What a surge plan is made from, read together: open needs, who could be asked, what was asked so far."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from chalicelib.domain import surge_intake
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Category
from chalicelib.domain.matching import Candidate
from chalicelib.domain.needs import Need
from chalicelib.domain.periods import day_in_dubai
from chalicelib.domain.planning import Holding, OpenNeed, Supply
from chalicelib.domain.planning_forecast import Past, learn
from chalicelib.domain.planning_policy import PlanPolicy, pressed_by
from chalicelib.domain.supply import place_key
from chalicelib.domain.surge_bounds import Allowance, allowance_of, tighter
from chalicelib.domain.surge_intake import SurgeClock, kind_of, surge_began
from chalicelib.services.context import Context
from chalicelib.services.matches import candidates
from chalicelib.store import assignments, categories, needs, supply
from chalicelib.store.needs import ListedNeed

Kinds = Mapping[str, list[Candidate]]


@dataclass(frozen=True, slots=True)
class SurgeQueue:
    """The queue at a moment, in the planner's records, and what leads back from these to the things.

    `left_alone` are open needs that no plan touches, and why.
    """

    now_h: float
    policy: PlanPolicy
    past: Past
    listed: tuple[ListedNeed, ...]
    open_needs: tuple[OpenNeed, ...]
    left_alone: Mapping[str, Holding]
    supply: tuple[Supply, ...]
    partner_of: Mapping[str, str]
    allowances: Mapping[str, Allowance]


def read_queue(context: Context, policy: PlanPolicy) -> SurgeQueue:
    """Every open need that is not covered, every offering that may be asked for one, and the surge so far.

    Without a surge nothing is expected, so nothing is held back.
    """
    listed = tuple(one for one in needs.every_open() if one.covered < one.need.details.quantity)
    posted = needs.posted_since(context.now - surge_intake.LOOKS_BACK)
    began = surge_began([need.posted_at for need in posted], context.now)
    clock = SurgeClock(began or context.now)
    recent = [need for need in posted if began and need.posted_at >= began]
    now_h = clock.hours(context.now)
    known = categories.read_many({one.need.details.category for one in listed})
    left_alone = {
        one.need.id: why for one in listed if (why := surge_intake.left_alone(one.need, context.now))
    }
    planned = [one for one in listed if one.need.id not in left_alone]
    kinds = _who_may_be_asked(context, planned, known)
    return SurgeQueue(
        now_h=now_h,
        policy=pressed_by(policy, surge_intake.waits(recent, context.now, policy)),
        past=learn([surge_intake.arrival_of(need, clock) for need in recent], now_h),
        listed=listed,
        open_needs=tuple(_open_needs(context, planned, kinds, clock)),
        left_alone=left_alone,
        supply=tuple(
            surge_intake.supply_of(one, known[one.offering.terms.category], context.now, clock)
            for found in kinds.values()
            for one in found
        ),
        partner_of={one.offering.id: one.partner.id for found in kinds.values() for one in found},
        allowances=_allowances(context, kinds, known),
    )


def _who_may_be_asked(
    context: Context, listed: Iterable[ListedNeed], known: Mapping[str, Category]
) -> dict[str, list[Candidate]]:
    """The offerings of each kind that keep the rules which are not of one need."""
    first_of_kind: dict[str, Need] = {}
    for one in listed:
        first_of_kind.setdefault(kind_of(one.need.details), one.need)
    found: dict[str, list[Candidate]] = {kind: [] for kind in first_of_kind}
    for candidate in _candidates(context, {need.details.category for need in first_of_kind.values()}):
        kind = kind_of(candidate.offering.terms)
        need = first_of_kind.get(kind)
        if need and surge_intake.may_be_asked(need, known[need.details.category], candidate, context.now):
            found[kind].append(candidate)
    return found


def _candidates(context: Context, codes: Iterable[str]) -> tuple[Candidate, ...]:
    places = [place_key(code, area) for code in sorted(codes) for area in Area]
    ids = {one.offering_id for place in places for one in supply.all_of(place)}
    return candidates(sorted(ids), (), context.now)


def _open_needs(
    context: Context, listed: Iterable[ListedNeed], kinds: Kinds, clock: SurgeClock
) -> Iterable[OpenNeed]:
    """A need that nothing happened to has never been asked for: only the others' assignments are read."""
    today = day_in_dubai(context.now)
    bounded = {
        kind: [one for one in found if surge_intake.depends_on_deadline(one.offering.terms, today)]
        for kind, found in kinds.items()
    }
    for one in listed:
        need, kind = one.need, kind_of(one.need.details)
        placed = assignments.list_of(need.id) if need.version > 1 else ()
        everyone = placed or need.details.excluded_partners
        never = surge_intake.never_asked(need, placed, (kinds if everyone else bounded)[kind], context.now)
        yield surge_intake.open_need(need, need.details.quantity - one.covered, never, clock)


def _allowances(context: Context, kinds: Kinds, known: Mapping[str, Category]) -> dict[str, Allowance]:
    """What may be asked of each partner; where its agreements for several fields differ, the tighter."""
    found: defaultdict[str, Allowance] = defaultdict(Allowance)
    for candidate in (one for some in kinds.values() for one in some):
        field = known[candidate.offering.terms.category].field
        allowance = allowance_of(candidate, field, context.now)
        found[candidate.partner.id] = tighter(found[candidate.partner.id], allowance)
    return dict(found)


def less(
    queue: SurgeQueue, given: Mapping[str, int], taken: Mapping[str, int], closed: frozenset[str]
) -> SurgeQueue:
    """The queue once units are given to needs and taken of offerings, without partners that are `closed`."""
    open_needs = (replace(one, quantity=one.quantity - given.get(one.id, 0)) for one in queue.open_needs)
    stock = (
        replace(one, free=0 if one.partner in closed else one.free - taken.get(one.id, 0))
        for one in queue.supply
    )
    return replace(queue, open_needs=tuple(one for one in open_needs if one.quantity), supply=tuple(stock))
