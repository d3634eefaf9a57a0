"""Offerings: which terms may be listed, and when they can be met."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain import offerings as domain
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import OTHER, Field, Form, Unit
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import Action, OfferingState
from chalicelib.domain.offerings import (
    LARGEST_CAPACITY,
    OfferingTerms,
    available_by,
    check_terms,
    edit,
    excludes_litigation,
    list_offering,
    place,
)
from chalicelib.domain.periods import Renewal
from tests.factories import NOW, STAFF, TODAY, a_category, a_partner, an_offering, as_partner, some_terms
from tests.refusals import refused, refused_field

FURNITURE = a_category()
PAINTING = a_category(code="painting", form=Form.SERVICE, unit=Unit.HOME)
DAY = timedelta(days=1)


def checked(**given: object) -> OfferingTerms:
    return check_terms(some_terms(**given), FURNITURE, financial_allowed=False)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"capacity": 0}, "capacity"),
        ({"capacity": LARGEST_CAPACITY + 1}, "capacity"),
        ({"areas": frozenset()}, "areas"),
        ({"available_from": TODAY, "available_to": TODAY - DAY}, "available_to"),
        ({"lead_time_hours": -1}, "lead_time_hours"),
        ({"lead_time_hours": 24 * 90 + 1}, "lead_time_hours"),
        ({"form": Form.SERVICE}, "form"),
        ({"unit": Unit.BASKET}, "unit"),
        ({"unit": Unit.AED}, "unit"),
    ],
)
def test_what_is_wrong_with_the_terms_is_said_of_their_field(given: dict[str, object], field: str) -> None:
    assert refused_field(checked, **given) == field


def test_the_bounds_themselves_are_fine() -> None:
    day = {"available_from": TODAY, "available_to": TODAY}
    assert checked(capacity=LARGEST_CAPACITY, lead_time_hours=24 * 90, **day).available_to == TODAY


def test_the_whole_emirate_swallows_its_towns() -> None:
    assert checked(areas=frozenset({Area.EMIRATE, Area.KALBA})).areas == {Area.EMIRATE}


def test_money_waits_for_the_permit_and_counts_in_dirhams() -> None:
    money = some_terms(form=Form.FINANCIAL, unit=Unit.AED)
    code = refused(check_terms, money, FURNITURE, financial_allowed=False)
    assert code is ErrorCode.FINANCIAL_SWITCHED_OFF
    assert check_terms(money, FURNITURE, financial_allowed=True) == money
    pieces = some_terms(form=Form.FINANCIAL, unit=Unit.PIECE)
    assert refused(check_terms, pieces, FURNITURE, financial_allowed=True) is ErrorCode.UNIT_MISMATCH


def test_something_else_needs_words() -> None:
    silent = some_terms(category=OTHER, words=" ")
    assert refused_field(check_terms, silent, None, financial_allowed=False) == "words"
    said = some_terms(category=OTHER, words="مولدات")
    assert check_terms(said, None, financial_allowed=False) == said


def test_something_else_waits_to_be_placed_and_all_else_is_active_at_once() -> None:
    other = list_offering("01J", "01JP", some_terms(category=OTHER, words="مولدات"), NOW)
    assert other.state is OfferingState.UNPLACED
    assert list_offering("01J", "01JP", some_terms(), NOW).state is OfferingState.ACTIVE


def test_what_is_placed_counts_in_the_unit_of_its_category() -> None:
    partner = a_partner()
    other = list_offering("01J", partner.id, some_terms(category=OTHER, words="طلاء"), NOW)
    placed = place(other, PAINTING, STAFF)
    assert (placed.terms.category, placed.terms.form, placed.terms.unit) == (
        "painting",
        Form.SERVICE,
        Unit.HOME,
    )
    assert placed.state is OfferingState.ACTIVE
    assert refused(place, other, PAINTING, as_partner(partner)) is ErrorCode.NOT_PERMITTED


def test_money_that_is_placed_stays_money() -> None:
    terms = some_terms(category=OTHER, words="إيجار", form=Form.FINANCIAL, unit=Unit.AED)
    placed = place(list_offering("01J", "01JP", terms, NOW), PAINTING, STAFF)
    assert (placed.terms.form, placed.terms.unit) == (Form.FINANCIAL, Unit.AED)


def test_an_edit_leaves_category_form_and_unit() -> None:
    offering = an_offering(a_partner())
    terms = some_terms(category="food", form=Form.SERVICE, unit=Unit.HOME, capacity=3)
    assert edit(offering, terms).terms == some_terms(capacity=3)


def test_a_retired_offering_never_changes_again() -> None:
    retired = domain.move(an_offering(a_partner()), Action.RETIRE, STAFF)
    assert refused(edit, retired, some_terms()) is ErrorCode.ILLEGAL_TRANSITION
    assert refused(domain.move, retired, Action.RESUME, STAFF) is ErrorCode.ILLEGAL_TRANSITION


@pytest.mark.parametrize(
    ("given", "possible"),
    [
        ({}, True),
        ({"lead_time_hours": 48}, True),
        ({"lead_time_hours": 49}, False),
        ({"available_from": TODAY + 2 * DAY}, True),
        ({"available_from": TODAY + 3 * DAY}, False),
        ({"available_to": TODAY}, True),
        ({"available_to": TODAY - DAY}, False),
        ({"available_to": TODAY, "lead_time_hours": 24}, False),
    ],
)
def test_an_offering_can_be_met_within_its_days_and_its_lead_time(
    given: dict[str, object], *, possible: bool
) -> None:
    assert available_by(some_terms(**given), NOW, NOW + timedelta(hours=48)) is possible


def test_days_are_those_of_the_emirate() -> None:
    late_in_utc = datetime(2026, 7, 28, 21, 0, tzinfo=UTC)
    last_day_was_yesterday = some_terms(available_to=TODAY)
    assert not available_by(last_day_was_yesterday, late_in_utc, late_in_utc + timedelta(hours=5))


def test_legal_aid_alone_says_that_litigation_is_excluded() -> None:
    excluded = {one for one in Field if excludes_litigation(a_category(field=one))}
    assert excluded == {Field.LEGAL}


def test_a_weekly_offering_says_so() -> None:
    assert checked(renewal=Renewal.WEEKLY).renewal is Renewal.WEEKLY
