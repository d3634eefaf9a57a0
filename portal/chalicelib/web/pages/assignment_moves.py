"""Withdraw, cancel, deliver, dispute and confirm: the steps of an assignment that staff take."""

from collections.abc import Callable
from typing import Annotated

from pydantic import BaseModel

from chalicelib.domain.actors import Role
from chalicelib.domain.lifecycle import Action
from chalicelib.services.answers import cancel, confirm, deliver, dispute, withdraw
from chalicelib.services.context import Context
from chalicelib.web.assignment_steps import read_step, require_action
from chalicelib.web.fields import Ask, Count
from chalicelib.web.forms import Form
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_, Text

_AT = "/portal/needs/{need_id}/assignments/{assignment_id}"


class DeliveredForm(BaseModel):
    """How much the partner brought."""

    quantity: Annotated[Count, Ask(N_("How much was delivered?"))]


class ReceivedForm(BaseModel):
    """How much of it arrived."""

    quantity: Annotated[Count, Ask(N_("How much really arrived?"))]


@page(f"{_AT}/withdraw", Role.STAFF, methods=("GET", "POST"))
def withdraw_request(request: Request) -> Answer:
    """Take a request back before it is answered."""
    said = N_("The request is withdrawn.")
    return _asked_once(request, Action.WITHDRAW, withdraw, said, "needs/withdraw.html")


@page(f"{_AT}/cancel", Role.STAFF, methods=("GET", "POST"))
def cancel_commitment(request: Request) -> Answer:
    """Take back what a partner had accepted."""
    said = N_("The commitment is cancelled.")
    return _asked_once(request, Action.CANCEL, cancel, said, "needs/cancel.html")


@page(f"{_AT}/dispute", Role.STAFF, methods=("GET", "POST"))
def dispute_delivery(request: Request) -> Answer:
    """Say that it did not arrive."""
    said = N_("The delivery is disputed: the partner owes it again.")
    return _asked_once(request, Action.DISPUTE, dispute, said, "needs/dispute.html")


def _asked_once(
    request: Request, action: Action, take: Callable[[Context, str, str], object], said: Text, template: str
) -> Answer:
    """Ask whether it is meant, at the press of the button take the step, and say that it is taken."""
    step = read_step(request)
    require_action(step, action)
    if request.method == "POST":
        take(request.context, step.view.need.id, step.assignment.id)
        return Redirect(step.back, said)
    return Page(template, {"step": step})


@page(f"{_AT}/deliver", Role.STAFF, methods=("GET", "POST"))
def deliver_commitment(request: Request) -> Answer:
    """Say how much was delivered, for a partner who told so by telephone."""
    step = read_step(request)
    require_action(step, Action.DELIVER)
    if request.method == "GET":
        form = Form.blank(DeliveredForm, quantity=step.assignment.held)
        return Page("needs/deliver.html", {"step": step, "form": form})
    form = Form.read(DeliveredForm, request.form)
    ids = step.view.need.id, step.assignment.id
    form.submit(lambda data: deliver(request.context, *ids, data.quantity))
    if form.ok:
        return Redirect(step.back, N_("It stands as delivered."))
    return Page("needs/deliver.html", {"step": step, "form": form})


@page(f"{_AT}/confirm", Role.STAFF, methods=("GET", "POST"))
def confirm_receipt(request: Request) -> Answer:
    """Say how much of a delivery really arrived."""
    step = read_step(request)
    require_action(step, Action.CONFIRM)
    if request.method == "GET":
        form = Form.blank(ReceivedForm, quantity=step.assignment.held)
        return Page("needs/confirm.html", {"step": step, "form": form})
    form = Form.read(ReceivedForm, request.form)
    ids = step.view.need.id, step.assignment.id
    form.submit(lambda data: confirm(request.context, *ids, data.quantity))
    if form.ok:
        return Redirect(step.back, N_("The receipt is confirmed."))
    return Page("needs/confirm.html", {"step": step, "form": form})
