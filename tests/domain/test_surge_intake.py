"""What a plan is told of needs and offerings, and when a surge began."""

import math
from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.areas import Area
from chalicelib.domain.capacity import Capacity
from chalicelib.domain.categories import Form, Unit
from chalicelib.domain.matching import Candidate
from chalicelib.domain.needs import Priority
from chalicelib.domain.planning_policy import PlanPolicy
from chalicelib.domain.records import PartnerRecord
from chalicelib.domain.surge_intake import (
    A_SURGE,
    LOOKS_BACK,
    SurgeClock,
    category_of,
    depends_on_deadline,
    kind_of,
    never_asked,
    supply_of,
    surge_began,
    waits,
)
from tests.factories import NOW, TODAY, a_category, a_need, a_partner, an_agreement, an_offering, some_terms

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def a_candidate(**terms: object) -> Candidate:
    partner = a_partner()
    offering = an_offering(partner, terms=some_terms(**terms))
    capacity = Capacity(offering.id, "once", offering.terms.capacity, reserved=3)
    return Candidate(offering, partner, (an_agreement(partner),), capacity, PartnerRecord(partner.id))


def test_a_surge_began_after_the_last_six_quiet_hours() -> None:
    before = [NOW - 20 * HOUR]
    surge = [NOW - 5 * HOUR + number * MINUTE for number in range(A_SURGE)]
    assert surge_began(before + surge, NOW) == surge[0]
    assert SurgeClock(surge[0]).hours(NOW) == 5


def test_a_long_surge_is_looked_at_three_days_back() -> None:
    posted = [NOW - number * 2 * HOUR for number in range(60, -1, -1)]
    began = surge_began(posted, NOW)
    assert began is not None
    assert LOOKS_BACK - 2 * HOUR < NOW - began <= LOOKS_BACK


def test_a_few_needs_are_no_surge() -> None:
    assert surge_began([NOW - MINUTE] * (A_SURGE - 1), NOW) is None
    assert surge_began([], NOW) is None


def test_money_for_a_category_is_another_kind_than_the_thing() -> None:
    things, money = some_terms(), some_terms(form=Form.FINANCIAL, unit=Unit.AED)
    assert kind_of(things) != kind_of(money)
    assert category_of(kind_of(things)) == category_of(kind_of(money)) == "furniture"


def test_an_offering_for_the_whole_emirate_reaches_every_area_and_shows_what_is_free() -> None:
    clock = SurgeClock(NOW - LOOKS_BACK)
    found = supply_of(a_candidate(areas=frozenset({Area.EMIRATE})), a_category(), NOW, clock)
    assert found.areas == frozenset(area.value for area in Area)
    assert (found.capacity, found.free) == (10, 7)
    assert (found.starts_h, found.ends_h) == (clock.hours(NOW), math.inf)


def test_an_offering_ends_with_its_last_day() -> None:
    clock = SurgeClock(NOW - LOOKS_BACK)
    found = supply_of(a_candidate(available_to=TODAY), a_category(), NOW, clock)
    assert found.ends_h == clock.hours(NOW) + 24


def test_offerings_that_cannot_be_there_in_time_are_never_asked() -> None:
    slow, quick = a_candidate(lead_time_hours=24), a_candidate(lead_time_hours=1)
    need = a_need()
    soon = replace(need, details=replace(need.details, deadline=NOW + 5 * HOUR))
    assert never_asked(soon, (), (slow, quick), NOW) == {slow.offering.id}
    assert never_asked(need, (), (slow, quick), NOW) == frozenset()


def test_only_offerings_with_a_lead_time_or_days_depend_on_the_deadline() -> None:
    assert not depends_on_deadline(some_terms(), TODAY)
    assert depends_on_deadline(some_terms(lead_time_hours=1), TODAY)
    assert depends_on_deadline(some_terms(available_to=TODAY), TODAY)
    assert depends_on_deadline(some_terms(available_from=TODAY + timedelta(days=1)), TODAY)


def test_waits_are_those_of_calm_needs_whose_promise_has_run_out() -> None:
    policy = PlanPolicy()
    calm = a_need(posted_at=NOW - 9 * HOUR)
    calm = replace(calm, details=replace(calm.details, priority=Priority.P3))
    asked = replace(calm, first_proposed_at=calm.posted_at + 2 * HOUR)
    fresh, urgent = replace(calm, posted_at=NOW - 7 * HOUR), a_need(posted_at=NOW - 9 * HOUR)
    assert waits([calm, asked, fresh, urgent], NOW, policy) == ([None], [None, 2.0])
