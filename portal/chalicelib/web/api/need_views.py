"""Needs as staff's programs see them."""

from datetime import datetime

from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Form, Unit
from chalicelib.domain.lifecycle import (
    NeedState,
)
from chalicelib.domain.needs import Attestation, CascadeState, Circumstance, Need, Outcome, Priority
from chalicelib.web.schemas import View


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
