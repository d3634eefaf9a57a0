"""A partner's offerings: the list, one of them with what is left of it; pause, resume and retire it."""

from collections.abc import Mapping

from pydantic import BaseModel

from chalicelib.domain.actors import Role
from chalicelib.domain.categories import Category
from chalicelib.domain.lifecycle import OFFERING, Action, OfferingState, actions_from
from chalicelib.domain.offerings import Offering, excludes_litigation
from chalicelib.domain.periods import Renewal, period_of
from chalicelib.services.offerings import (
    OfferingView,
    list_offerings_of,
    pause_offering,
    read_offering,
    resume_offering,
    retire_offering,
)
from chalicelib.web.forms import Form
from chalicelib.web.offering_view import LOOKS, categories_by_code, obstacles, offering_name, served
from chalicelib.web.own_partner import own_partner_id
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_

_PATH = "/portal/offerings/{offering_id}"


class RetireForm(BaseModel):
    """Nothing is asked: the button is the answer."""


@page("/portal/offerings", Role.PARTNER)
def offerings(request: Request) -> Answer:
    """Every offering of the partner, the newest first."""
    found = list_offerings_of(request.context, own_partner_id(request), request.cursor)
    categories = categories_by_code(request)
    rows = [
        (view, offering_name(view.offering, categories, request.language), served(view.offering))
        for view in found.items
    ]
    return Page("offerings/list.html", {"rows": rows, "looks": LOOKS, "next_cursor": found.next_cursor})


@page(_PATH, Role.PARTNER)
def offering(request: Request) -> Answer:
    """One offering, and how much of it is free in this period."""
    view = read_offering(request.context, request.path["offering_id"])
    categories = categories_by_code(request)
    category = categories.get(view.offering.terms.category)
    possible = actions_from(OFFERING, view.offering.state, request.context.actor)
    values = {
        **_shared(request, view, categories),
        "may_pause": Action.PAUSE in possible,
        "may_resume": Action.RESUME in possible,
        "may_retire": Action.RETIRE in possible,
        "served": served(view.offering),
        "period_ends": _period_ends(request, view.offering),
        "litigation_excluded": category is not None and excludes_litigation(category),
        "obstacles": obstacles(request, category) if category and possible else [],
    }
    return Page("offerings/one.html", values)


def _shared(request: Request, view: OfferingView, categories: Mapping[str, Category]) -> dict[str, object]:
    name = offering_name(view.offering, categories, request.language)
    state = view.offering.state
    return {
        "offering": view.offering,
        "capacity": view.capacity,
        "name": name,
        "look": LOOKS.get(state, "off"),
    }


def _period_ends(request: Request, offering: Offering) -> object:
    """The last day of this period, for a capacity that renews."""
    if offering.terms.renewal is Renewal.ONCE or offering.state is OfferingState.RETIRED:
        return None
    return period_of(offering.terms.renewal, request.now).ends_on


@page(f"{_PATH}/pause", Role.PARTNER, methods=("POST",))
def pause(request: Request) -> Answer:
    """Stop requests for a time."""
    paused = pause_offering(request.context, request.path["offering_id"])
    return Redirect(_PATH.format(offering_id=paused.id), N_("The offering is paused."))


@page(f"{_PATH}/resume", Role.PARTNER, methods=("POST",))
def resume(request: Request) -> Answer:
    """Let requests come again."""
    resumed = resume_offering(request.context, request.path["offering_id"])
    return Redirect(_PATH.format(offering_id=resumed.id), N_("The offering is available again."))


@page(f"{_PATH}/retire", Role.PARTNER, methods=("GET", "POST"))
def retire(request: Request) -> Answer:
    """Take it away for good, after a page that says so."""
    view = read_offering(request.context, request.path["offering_id"])
    home = _PATH.format(offering_id=view.offering.id)
    shared = _shared(request, view, categories_by_code(request))
    if request.method == "GET":
        if view.offering.state is OfferingState.RETIRED:
            return Redirect(home)
        return Page("offerings/retire.html", {**shared, "form": Form.blank(RetireForm)})
    form = Form.read(RetireForm, request.form)
    form.submit(lambda _: retire_offering(request.context, view.offering.id))
    if form.ok:
        return Redirect("/portal/offerings", N_("The offering is retired."))
    return Page("offerings/retire.html", {**shared, "form": form})
