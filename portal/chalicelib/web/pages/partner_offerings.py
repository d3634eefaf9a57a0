"""A partner's offerings in the hands of staff: the list, and one of them with its steps."""

from pydantic import BaseModel

from chalicelib.domain.actors import Role
from chalicelib.domain.errors import not_found
from chalicelib.domain.lifecycle import OFFERING, Action, actions_from, permitted
from chalicelib.services.offerings import (
    OfferingView,
    list_offerings_of,
    pause_offering,
    read_offering,
    resume_offering,
    retire_offering,
)
from chalicelib.services.partners import read_partner
from chalicelib.web.forms import Form
from chalicelib.web.partner_overview import offering_rows, profile_values
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_

_PATH = "/portal/partners/{partner_id}/offerings"
_ONE = f"{_PATH}/{{offering_id}}"


class RetireForm(BaseModel):
    """Nothing is asked: the button is the answer."""


@page(_PATH, Role.STAFF)
def offerings_of(request: Request) -> Answer:
    """Every offering, the newest first."""
    partner = read_partner(request.context, request.path["partner_id"])
    found = list_offerings_of(request.context, partner.id, request.cursor)
    rows = offering_rows(request, found.items)
    values = {"offerings": rows, "next_cursor": found.next_cursor}
    return Page("partners/offerings.html", {**profile_values(partner), **values})


def offering_of(request: Request) -> OfferingView:
    """The offering that the address names, where it is that partner's."""
    view = read_offering(request.context, request.path["offering_id"])
    if view.offering.partner_id != request.path["partner_id"]:
        raise not_found("offering")
    return view


def offering_values(request: Request, view: OfferingView) -> dict[str, object]:
    """What the pages about one offering have in common."""
    partner = read_partner(request.context, view.offering.partner_id)
    (row,) = offering_rows(request, [view])
    home = _ONE.format(partner_id=partner.id, offering_id=view.offering.id)
    return {**profile_values(partner), "row": row, "offering": view.offering, "home": home}


@page(_ONE, Role.STAFF)
def offering(request: Request) -> Answer:
    """One offering, how much of it is free in this period, and what may be done with it."""
    view = offering_of(request)
    actions = actions_from(OFFERING, view.offering.state, request.context.actor)
    return Page("partners/offering.html", {**offering_values(request, view), "actions": actions})


@page(f"{_ONE}/pause", Role.STAFF, methods=("POST",))
def pause(request: Request) -> Answer:
    """Stop requests for a time."""
    pause_offering(request.context, offering_of(request).offering.id)
    return Redirect(_home(request), N_("The offering is paused."))


@page(f"{_ONE}/resume", Role.STAFF, methods=("POST",))
def resume(request: Request) -> Answer:
    """Let requests come again."""
    resume_offering(request.context, offering_of(request).offering.id)
    return Redirect(_home(request), N_("The offering is available again."))


@page(f"{_ONE}/retire", Role.STAFF, methods=("GET", "POST"))
def retire(request: Request) -> Answer:
    """Take it away for good, after a page that says so."""
    view = offering_of(request)
    permitted(OFFERING, view.offering.state, Action.RETIRE, request.context.actor)
    values = offering_values(request, view)
    if request.method == "GET":
        return Page("partners/retire_offering.html", {**values, "form": Form.blank(RetireForm)})
    form = Form.read(RetireForm, request.form)
    form.submit(lambda _: retire_offering(request.context, view.offering.id))
    if form.ok:
        return Redirect(_home(request), N_("The offering is retired."))
    return Page("partners/retire_offering.html", {**values, "form": form})


def _home(request: Request) -> str:
    return _ONE.format(**request.path)
