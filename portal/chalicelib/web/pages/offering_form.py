"""List an offering: first the category, which settles the unit, then how much, where, when; and change it."""

from chalicelib.domain.actors import Role
from chalicelib.domain.categories import OTHER, Category, Field, Unit
from chalicelib.domain.categories import Form as GivenAs
from chalicelib.domain.lifecycle import OfferingState
from chalicelib.domain.network import financial_allowed
from chalicelib.domain.offerings import Offering, excludes_litigation
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.categories import list_categories
from chalicelib.services.network import read_network
from chalicelib.services.offerings import edit_offering, list_offering, read_offering
from chalicelib.web.forms import Form
from chalicelib.web.offering_fields import (
    NewDescribedForm,
    NewOfferingForm,
    OfferingFields,
    first_day,
    model_for,
    shown_terms,
)
from chalicelib.web.offering_view import categories_by_code, category_in_use, obstacles, offering_name
from chalicelib.web.own_partner import own_partner_id
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_


@page("/portal/offerings/new", Role.PARTNER)
def choose_category(request: Request) -> Answer:
    """What there is to give, by field."""
    in_use = [one for one in list_categories(request.context) if not one.retired]
    groups = [(field, [one for one in in_use if one.field is field]) for field in Field]
    return Page("offerings/category.html", {"groups": groups, "other": OTHER})


@page("/portal/offerings/new/details", Role.PARTNER, methods=("GET", "POST"))
def new_offering(request: Request) -> Answer:
    """How much, where and when."""
    if request.method == "GET":
        category = category_in_use(request, request.query.one("category"))
        return _new_shown(request, _blank(request, category), category)
    category = category_in_use(request, request.form.one("category"))
    form = Form.read(_model(category), request.form)
    offering = form.submit(
        lambda data: list_offering(request.context, own_partner_id(request), data.terms(), data.offering_id)
    )
    if offering is None:
        return _new_shown(request, form, category)
    return Redirect(f"/portal/offerings/{offering.id}", N_("The offering is listed."))


def _model(category: Category | None) -> type[NewOfferingForm]:
    return NewOfferingForm if category else NewDescribedForm


def _blank(request: Request, category: Category | None) -> Form[NewOfferingForm]:
    """A category brings its form and its unit along."""
    new = {
        "offering_id": request.context.new_id(),
        "category": category.code if category else OTHER,
        "form": category.form if category else None,
        "unit": category.unit if category else None,
    }
    return Form.blank(_model(category), **new, **first_day(day_in_dubai(request.now)))


def _new_shown(request: Request, form: Form[NewOfferingForm], category: Category | None) -> Page:
    allowed = financial_allowed(read_network(request.context), day_in_dubai(request.now))
    values = {
        "form": form,
        "category": category,
        "financial_allowed": allowed,
        "forms": _forms(category, allowed=allowed),
        "units": [unit for unit in Unit if unit is not Unit.AED],
        "obstacles": obstacles(request, category) if category else [],
        "litigation_excluded": category is not None and excludes_litigation(category),
    }
    return Page("offerings/new.html", values)


def _forms(category: Category | None, *, allowed: bool) -> list[GivenAs]:
    """The forms to choose from."""
    usual = [GivenAs.IN_KIND, GivenAs.SERVICE] if category is None else [category.form]
    return [*usual, *([GivenAs.FINANCIAL] if allowed and GivenAs.FINANCIAL not in usual else [])]


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
