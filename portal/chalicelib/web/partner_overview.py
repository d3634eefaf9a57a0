"""What a partner's page shows staff, gathered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from chalicelib.domain.agreements import Agreement, in_force
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Category, Field
from chalicelib.domain.credentials import CredentialKind, required_by
from chalicelib.domain.lifecycle import PARTNER, OfferingState, PartnerState, actions_from
from chalicelib.domain.offerings import Offering
from chalicelib.domain.partners import Partner, licence_in_force, missing_credentials
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.agreements import list_agreements
from chalicelib.services.assignments import list_assignments_of
from chalicelib.services.offerings import OfferingView, list_offerings_of
from chalicelib.services.partners import read_partner
from chalicelib.services.trail import list_trail
from chalicelib.web.agreement_view import covered, standing
from chalicelib.web.assignment_words import look_of
from chalicelib.web.credential_view import validity
from chalicelib.web.offering_view import LOOKS, categories_by_code, offering_name, served
from chalicelib.web.profile_form import areas_of, fields_of
from chalicelib.web.requests import Request
from chalicelib.web.responses import Page
from chalicelib.web.trail_words import tell
from chalicelib.words.text import N_, Text

ON_PAGE: Final = 8
"""So much of each list stands on the page; the rest is one link away."""
PARTNER_LOOKS: Final = {
    PartnerState.APPROVED: "ok",
    PartnerState.SUSPENDED: "danger",
    PartnerState.AWAITING_REVIEW: "wait",
    PartnerState.REGISTERED: "wait",
    PartnerState.DECLINED: "off",
}
_LACKS: Final = {
    CredentialKind.LICENCE: N_("No trade licence in force is recorded."),
    CredentialKind.ACCREDITATION: N_("No accreditation in force is recorded, which its offerings ask for."),
    CredentialKind.CLEARANCE: N_("No clearance in force is recorded, which its offerings ask for."),
}


@dataclass(frozen=True, slots=True)
class OfferingRow:
    """An offering of a list, with the words for it."""

    view: OfferingView
    name: str
    areas: list[Area]
    look: str


def partner_page(request: Request, partner_id: str) -> Page:
    """The whole of a partner, with what may be done next."""
    partner = read_partner(request.context, partner_id)
    today = day_in_dubai(request.now)
    agreements = list_agreements(request.context, partner_id)
    offerings = list_offerings_of(request.context, partner_id)
    assignments = list_assignments_of(request.context, partner_id)
    events = list_trail(request.context, f"partner:{partner_id}")
    categories = categories_by_code(request)
    given = [view.offering for view in offerings.items]
    return Page(
        "partners/one.html",
        {
            **profile_values(partner),
            "actions": actions_from(PARTNER, partner.state, request.context.actor),
            "obstacles": obstacles(partner, agreements, given, categories, today),
            "credentials": [(one, *validity(one, today)) for one in partner.credentials],
            "agreements": agreement_rows(agreements[::-1][:ON_PAGE], today),
            "offerings": offering_rows(request, offerings.items[:ON_PAGE]),
            "look_of": look_of,
            "assignments": assignments.items[:ON_PAGE],
            "events": tell(request.context, events.items[:ON_PAGE], request.language),
            "more": {
                "agreements": len(agreements) > ON_PAGE,
                "offerings": len(offerings.items) > ON_PAGE,
                "assignments": len(assignments.items) > ON_PAGE,
                "events": len(events.items) > ON_PAGE,
            },
        },
    )


def profile_values(partner: Partner) -> dict[str, object]:
    """What the pages about one partner have in common."""
    return {
        "partner": partner,
        "root": f"/portal/partners/{partner.id}",
        "look": PARTNER_LOOKS[partner.state],
        "fields": fields_of(partner.profile),
        "areas": areas_of(partner.profile),
    }


def obstacles(
    partner: Partner,
    agreements: Sequence[Agreement],
    given: Sequence[Offering],
    categories: dict[str, Category],
    today: date,
) -> list[Text]:
    """Why an approved partner is not found, wholly or in a part; empty for one that has to be vetted yet."""
    if partner.state is not PartnerState.APPROVED:
        return []
    codes = {one.terms.category for one in given if one.state is OfferingState.ACTIVE}
    asked = [categories[code] for code in codes if code in categories]
    found = [] if any(in_force(agreements, field, today) for field in Field) else [_NO_AGREEMENT]
    if found == [] and any(in_force(agreements, one.field, today) is None for one in asked):
        found.append(_UNCOVERED)
    lacking = {kind for one in asked for kind in missing_credentials(partner, required_by(one), today)}
    if not licence_in_force(partner, today):
        lacking.add(CredentialKind.LICENCE)
    return found + [_LACKS[kind] for kind in CredentialKind if kind in lacking]


_NO_AGREEMENT: Final = N_("No signed agreement is in force.")
_UNCOVERED: Final = N_("Some of its offerings are in a field that no agreement in force covers.")


def agreement_rows(
    agreements: Sequence[Agreement], today: date
) -> list[tuple[Agreement, list[Field], Text, str]]:
    """Agreements with what they cover and what they mean today."""
    return [(one, covered(one), *standing(one, today)) for one in agreements]


def offering_rows(request: Request, views: Sequence[OfferingView]) -> list[OfferingRow]:
    """Offerings with their names."""
    categories = categories_by_code(request)
    return [
        OfferingRow(
            view,
            offering_name(view.offering, categories, request.language),
            served(view.offering),
            LOOKS.get(view.offering.state, "off"),
        )
        for view in views
    ]
