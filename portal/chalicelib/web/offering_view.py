"""An offering as its partner reads it: its name, its state, and what keeps it from being asked for."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from chalicelib.domain.agreements import in_force
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import OTHER, Category
from chalicelib.domain.credentials import CredentialKind, required_by
from chalicelib.domain.errors import not_found
from chalicelib.domain.lifecycle import OfferingState, PartnerState
from chalicelib.domain.offerings import Offering
from chalicelib.domain.partners import Language, Partner, licence_in_force, missing_credentials
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.agreements import list_agreements
from chalicelib.services.categories import list_categories
from chalicelib.services.partners import read_partner
from chalicelib.web.own_partner import own_partner_id
from chalicelib.web.requests import Request
from chalicelib.words.text import N_, Text

LOOKS: Final = {OfferingState.ACTIVE: "ok", OfferingState.UNPLACED: "wait"}
_MISSING: Final = {
    CredentialKind.LICENCE: N_("Staff have not recorded a trade licence that is in force."),
    CredentialKind.ACCREDITATION: N_("This field asks for an accreditation in force, which staff record."),
    CredentialKind.CLEARANCE: N_("Work in a home or with a child asks for a clearance, which staff record."),
}


def categories_by_code(request: Request) -> dict[str, Category]:
    """The taxonomy, retired categories too."""
    return {one.code: one for one in list_categories(request.context)}


def category_in_use(request: Request, code: str) -> Category | None:
    """The category of new terms; None for "something else". Raises `NOT_FOUND` for one not in use."""
    if code == OTHER:
        return None
    category = categories_by_code(request).get(code)
    if category is None or category.retired:
        raise not_found("category")
    return category


def offering_name(offering: Offering, categories: Mapping[str, Category], language: Language) -> str:
    """Its category's name; what was described keeps its words until staff place it."""
    terms = offering.terms
    return terms.words if terms.category == OTHER else categories[terms.category].name(language)


def served(offering: Offering) -> list[Area]:
    """Its areas, in the order in which they always stand."""
    return [area for area in Area if area in offering.terms.areas]


def obstacles(request: Request, category: Category) -> list[Text]:
    """Why nothing of that category can be asked of the reader's partner today; empty where it can."""
    partner_id, today = own_partner_id(request), day_in_dubai(request.now)
    partner = read_partner(request.context, partner_id)
    found = [] if partner.state is PartnerState.APPROVED else [N_("Your partnership is suspended.")]
    if in_force(list_agreements(request.context, partner_id), category.field, today) is None:
        found.append(N_("No agreement in force covers this field."))
    return found + [_MISSING[kind] for kind in CredentialKind if kind in _lacking(partner, category, today)]


def _lacking(partner: Partner, category: Category, today: date) -> frozenset[CredentialKind]:
    licence = frozenset() if licence_in_force(partner, today) else frozenset({CredentialKind.LICENCE})
    return licence | missing_credentials(partner, required_by(category), today)
