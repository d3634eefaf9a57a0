"""Invented partners and offerings in any number, spread as a flood would find them; seeded."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import accumulate

from ulid import ULID

from chalicelib.domain.areas import Area
from chalicelib.domain.capacity import Capacity
from chalicelib.domain.categories import Category, Form
from chalicelib.domain.credentials import CredentialKind
from chalicelib.domain.needs import Need, Priority
from chalicelib.domain.offerings import Offering
from chalicelib.domain.partners import Partner
from chalicelib.domain.periods import Renewal, period_of
from chalicelib.domain.records import PartnerRecord
from chalicelib.domain.supply import listing_of
from chalicelib.store import agreements, capacities, categories, needs, offerings, partners, records, supply
from chalicelib.store.writes import Write
from tests.factories import (
    NOW,
    TODAY,
    a_credential,
    a_need,
    a_partner,
    a_profile,
    an_agreement,
    an_offering,
    some_details,
    some_terms,
)

AREAS = tuple(area for area in Area if area is not Area.EMIRATE)
HOMES = (0.72, 0.05, 0.04, 0.02, 0.01, 0.01, 0.06, 0.07, 0.02)
"""Where partners live, in the order of `AREAS`: seven of ten in the city."""
WANTED_IN = (0.52, 0.03, 0.05, 0.02, 0.02, 0.02, 0.13, 0.16, 0.05)
"""Where a flood asks for help, in the same order."""
HOURS = {Priority.P1: 6, Priority.P2: 24, Priority.P3: 72}
"""Until when it is needed; one, three and six of ten are of that priority."""
_CATEGORIES = 24
_MOST_OFFERINGS = 6


@cache
def demanded() -> tuple[Category, ...]:
    """The categories of the measurement, the most wanted first."""
    kinds = (one for one in categories.list_all() if one.form is not Form.FINANCIAL)
    return tuple(kinds)[:_CATEGORIES]


def some_supply(count: int, seed: int) -> Iterator[Write]:
    """So many offerings with their partners, agreements, answers, capacities and listings."""
    chance = random.Random(seed)  # noqa: S311 (a measurement, no secret)
    made = 0
    while made < count:
        here = min(chance.randint(1, _MOST_OFFERINGS), count - made)
        yield from _partner_with(here, chance)
        made += here


def _partner_with(count: int, chance: random.Random) -> Iterator[Write]:
    (home,) = chance.choices(AREAS, HOMES)
    credentials = tuple(a_credential(kind=kind) for kind in CredentialKind)
    partner = a_partner(profile=a_profile(areas=frozenset({home})), credentials=credentials)
    agreed = an_agreement(partner)
    partner = replace(partner, agreements=(agreed.id,))
    answered = PartnerRecord(partner.id, chance.randint(0, 40), chance.randint(0, 4), version=1)
    yield partners.save(partner, None)
    yield agreements.save(agreed, None)
    yield records.save(answered, None)
    for category in _some_categories(count, chance):
        yield from _listed(_offering(partner, category, _some_areas(home, chance), chance), chance)


def _some_categories(count: int, chance: random.Random) -> set[Category]:
    """Different ones, the n-th most wanted with weight n^-0.9 (Zipf)."""
    weights = list(accumulate((n + 1) ** -0.9 for n in range(len(demanded()))))
    chosen: set[Category] = set()
    while len(chosen) < count:
        chosen.update(chance.choices(demanded(), cum_weights=weights))
    return chosen


def _some_areas(home: Area, chance: random.Random) -> frozenset[Area]:
    """Home alone, home and up to two more, or the whole emirate: 45, 35 and 20 of a hundred."""
    share = chance.random()
    if share < 0.2:
        return frozenset({Area.EMIRATE})
    more = chance.sample(AREAS, 2) if share < 0.55 else []
    return frozenset({home, *more})


def _offering(
    partner: Partner, category: Category, areas: frozenset[Area], chance: random.Random
) -> Offering:
    terms = some_terms(
        category=category.code,
        form=category.form,
        unit=category.unit,
        capacity=chance.randint(5, 60),
        renewal=chance.choice(list(Renewal)),
        areas=areas,
        available_from=TODAY - timedelta(days=5),
        lead_time_hours=chance.choice((0, 2, 6, 12)),
    )
    return an_offering(partner, terms=terms)


def _listed(offering: Offering, chance: random.Random) -> Iterator[Write]:
    """Six of ten are partly promised already, a tenth of them wholly."""
    period = period_of(offering.terms.renewal, NOW)
    total = offering.terms.capacity
    reserved = min(total, int(total * chance.random() * 1.1)) if chance.random() < 0.6 else 0
    held = Capacity(offering.id, period.key, total, reserved=reserved, version=1)
    yield offerings.save(offering, None)
    if reserved:
        yield capacities.save(held, None)
    yield from supply.save_listing(listing_of(offering, held, period, 1), None)


def some_needs(count: int, category: Category, area: Area) -> list[Need]:
    """Open needs of one category in one area, not yet stored."""
    details = {"category": category.code, "form": category.form, "unit": category.unit, "area": area}
    return [a_need(details=some_details(quantity=4, **details)) for _ in range(count)]


def flood_needs(count: int, seed: int) -> list[Need]:
    """Open needs as a flood brings them, not yet stored: categories, areas, quantities and priorities."""
    chance = random.Random(seed)  # noqa: S311 (a measurement, no secret)
    weights = [(n + 1) ** -0.9 for n in range(len(demanded()))]
    wanted = chance.choices(demanded(), weights, k=count)
    return [_flood_need(category, chance) for category in wanted]


def _flood_need(category: Category, chance: random.Random) -> Need:
    (area,) = chance.choices(AREAS, WANTED_IN)
    ((priority, hours),) = chance.choices(list(HOURS.items()), (1, 3, 6))
    details = some_details(
        category=category.code,
        form=category.form,
        unit=category.unit,
        area=area,
        quantity=chance.choice((1, 1, 1, 2, 2, 3, 4, 6)),
        priority=priority,
        deadline=NOW + timedelta(hours=hours),
    )
    return a_need(id=str(ULID.from_datetime(NOW)), details=details)


def stored(made: list[Need]) -> Iterator[Write]:
    """What stores the needs."""
    return (needs.save(need, None) for need in made)
