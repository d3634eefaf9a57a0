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
from chalicelib.web.offering_fields import NewOfferingForm, OfferingFields, first_day, shown_terms
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
        new = {"offering_id": request.context.new_id(), "category": category.code if category else OTHER}
        blank = Form.blank(NewOfferingForm, **new, **first_day(day_in_dubai(request.now)))
        return _new_shown(request, blank, category)
    form = Form.read(NewOfferingForm, request.form)
    category = category_in_use(request, form.value("category"))
    offering = form.submit(lambda data: _list(request, data, category))
    if offering is None:
        return _new_shown(request, form, category)
    return Redirect(f"/portal/offerings/{offering.id}", N_("The offering is listed."))


def _list(request: Request, data: NewOfferingForm, category: Category | None) -> Offering:
    terms = data.terms(category.form, category.unit) if category else data.terms(None, None)
    return list_offering(request.context, own_partner_id(request), terms, data.offering_id)


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
        return _edit_shown(request, Form.blank(OfferingFields, **shown_terms(terms)), view.offering)
    form = Form.read(OfferingFields, request.form)
    form.submit(lambda data: edit_offering(request.context, view.offering.id, data.onto(terms)))
    if form.ok:
        return Redirect(home, N_("The offering is changed."))
    return _edit_shown(request, form, view.offering)


def _edit_shown(request: Request, form: Form[OfferingFields], offering: Offering) -> Page:
    name = offering_name(offering, categories_by_code(request), request.language)
    return Page("offerings/edit.html", {"form": form, "offering": offering, "name": name, "other": OTHER})
