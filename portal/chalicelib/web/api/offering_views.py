"""Offerings as programs see them."""

from datetime import date, datetime

from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Form, Unit
from chalicelib.domain.lifecycle import (
    OfferingState,
)
from chalicelib.domain.periods import Renewal
from chalicelib.services.offerings import OfferingView as OfferingWithCapacity
from chalicelib.web.schemas import View


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
