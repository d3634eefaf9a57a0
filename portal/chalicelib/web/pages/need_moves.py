"""Place a need in a category, verify its attestations, close it and reopen it."""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from chalicelib.domain.actors import Role
from chalicelib.domain.needs import Outcome, outcome_by
from chalicelib.services.needs import close_need, place_need, read_need, reopen_need, verify_need
from chalicelib.web.category_groups import category_groups
from chalicelib.web.fields import Ask, Line, Moment
from chalicelib.web.forms import Form
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_


class PlaceForm(BaseModel):
    """The category for what was described in words."""

    category: Annotated[Line, Ask(N_("Category"))]


class CloseForm(BaseModel):
    """What became of a need. All but "met" need a reason."""

    outcome: Annotated[Outcome, Ask(N_("Outcome"), N_("It must agree with the receipts confirmed."))]
    reason: Annotated[
        str,
        StringConstraints(max_length=500),
        Ask(N_("Reason"), N_("Needed unless all of it was met. Name nobody.")),
    ] = ""


class ReopenForm(BaseModel):
    """A closed need opens with a deadline that lies ahead."""

    deadline: Annotated[Moment, Ask(N_("Needed by"))]


@page("/portal/needs/{need_id}/place", Role.STAFF, methods=("GET", "POST"))
def place(request: Request) -> Answer:
    """Choose the category of a need that was described in words."""
    view = read_need(request.context, request.path["need_id"])
    groups = category_groups(request.language)
    if request.method == "GET":
        return Page("needs/place.html", {"view": view, "form": Form.blank(PlaceForm), "groups": groups})
    form = Form.read(PlaceForm, request.form)
    form.submit(lambda data: place_need(request.context, view.need.id, data.category))
    if form.ok:
        return Redirect(f"/portal/needs/{view.need.id}", N_("The need is in its category."))
    return Page("needs/place.html", {"view": view, "form": form, "groups": groups})


@page("/portal/needs/{need_id}/verify", Role.STAFF, methods=("POST",))
def verify(request: Request) -> Answer:
    """Both attestations have been seen."""
    need = verify_need(request.context, request.path["need_id"])
    return Redirect(f"/portal/needs/{need.id}", N_("Both attestations stand as verified."))


@page("/portal/needs/{need_id}/close", Role.STAFF, methods=("GET", "POST"))
def close(request: Request) -> Answer:
    """Close a need with its outcome."""
    view = read_need(request.context, request.path["need_id"])
    if request.method == "GET":
        form = Form.blank(CloseForm, outcome=outcome_by(view.coverage))
        return Page("needs/close.html", {"view": view, "form": form})
    form = Form.read(CloseForm, request.form)
    form.submit(lambda data: close_need(request.context, view.need.id, data.outcome, data.reason))
    if form.ok:
        return Redirect(f"/portal/needs/{view.need.id}", N_("The need is closed."))
    return Page("needs/close.html", {"view": view, "form": form})


@page("/portal/needs/{need_id}/reopen", Role.SUPERVISOR, methods=("GET", "POST"))
def reopen(request: Request) -> Answer:
    """Open a closed need again."""
    view = read_need(request.context, request.path["need_id"])
    if request.method == "GET":
        form = Form.blank(ReopenForm, deadline=request.now + timedelta(days=1))
        return Page("needs/reopen.html", {"view": view, "form": form})
    form = Form.read(ReopenForm, request.form)
    form.submit(lambda data: reopen_need(request.context, view.need.id, data.deadline))
    if form.ok:
        return Redirect(f"/portal/needs/{view.need.id}", N_("The need is open again."))
    return Page("needs/reopen.html", {"view": view, "form": form})
