"""A line of a surge plan: ask for less, leave it out, take it in again."""

from typing import Annotated, Any, Final

from pydantic import BaseModel, Field, create_model

from chalicelib.domain.actors import Role
from chalicelib.services.surge_plans import (
    PlannedView,
    change_planned_need,
    leave_out,
    read_plan,
    read_planned_need,
    take_in,
)
from chalicelib.web.category_groups import category_names
from chalicelib.web.fields import Ask, Whole
from chalicelib.web.forms import Form
from chalicelib.web.links import HOME, safe_next
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.web.surge_gone import of_a_plan
from chalicelib.web.surge_lines import line_number
from chalicelib.words.text import N_

_ONE: Final = "/portal/surge/{plan_id}/needs/{number}"
_PREFIX: Final = "quantity_"
_HOW_MUCH: Final = N_("How much from %(partner)s?")
_AT_MOST: Final = N_("From 0 to %(most)s, as planned.")


@page(_ONE, Role.STAFF, methods=("GET", "POST"))
@of_a_plan
def change_line(request: Request) -> Answer:
    """How much each offering is asked for: all that was planned, less, or nothing."""
    plan = read_plan(request.context, request.path["plan_id"])
    view = read_planned_need(request.context, plan.id, line_number(request))
    model = _model(view, request)
    if request.method == "GET":
        form = Form.blank(model, **{_field(one.offering_id): one.quantity for one in view.line.pieces})
        return _asked(view, form, request)
    form = Form.read(model, request.form)
    form.submit(lambda data: change_planned_need(request.context, plan.id, view.line.number, _given(data)))
    if form.ok:
        return Redirect(_back(request, view.line.number), N_("The plan is changed."))
    return _asked(view, form, request)


def _asked(view: PlannedView, form: Form[BaseModel], request: Request) -> Page:
    values = {
        "form": form,
        "back": _listed(request),
        "line": view.line,
        "fields": [(_field(one.offering_id), one) for one in view.line.pieces],
        "name": category_names(request.language).get(view.line.category, view.line.category),
    }
    return Page("surge/line.html", values)


def _field(offering_id: str) -> str:
    return f"{_PREFIX}{offering_id}"


def _model(view: PlannedView, request: Request) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for piece in view.line.pieces:
        partner = view.partners[piece.partner_id].name(request.language)
        ask = Ask(_HOW_MUCH.filled(partner=partner), _AT_MOST.filled(most=piece.planned))
        fields[_field(piece.offering_id)] = (Annotated[Whole, Field(le=piece.planned), ask], ...)
    return create_model("LineForm", **fields)


def _given(data: BaseModel) -> dict[str, int]:
    return {name.removeprefix(_PREFIX): quantity for name, quantity in data.model_dump().items()}


@page(f"{_ONE}/leave-out", Role.STAFF, methods=("POST",))
@of_a_plan
def leave_line_out(request: Request) -> Answer:
    """Do not send this line."""
    line = leave_out(request.context, request.path["plan_id"], line_number(request))
    return Redirect(_back(request, line.number), N_("The need is left out of the plan."))


@page(f"{_ONE}/take-in", Role.STAFF, methods=("POST",))
@of_a_plan
def take_line_in(request: Request) -> Answer:
    """Send this line after all."""
    line = take_in(request.context, request.path["plan_id"], line_number(request))
    return Redirect(_back(request, line.number), N_("The need is in the plan again."))


def _back(request: Request, number: int) -> str:
    return f"{_listed(request)}#line-{number}"


def _listed(request: Request) -> str:
    """The place in the list from which the step was taken."""
    given = safe_next(request.form.one("back") or request.query.one("back"))
    return given if given != HOME else f"/portal/surge/{request.path['plan_id']}"
