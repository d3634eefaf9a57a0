"""Find the offerings that suit a need: a bounded read, ranked; and explain why the others do not."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice

from chalicelib.domain import matching
from chalicelib.domain.agreements import Agreement
from chalicelib.domain.areas import Area
from chalicelib.domain.assignments import MAY_BE_ASKED_AGAIN, Assignment, as_of
from chalicelib.domain.capacity import Capacity
from chalicelib.domain.categories import OTHER, Category
from chalicelib.domain.coverage import coverage_of
from chalicelib.domain.lifecycle import NeedState, OfferingState, PartnerState
from chalicelib.domain.matching import Candidate, Explanation, Match
from chalicelib.domain.needs import Need
from chalicelib.domain.network import NetworkSettings, financial_allowed
from chalicelib.domain.offerings import Offering
from chalicelib.domain.partners import Partner
from chalicelib.domain.periods import day_in_dubai, period_of
from chalicelib.domain.records import PartnerRecord
from chalicelib.domain.supply import place_key
from chalicelib.services.context import Context
from chalicelib.store import (
    agreements,
    assignments,
    capacities,
    categories,
    network,
    offerings,
    partners,
    records,
    supply,
)
from chalicelib.store.supply import Supplied
from chalicelib.store.together import Wanted, read_together

_READ_AT_ONCE = 25
_ENOUGH = 10
_READ_AT_MOST = 400
_EXPLAINED_AT_MOST = 1000
_PAUSED_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A match together with what a page tells of it."""

    match: Match
    offering: Offering
    partner: Partner
    agreements: tuple[Agreement, ...]
    capacity: Capacity


def match_need(context: Context, need: Need) -> tuple[Suggestion, ...]:
    """The best offerings for what is uncovered of the need, ranked. Reads a bounded range of the supply."""
    if need.state is not NeedState.OPEN or need.details.category == OTHER:
        return ()
    placed = assignments.list_of(need.id)
    uncovered = coverage_of(need.details.quantity, placed).uncovered
    category = categories.read(need.details.category)
    found: list[Candidate] = []
    ranked: tuple[Match, ...] = ()
    supplied = islice(_with_room(need, context.now), _READ_AT_MOST)
    while len(ranked) < _ENOUGH and (some := list(islice(supplied, _READ_AT_ONCE))):
        found += _candidates(some, placed, context.now)
        ranked = matching.rank(need, category, found, uncovered, context.now)
    by_offering = {candidate.offering.id: candidate for candidate in found}
    return tuple(_suggestion(one, by_offering[one.offering_id]) for one in ranked[:_READ_AT_ONCE])


def _suggestion(match: Match, candidate: Candidate) -> Suggestion:
    return Suggestion(match, candidate.offering, candidate.partner, candidate.agreements, candidate.capacity)


def _places(need: Need) -> tuple[str, str]:
    category = need.details.category
    return place_key(category, need.details.area), place_key(category, Area.EMIRATE)


def _with_room(need: Need, now: datetime) -> Iterable[Supplied]:
    today = day_in_dubai(now)
    return chain.from_iterable(supply.with_room(place, today, need.id) for place in _places(need))


def candidates(
    offering_ids: Iterable[str], placed: Iterable[Assignment], now: datetime
) -> tuple[Candidate, ...]:
    """Those of the offerings that are there, with all that decides about them."""
    found = offerings.read_many(offering_ids)
    return _candidates([Supplied(one.id, one.partner_id) for one in found], placed, now)


