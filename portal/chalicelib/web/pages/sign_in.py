"""Sign in: an address, the code that was mailed to it, and for staff the code of an authenticator."""

from typing import Annotated

from pydantic import BaseModel

from chalicelib.domain.actors import Role
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.services.sessions import Opened, sign_out
from chalicelib.services.sign_in import (
    SecondCodeNeeded,
    begin_sign_in,
    enter_code,
    enter_totp,
    read_second_step,
)
from chalicelib.web import cookies
from chalicelib.web.fields import Ask, Line, Typed
from chalicelib.web.forms import Form
from chalicelib.web.links import address, safe_next
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import SIGNED_IN, page
from chalicelib.web.values import Values
from chalicelib.words.text import N_


class AddressForm(BaseModel):
    """Where the code goes."""

    email: Annotated[Line, Ask(N_("Your e-mail address"), N_("We send a code to it. There is no password."))]


class CodeForm(BaseModel):
    """The code from the mail."""

    code: Annotated[Typed, Ask(N_("Code"), N_("Six digits. It holds for ten minutes."))]


class AuthenticatorForm(BaseModel):
    """The code of the authenticator."""

    code: Annotated[
        Typed, Ask(N_("Code of your authenticator"), N_("Six digits that change every 30 seconds."))
    ]


def _next(request: Request) -> str:
    return safe_next(request.query.one("next"))


def _onward(request: Request, path: str) -> str:
    return address(path, Values(), {"next": request.query.one("next") or None})


@page("/portal/sign-in", Role.PUBLIC, methods=("GET", "POST"))
def sign_in(request: Request) -> Answer:
    """Ask for the address. The answer is the same whether or not it has an account."""
    if request.signed_in is not None:
        return Redirect(_next(request))
    if request.method == "GET":
        return Page("accounts/sign_in.html", {"form": Form.blank(AddressForm)})
    form = Form.read(AddressForm, request.form)
    challenge = form.submit(
        lambda data: begin_sign_in(request.context, data.email, request.language, request.source)
    )
    if form.ok and challenge is not None:
        return Redirect(_onward(request, f"/portal/sign-in/{challenge}"))
    return Page("accounts/sign_in.html", {"form": form})


@page("/portal/sign-in/{challenge_id}", Role.PUBLIC, methods=("GET", "POST"))
def sign_in_code(request: Request) -> Answer:
    """Take the code from the mail."""
    challenge_id = request.path["challenge_id"]
    again = _onward(request, "/portal/sign-in")
    if request.method == "GET":
        return Page("accounts/code.html", {"form": Form.blank(CodeForm), "again": again})
    form = Form.read(CodeForm, request.form)
    step = form.submit(lambda data: enter_code(request.context, challenge_id, data.code))
    match step:
        case Opened():
            return _signed_in(request, step)
        case SecondCodeNeeded():
            return Redirect(_onward(request, f"/portal/sign-in/{step.challenge_id}/authenticator"))
    return Page("accounts/code.html", {"form": form, "again": again})


@page("/portal/sign-in/{challenge_id}/authenticator", Role.PUBLIC, methods=("GET", "POST"))
def sign_in_authenticator(request: Request) -> Answer:
    """Take the code of the authenticator; who has none yet is shown how to set one up."""
    challenge_id = request.path["challenge_id"]
    form = Form.blank(AuthenticatorForm)
    if request.method == "POST":
        form = Form.read(AuthenticatorForm, request.form)
        opened = form.submit(lambda data: enter_totp(request.context, challenge_id, data.code))
        if opened is not None:
            return _signed_in(request, opened)
    return _second_step(request, form)


def _second_step(request: Request, form: Form[AuthenticatorForm]) -> Answer:
    """The page of the second code; once its time is over, the way begins anew."""
    try:
        enrolment = read_second_step(request.context, request.path["challenge_id"]).enrolment
    except DomainError as error:
        if error.code is not ErrorCode.CODE_EXPIRED:
            raise
        return Redirect(_onward(request, "/portal/sign-in"), N_("That took too long. Ask for a new code."))
    return Page("accounts/authenticator.html", {"form": form, "enrolment": enrolment})


def _signed_in(request: Request, opened: Opened) -> Redirect:
    settings = request.settings
    life = opened.expires_at - request.now
    session = cookies.set_cookie(settings, cookies.SESSION, opened.token, life)
    return Redirect(_next(request), cookies=(session,))


@page("/portal/sign-out", *SIGNED_IN, methods=("POST",))
def sign_out_here(request: Request) -> Answer:
    """End this session."""
    if request.signed_in is not None:
        sign_out(request.context, request.signed_in.session_id)
    gone = cookies.clear_cookie(request.settings, cookies.SESSION)
    return Redirect("/portal/sign-in", N_("You are signed out."), cookies=(gone,))
