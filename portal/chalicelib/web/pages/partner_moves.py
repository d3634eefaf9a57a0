"""Vet a partner, and suspend or reinstate it."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from chalicelib.domain.actors import Role
from chalicelib.domain.lifecycle import PARTNER, Action, permitted
from chalicelib.domain.partners import Partner
from chalicelib.services import suspensions
from chalicelib.services.partners import (
    approve_partner,
    decline_partner,
    read_partner,
    reconsider_partner,
    reinstate_partner,
)
from chalicelib.services.registration import confirm_telephone
from chalicelib.web.fields import Ask
from chalicelib.web.forms import Form
from chalicelib.web.partner_overview import profile_values
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_

_PATH = "/portal/partners/{partner_id}"
_Reason = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class DeclineForm(BaseModel):
    """Why a registration is not approved."""

    reason: Annotated[
        _Reason, Ask(N_("Reason"), N_("The partner reads it in the message, so write it in its language."))
    ]


class SuspendForm(BaseModel):
    """Why nothing more is asked of a partner."""

    reason: Annotated[_Reason, Ask(N_("Reason"), N_("The partner reads it on its pages."))]


@page(f"{_PATH}/confirm-telephone", Role.STAFF, methods=("POST",))
def confirm_its_telephone(request: Request) -> Answer:
    """Somebody reached the contact person by telephone."""
    partner = confirm_telephone(request.context, request.path["partner_id"])
    return Redirect(
        _home(partner), N_("The telephone number is confirmed. The registration awaits a review.")
    )


@page(f"{_PATH}/approve", Role.STAFF, methods=("POST",))
def approve(request: Request) -> Answer:
    """Let it into the network."""
    partner = approve_partner(request.context, request.path["partner_id"])
    return Redirect(_home(partner), N_("The partner is approved. Prepare its agreement next."))


@page(f"{_PATH}/decline", Role.STAFF, methods=("GET", "POST"))
def decline(request: Request) -> Answer:
    """Do not let it in, and tell it why."""
    partner = _movable(request, Action.DECLINE)
    form = Form.read(DeclineForm, request.form) if request.method == "POST" else Form.blank(DeclineForm)
    form.submit(lambda data: decline_partner(request.context, partner.id, data.reason))
    if form.ok:
        return Redirect(_home(partner), N_("The registration is not approved."))
    return Page("partners/decline.html", {**profile_values(partner), "form": form})


@page(f"{_PATH}/reconsider", Role.STAFF, methods=("POST",))
def reconsider(request: Request) -> Answer:
    """Review a declined registration again."""
    partner = reconsider_partner(request.context, request.path["partner_id"])
    return Redirect(_home(partner), N_("The registration awaits a review again."))


@page(f"{_PATH}/suspend", Role.SUPERVISOR, methods=("GET", "POST"))
def suspend(request: Request) -> Answer:
    """Ask nothing more of it for a time."""
    partner = _movable(request, Action.SUSPEND)
    form = Form.read(SuspendForm, request.form) if request.method == "POST" else Form.blank(SuspendForm)
    form.submit(lambda data: suspensions.suspend(request.context, partner.id, data.reason))
    if form.ok:
        return Redirect(_home(partner), N_("The partner is suspended."))
    return Page("partners/suspend.html", {**profile_values(partner), "form": form})


@page(f"{_PATH}/reinstate", Role.SUPERVISOR, methods=("POST",))
def reinstate(request: Request) -> Answer:
    """End a suspension."""
    partner = reinstate_partner(request.context, request.path["partner_id"])
    return Redirect(_home(partner), N_("The suspension is over."))


def _movable(request: Request, action: Action) -> Partner:
    """The partner, where this step may be taken now: nobody fills in a form that can only be refused."""
    partner = read_partner(request.context, request.path["partner_id"])
    permitted(PARTNER, partner.state, action, request.context.actor)
    return partner


def _home(partner: Partner) -> str:
    return _PATH.format(partner_id=partner.id)
