"""Prove an e-mail address: a link opens a page with a button, as programs that scan mails open links."""

from typing import Annotated

from pydantic import BaseModel

from chalicelib.domain.actors import Role
from chalicelib.domain.contacts import normalise_email
from chalicelib.services.links import CONFIRM_PATH
from chalicelib.services.registration import confirm_email, resend_confirmation
from chalicelib.web.fields import Ask, domain_checked
from chalicelib.web.forms import Form
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_


class ConfirmForm(BaseModel):
    """What the link brought."""

    token: str = ""


class ResendForm(BaseModel):
    """Where the link should go once more."""

    email: Annotated[str, domain_checked(normalise_email), Ask(N_("E-mail that you registered with"))]


@page(CONFIRM_PATH, Role.PUBLIC, methods=("GET", "POST"))
def confirm(request: Request) -> Answer:
    """Confirm the address by a press of the button."""
    if request.method == "GET":
        form = Form.blank(ConfirmForm, token=request.query.one("token"))
        return Page("registration/confirm.html", {"form": form})
    form = Form.read(ConfirmForm, request.form)
    partner = form.submit(lambda data: confirm_email(request.context, data.token))
    if partner is None:
        return Page("registration/confirm.html", {"form": form})
    return Page("registration/confirmed.html", {"state": partner.state})


@page("/portal/register/resend", Role.PUBLIC, methods=("GET", "POST"))
def resend(request: Request) -> Answer:
    """Ask for the link again; the answer tells nobody whether that address is known."""
    if request.method == "GET":
        return Page("registration/resend.html", {"form": Form.blank(ResendForm)})
    form = Form.read(ResendForm, request.form)
    form.submit(lambda data: resend_confirmation(request.context, data.email, request.source))
    if form.ok:
        said = N_("If this address waits to be confirmed, a new link is on its way to it.")
        return Redirect("/portal/register/done", said)
    return Page("registration/resend.html", {"form": form})
