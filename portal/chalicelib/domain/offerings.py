"""An offering: what a partner can give, how much of it, where and when."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from chalicelib.domain.actors import Actor
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import OTHER, Category, Field, Form, Unit
from chalicelib.domain.errors import ErrorCode, conflict, invalid
from chalicelib.domain.lifecycle import OFFERING, Action, OfferingState, permitted
from chalicelib.domain.periods import Renewal, day_in_dubai

LARGEST_CAPACITY = 1_000_000


@dataclass(frozen=True, slots=True)
class OfferingTerms:
    """What a partner says it can give.

    `capacity` counts `unit`s in each period of its `renewal`. `lead_time_hours` pass between acceptance and
    delivery. `available_to` is the last day, if there is one. `words` describe a thing that fits no category.
    """

    category: str
    form: Form
    unit: Unit
    capacity: int
    renewal: Renewal
    areas: frozenset[Area]
    available_from: date
    available_to: date | None = None
    lead_time_hours: int = 0
    conditions: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Offering:
    """An offering of a partner. `version` counts its changes and guards them against each other."""

    id: str
    partner_id: str
    terms: OfferingTerms
    state: OfferingState
    listed_at: datetime
    version: int = 1


def check_terms(terms: OfferingTerms, category: Category | None, *, financial_allowed: bool) -> OfferingTerms:
    """Terms that may be listed, or the first thing that is wrong with them.

    `category` is None for "something else". Financial offerings need the permit that an administrator enters
    (Federal Law 3 of 2021; FACTS.md section 4).
    """
    _check_kind(terms, category, financial_allowed=financial_allowed)
    if not 1 <= terms.capacity <= LARGEST_CAPACITY:
        raise invalid(ErrorCode.QUANTITY_INVALID, "capacity")
    if not terms.areas:
        raise invalid(ErrorCode.AREA_MISSING, "areas")
    if terms.available_to is not None and terms.available_to < terms.available_from:
        raise invalid(ErrorCode.PERIOD_INVALID, "available_to")
    if not 0 <= terms.lead_time_hours <= 24 * 90:
        raise invalid(ErrorCode.QUANTITY_INVALID, "lead_time_hours")
    return replace(terms, areas=_widest(terms.areas))


def _check_kind(terms: OfferingTerms, category: Category | None, *, financial_allowed: bool) -> None:
    if terms.form is Form.FINANCIAL and not financial_allowed:
        raise conflict(ErrorCode.FINANCIAL_SWITCHED_OFF, "form")
    if (terms.form is Form.FINANCIAL) != (terms.unit is Unit.AED):
        raise invalid(ErrorCode.UNIT_MISMATCH, "unit")
    if category is None and not (terms.category == OTHER and terms.words.strip()):
        raise invalid(ErrorCode.WORDS_MISSING, "words")
    if category is not None and terms.form is not Form.FINANCIAL:
        if terms.form is not category.form:
            raise invalid(ErrorCode.FORM_NOT_ALLOWED, "form")
        if terms.unit is not category.unit:
            raise invalid(ErrorCode.UNIT_MISMATCH, "unit")


def _widest(areas: frozenset[Area]) -> frozenset[Area]:
    return frozenset({Area.EMIRATE}) if Area.EMIRATE in areas else areas


def list_offering(offering_id: str, partner_id: str, terms: OfferingTerms, now: datetime) -> Offering:
    """A new offering: active at once, or waiting to be placed when it is described in words."""
    state = OfferingState.UNPLACED if terms.category == OTHER else OfferingState.ACTIVE
    return Offering(offering_id, partner_id, terms, state, now)


def move(offering: Offering, action: Action, actor: Actor) -> Offering:
    """The offering after that action."""
    step = permitted(OFFERING, offering.state, action, actor)
    return replace(offering, state=step.after, version=offering.version + 1)


def place(offering: Offering, category: Category, actor: Actor) -> Offering:
    """The offering in the category that staff chose for its words. It is counted in that category's unit."""
    moved = move(offering, Action.PLACE, actor)
    financial = offering.terms.form is Form.FINANCIAL
    terms = replace(
        offering.terms,
        category=category.code,
        form=offering.terms.form if financial else category.form,
        unit=offering.terms.unit if financial else category.unit,
    )
    return replace(moved, terms=terms)


def edit(offering: Offering, terms: OfferingTerms) -> Offering:
    """The offering with other terms. Its category stays; what is reserved is the capacity's to check."""
    if offering.state is OfferingState.RETIRED:
        raise conflict(ErrorCode.ILLEGAL_TRANSITION, state=offering.state.value, action="edit")
    kept = replace(
        terms, category=offering.terms.category, form=offering.terms.form, unit=offering.terms.unit
    )
    return replace(offering, terms=kept, version=offering.version + 1)


def available_by(terms: OfferingTerms, now: datetime, deadline: datetime) -> bool:
    """Whether the partner can deliver within its days and its lead time, from now until the deadline."""
    earliest = now + timedelta(hours=terms.lead_time_hours) if terms.lead_time_hours else now
    starts = max(day_in_dubai(earliest), terms.available_from)
    last = terms.available_to or date.max
    return earliest <= deadline and starts <= min(day_in_dubai(deadline), last)


def excludes_litigation(category: Category) -> bool:
    """Whether proposals must say that litigation and pleading are excluded (FACTS.md section 1)."""
    return category.field is Field.LEGAL
