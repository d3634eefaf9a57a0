"""The things of the API as programs see them, and the pages that lists of them come in."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from chalicelib.domain.areas import Area, Region
from chalicelib.domain.assignments import Assignment
from chalicelib.domain.audit import AuditEvent, Tag
from chalicelib.domain.categories import Category, Field, Form, Unit
from chalicelib.domain.lifecycle import (
    AgreementState,
    AssignmentState,
    NeedState,
    OfferingState,
    PartnerState,
)
from chalicelib.domain.needs import Attestation, CascadeState, Circumstance, Need, Outcome, Priority
from chalicelib.domain.partners import Language, Partner, PartnerKind
from chalicelib.domain.periods import Renewal
from chalicelib.services.assignments import SeenAssignment
from chalicelib.services.offerings import OfferingView as OfferingWithCapacity
from chalicelib.store.paging import Page
from chalicelib.web.requests import Request
from chalicelib.web.schemas import ListView, View

T = TypeVar("T")
V = TypeVar("V", bound=View)


def list_view(
    request: Request, page: Page[T], view: Callable[[T], V], listing: type[ListView[V]]
) -> ListView[V]:
    """A page of a list; its cursor is sealed, so that nobody makes their own."""
    sealed = request.sealed(page.next_cursor) if page.next_cursor else None
    return listing(items=[view(item) for item in page.items], next_cursor=sealed)


class CategoryView(View):
    """A line of the taxonomy."""

    code: str
    field: Field
    form: Form
    unit: Unit
    name_ar: str
    name_en: str
    in_home_or_with_child: bool
    retired: bool


class PartnerView(View):
    """A partner, to itself and to staff."""

    id: str
    state: PartnerState
    kind: PartnerKind
    name_ar: str
    name_en: str
    registration_number: str
    areas: list[Area]
    fields: list[Field]
    language: Language
    registered_at: datetime
    decision_reason: str


def partner_view(partner: Partner) -> PartnerView:
    """The partner; its contact stays in the portal's pages."""
    profile = partner.profile
    return PartnerView(
        id=partner.id,
        state=partner.state,
        kind=profile.kind,
        name_ar=profile.name_ar,
        name_en=profile.name_en,
        registration_number=profile.registration_number,
        areas=sorted(profile.areas),
        fields=sorted(profile.fields),
        language=profile.language,
        registered_at=partner.registered_at,
        decision_reason=partner.decision_reason,
    )


class BoundsView(View):
    """How much may be asked of the partner; null is any number."""

    night_calls: bool
    requests_a_month: int | None
    units_a_month: int | None
    notices_a_week: int | None


class AgreementView(View):
    """An agreement: what it covers, and from when to when."""

    id: str
    partner_id: str
    terms_version: str
    starts_on: date
    ends_on: date
    covers: list[Field]
    state: AgreementState
    bounds: BoundsView


class CapacityView(View):
    """What an offering holds in its current period, in its unit."""

    period: str
    total: int
    free: int
    reserved: int
    used: int


class OfferingView(View):
    """An offering with its capacity of today."""

    id: str
    partner_id: str
    state: OfferingState
    category: str
    words: str
    form: Form
    unit: Unit
    renewal: Renewal
    areas: list[Area]
    available_from: date
    available_to: date | None
    lead_time_hours: int
    conditions: str
    listed_at: datetime
    capacity: CapacityView


def offering_view(listed: OfferingWithCapacity) -> OfferingView:
    """The offering."""
    offering, terms = listed.offering, listed.offering.terms
    return OfferingView(
        id=offering.id,
        partner_id=offering.partner_id,
        state=offering.state,
        category=terms.category,
        words=terms.words,
        form=terms.form,
        unit=terms.unit,
        renewal=terms.renewal,
        areas=sorted(terms.areas),
        available_from=terms.available_from,
        available_to=terms.available_to,
        lead_time_hours=terms.lead_time_hours,
        conditions=terms.conditions,
        listed_at=offering.listed_at,
        capacity=CapacityView.model_validate(listed.capacity),
    )


class NeedView(View):
    """A need, to staff. Its private note is read in the portal's pages alone.

    `cascade` tells whether a rest is on its way to the next partners; a `manual` need stays with staff.
    """

    id: str
    state: NeedState
    case_reference: str
    category: str
    words: str
    quantity: int
    unit: Unit
    form: Form
    area: Area
    circumstance: Circumstance
    priority: Priority
    deadline: datetime
    registered: Attestation
    low_income: Attestation
    summary: str
    sensitive: bool
    excluded_partners: list[str]
    owner: str
    posted_by: str
    posted_at: datetime
    outcome: Outcome | None
    outcome_reason: str
    manual: bool
    cascade: CascadeState
    first_proposed_at: datetime | None


def need_view(need: Need) -> NeedView:
    """The need."""
    details = need.details
    return NeedView(
        id=need.id,
        state=need.state,
        case_reference=details.case_reference,
        category=details.category,
        words=details.words,
        quantity=details.quantity,
        unit=details.unit,
        form=details.form,
        area=details.area,
        circumstance=details.circumstance,
        priority=details.priority,
        deadline=details.deadline,
        registered=details.registered,
        low_income=details.low_income,
        summary=details.summary,
        sensitive=details.sensitive,
        excluded_partners=sorted(details.excluded_partners),
        owner=need.owner,
        posted_by=need.posted_by,
        posted_at=need.posted_at,
        outcome=need.outcome,
        outcome_reason=need.outcome_reason,
        manual=need.manual,
        cascade=need.cascade,
        first_proposed_at=need.first_proposed_at,
    )


class AssignmentView(View):
    """An assignment. `held` counts the units that it holds now."""

    id: str
    need_id: str
    offering_id: str
    partner_id: str
    period: str
    state: AssignmentState
    proposed: int
    held: int
    proposed_at: datetime
    answer_due: datetime
    delivered_at: datetime | None
    confirmed_at: datetime | None


def assignment_view(assignment: Assignment) -> AssignmentView:
    """The assignment."""
    return AssignmentView.model_validate(assignment)


class DisclosedView(View):
    """A need as its partner may see it: before acceptance no case reference, and never a name."""

    category: str
    form: Form
    unit: Unit
    area: Area | None
    region: Region
    priority: Priority
    deadline: datetime
    summary: str
    litigation_excluded: bool
    case_reference: str | None
    duty_desk: str | None


class SeenAssignmentView(View):
    """An assignment with what its partner may see of the need."""

    assignment: AssignmentView
    need: DisclosedView


def seen_assignment_view(seen: SeenAssignment) -> SeenAssignmentView:
    """The assignment and the need behind it."""
    need = seen.need
    disclosed = DisclosedView(
        category=need.category.code,
        form=need.form,
        unit=need.unit,
        area=need.area,
        region=need.region,
        priority=need.priority,
        deadline=need.deadline,
        summary=need.summary,
        litigation_excluded=need.litigation_excluded,
        case_reference=need.case_reference,
        duty_desk=need.duty_desk,
    )
    return SeenAssignmentView(assignment=assignment_view(seen.assignment), need=disclosed)


class AuditEventView(View):
    """A line of the audit trail, with the hashes that chain it to the one before."""

    id: str
    subject: str
    number: int
    at: datetime
    tag: Tag
    role: str
    account_id: str | None
    partner_id: str | None
    details: dict[str, str | int]
    previous_hash: str
    hash: str


def category_view(category: Category) -> CategoryView:
    """The category."""
    return CategoryView.model_validate(category)


def audit_event_view(event: AuditEvent) -> AuditEventView:
    """The event."""
    return AuditEventView.model_validate(event)
