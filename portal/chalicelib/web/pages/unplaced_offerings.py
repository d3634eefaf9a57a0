"""Offerings described in words that wait until staff find the category for them."""

from typing import Annotated

from pydantic import BaseModel

from chalicelib.domain.actors import Role
from chalicelib.domain.lifecycle import OFFERING, Action, permitted
from chalicelib.services.directory import partners_by_id
from chalicelib.services.offerings import list_unplaced, place_offering, read_offering
from chalicelib.web.category_groups import category_groups
from chalicelib.web.fields import Ask, Line
from chalicelib.web.forms import Form
from chalicelib.web.pages.partner_offerings import offering_values
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_

_PATH = "/portal/offerings-to-place"


class PlaceOfferingForm(BaseModel):
    """The category for what was described in words."""

    category: Annotated[
        Line, Ask(N_("Category"), N_("From then on it is counted in the unit of its category."))
    ]


@page(_PATH, Role.STAFF)
def offerings_to_place(request: Request) -> Answer:
    """Those that wait, the oldest first."""
    found = list_unplaced(request.context, request.cursor)
    partners = partners_by_id(request.context, {view.offering.partner_id for view in found.items})
    rows = [(view.offering, partners[view.offering.partner_id]) for view in found.items]
    return Page("partners/offerings_to_place.html", {"rows": rows, "next_cursor": found.next_cursor})


@page(f"{_PATH}/{{offering_id}}", Role.STAFF, methods=("GET", "POST"))
def place_an_offering(request: Request) -> Answer:
    """Put it into a category."""
    view = read_offering(request.context, request.path["offering_id"])
    permitted(OFFERING, view.offering.state, Action.PLACE, request.context.actor)
    posted = request.method == "POST"
    form = Form.read(PlaceOfferingForm, request.form) if posted else Form.blank(PlaceOfferingForm)
    form.submit(lambda data: place_offering(request.context, view.offering.id, data.category))
    if form.ok:
        return Redirect(_PATH, N_("The offering is in its category. Requests can come for it now."))
    values = {**offering_values(request, view), "form": form, "groups": category_groups(request.language)}
    return Page("partners/place_offering.html", values)