def _candidates(
    supplied: Sequence[Supplied], placed: Iterable[Assignment], now: datetime
) -> tuple[Candidate, ...]:
    read = _read(supplied, now)
    permitted = financial_allowed(read.settings, day_in_dubai(now))
    asked = {one.offering_id for one in as_of(placed, now) if one.state not in MAY_BE_ASKED_AGAIN}
    return tuple(
        Candidate(
            offering=one,
            partner=read.partners[one.partner_id],
            agreements=tuple(read.agreements[one.partner_id]),
            capacity=read.capacities.get(one.id) or untouched(one, now),
            record=read.records.get(one.partner_id) or PartnerRecord(one.partner_id),
            asked=one.id in asked,
            financial_allowed=permitted,
            notices_a_week=read.settings.notices_a_week,
        )
        for one in read.offerings
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """Offerings, and what stands around them by partner or by offering."""

    offerings: Sequence[Offering]
    partners: dict[str, Partner]
    agreements: defaultdict[str, list[Agreement]]
    records: dict[str, PartnerRecord]
    capacities: dict[str, Capacity]
    settings: NetworkSettings


def _read(supplied: Sequence[Supplied], now: datetime) -> _Read:
    """In two calls: an offering says which period it is in, and a partner which agreements it has."""
    owners = frozenset(one.partner_id for one in supplied)
    given = Wanted(offerings.OFFERINGS, frozenset(one.offering_id for one in supplied))
    owning, answered = Wanted(partners.PARTNERS, owners), Wanted(records.RECORDS, owners)
    settings = Wanted(network.SETTINGS, frozenset({network.KEY}))
    read_together(given, owning, answered, settings)
    periods = frozenset((one.id, period_of(one.terms.renewal, now).key) for one in given.found)
    signed = frozenset((owner.id, id_) for owner in owning.found for id_ in owner.agreements)
    held, agreed = Wanted(capacities.CAPACITIES, periods), Wanted(agreements.AGREEMENTS, signed)
    read_together(held, agreed)
    by_partner: defaultdict[str, list[Agreement]] = defaultdict(list)
    for one in agreed.found:
        by_partner[one.partner_id].append(one)
    return _Read(
        given.found,
        {one.id: one for one in owning.found},
        by_partner,
        {one.partner_id: one for one in answered.found},
        {one.offering_id: one for one in held.found},
        settings.found[0] if settings.found else NetworkSettings(),
    )


def untouched(offering: Offering, now: datetime) -> Capacity:
    """The capacity of a period that nobody has touched yet."""
    period = period_of(offering.terms.renewal, now)
    return Capacity(offering.id, period.key, offering.terms.capacity)


def explain_need(context: Context, need: Need) -> Explanation:
    """How many offerings of the category match, and which of the others break which rule first.

    Reads the offerings of the category in all areas, and those of approved partners that are paused: for a
    page that asks why, not for each match. What is near is read first, and no more than a thousand.
    """
    if need.details.category == OTHER:
        return Explanation(0)
    category = categories.read(need.details.category)
    listed = _everywhere(need)
    looked_at = list(islice(listed, _EXPLAINED_AT_MOST))
    found = _candidates([*looked_at, *_paused(category)], assignments.list_of(need.id), context.now)
    known = [one for one in found if _may_be_asked(one)]
    explanation = matching.explain(need, category, known, context.now)
    return replace(explanation, partial=next(listed, None) is not None)


def _everywhere(need: Need) -> Iterator[Supplied]:
    """What is listed under the need's own places, then what goes elsewhere; each offering once."""
    elsewhere = (place_key(need.details.category, area) for area in Area)
    places = dict.fromkeys((*_places(need), *elsewhere))
    seen: set[Supplied] = set()
    for one in chain.from_iterable(supply.all_of(place, _EXPLAINED_AT_MOST + 1) for place in places):
        if one not in seen:
            seen.add(one)
            yield one


def _paused(category: Category) -> Iterator[Supplied]:
    """Paused offerings stand under no place; their partners may be asked to resume them."""
    page = offerings.list_by_state(OfferingState.PAUSED, limit=_PAUSED_AT_MOST)
    return (Supplied(one.id, one.partner_id) for one in page.items if one.terms.category == category.code)


def _may_be_asked(one: Candidate) -> bool:
    """Nobody asks a suspended partner to resume what it has paused."""
    return one.offering.state is OfferingState.ACTIVE or one.partner.state is PartnerState.APPROVED
