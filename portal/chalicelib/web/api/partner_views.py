"""Partners and their agreements as programs see them."""

from datetime import date, datetime

from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Field
from chalicelib.domain.lifecycle import (
    AgreementState,
    PartnerState,
)
from chalicelib.domain.partners import Language, Partner, PartnerKind
from chalicelib.web.schemas import View


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
