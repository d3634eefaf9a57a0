"""Staff list an offering for a partner that has no account, and change one for it."""

from chalicelib.domain.actors import Role
from chalicelib.domain.categories import OTHER, Category
from chalicelib.domain.lifecycle import OfferingState
from chalicelib.domain.partners import Partner, require_approved
from chalicelib.services.offerings import edit_offering, list_offering
from chalicelib.services.partners import read_partner
from chalicelib.web.forms import Form
from chalicelib.web.new_offering import (
    blank_offering,
    categories_to_choose,
    model_of,
    new_offering_values,
)
from chalicelib.web.offering_fields import NewOfferingForm, model_for, shown_terms
from chalicelib.web.offering_view import category_in_use
from chalicelib.web.pages.partner_offerings import offering_of, offering_values
from chalicelib.web.partner_overview import profile_values
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_

_PATH = "/portal/partners/{partner_id}/offerings"


@page(f"{_PATH}/new", Role.STAFF)
def choose_category_for(request: Request) -> Answer:
    """What there is to give, by field."""
    partner = _approved(request)
    values = {"groups": categories_to_choose(request), "other": OTHER}
    return Page("partners/offering_category.html", {**profile_values(partner), **values})


def _approved(request: Request) -> Partner:
    partner = read_partner(request.context, request.path["partner_id"])
    require_approved(partner)
    return partner


@page(f"{_PATH}/new/details", Role.STAFF, methods=("GET", "POST"))
def new_offering_for(request: Request) -> Answer:
    """How much, where and when."""
    partner = _approved(request)
    if request.method == "GET":
        category = category_in_use(request, request.query.one("category"))
        return _new_shown(request, partner, blank_offering(request, category), category)
    category = category_in_use(request, request.form.one("category"))
    form = Form.read(model_of(category), request.form)
    offering = form.submit(
        lambda data: list_offering(request.context, partner.id, data.terms(), data.offering_id)
    )
    if offering is None:
        return _new_shown(request, partner, form, category)
    home = f"{_PATH.format(partner_id=partner.id)}/{offering.id}"
    return Redirect(home, N_("The offering is listed."))


def _new_shown(
    request: Request, partner: Partner, form: Form[NewOfferingForm], category: Category | None
) -> Page:
    values = {**profile_values(partner), **new_offering_values(request, form, category)}
    return Page("partners/new_offering.html", values)


@page(f"{_PATH}/{{offering_id}}/edit", Role.STAFF, methods=("GET", "POST"))
def change_offering_of(request: Request) -> Answer:
    """Change how much, where and when; what is promised stays promised."""
    view = offering_of(request)
    terms, home = view.offering.terms, f"{_PATH}/{{offering_id}}".format(**request.path)
    if view.offering.state is OfferingState.RETIRED:
        return Redirect(home)
    model = model_for(terms)
    posted = request.method == "POST"
    form = Form.read(model, request.form) if posted else Form.blank(model, **shown_terms(terms))
    form.submit(lambda data: edit_offering(request.context, view.offering.id, data.onto(terms)))
    if form.ok:
        return Redirect(home, N_("The offering is changed."))
    return Page("partners/edit_offering.html", {**offering_values(request, view), "form": form})
