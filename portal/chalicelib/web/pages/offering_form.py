"""List an offering: first the category, which settles the unit, then how much, where, when; and change it."""

from chalicelib.domain.actors import Role
from chalicelib.domain.categories import OTHER, Category
from chalicelib.domain.lifecycle import OfferingState
from chalicelib.domain.offerings import Offering
from chalicelib.services.offerings import edit_offering, list_offering, read_offering
from chalicelib.web.forms import Form
from chalicelib.web.new_offering import (
    blank_offering,
    categories_to_choose,
    model_of,
    new_offering_values,
)
from chalicelib.web.offering_fields import NewOfferingForm, OfferingFields, model_for, shown_terms
from chalicelib.web.offering_view import categories_by_code, category_in_use, obstacles, offering_name
from chalicelib.web.own_partner import own_partner_id
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_


@page("/portal/offerings/new", Role.PARTNER)
def choose_category(request: Request) -> Answer:
    """What there is to give, by field."""
    return Page("offerings/category.html", {"groups": categories_to_choose(request), "other": OTHER})


@page("/portal/offerings/new/details", Role.PARTNER, methods=("GET", "POST"))
def new_offering(request: Request) -> Answer:
    """How much, where and when."""
    if request.method == "GET":
        category = category_in_use(request, request.query.one("category"))
        return _new_shown(request, blank_offering(request, category), category)
    category = category_in_use(request, request.form.one("category"))
    form = Form.read(model_of(category), request.form)
    offering = form.submit(
        lambda data: list_offering(request.context, own_partner_id(request), data.terms(), data.offering_id)
    )
    if offering is None:
        return _new_shown(request, form, category)
    return Redirect(f"/portal/offerings/{offering.id}", N_("The offering is listed."))


def _new_shown(request: Request, form: Form[NewOfferingForm], category: Category | None) -> Page:
    found = obstacles(request, category) if category else []
    return Page("offerings/new.html", {**new_offering_values(request, form, category), "obstacles": found})


@page("/portal/offerings/{offering_id}/edit", Role.PARTNER, methods=("GET", "POST"))
def change_offering(request: Request) -> Answer:
    """Change how much, where and when; what is promised stays promised."""
    view = read_offering(request.context, request.path["offering_id"])
    home, terms = f"/portal/offerings/{view.offering.id}", view.offering.terms
    if view.offering.state is OfferingState.RETIRED:
        return Redirect(home)
    if request.method == "GET":
        return _edit_shown(request, Form.blank(model_for(terms), **shown_terms(terms)), view.offering)
    form = Form.read(model_for(terms), request.form)
    form.submit(lambda data: edit_offering(request.context, view.offering.id, data.onto(terms)))
    if form.ok:
        return Redirect(home, N_("The offering is changed."))
    return _edit_shown(request, form, view.offering)


def _edit_shown(request: Request, form: Form[OfferingFields], offering: Offering) -> Page:
    name = offering_name(offering, categories_by_code(request), request.language)
    return Page("offerings/edit.html", {"form": form, "offering": offering, "name": name, "other": OTHER})
