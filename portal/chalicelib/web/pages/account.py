"""One's own account: name and language, sessions, authenticator, API tokens."""

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.domain.accounts import TOKEN_HOLDS_AT_MOST
from chalicelib.domain.actors import Role
from chalicelib.domain.errors import not_permitted
from chalicelib.domain.partners import Language
from chalicelib.services.accounts import edit_account
from chalicelib.services.api_tokens import list_api_tokens, make_api_token, revoke_api_token
from chalicelib.services.enrolment import confirm_enrolment, offer_enrolment
from chalicelib.services.sessions import SignedIn, list_sessions, sign_out_everywhere
from chalicelib.web import cookies
from chalicelib.web.fields import Ask, Count, Line
from chalicelib.web.forms import Form
from chalicelib.web.pages.sign_in import AuthenticatorForm
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import SIGNED_IN, page
from chalicelib.words.text import N_

ACCOUNT = "/portal/account"


class AccountForm(BaseModel):
    """What one may change of one's account."""

    name: Annotated[Line, Ask(N_("Your name"), N_("Colleagues see it beside what you do."))]
    language: Annotated[Language, Ask(N_("Language of mails and pages"))]


class TokenForm(BaseModel):
    """A program's way in."""

    name: Annotated[Line, Ask(N_("What is it for?"), N_("So that you know later which to revoke."))]
    days: Annotated[
        Count, Field(le=TOKEN_HOLDS_AT_MOST.days), Ask(N_("For how many days?"), N_("At most 366."))
    ]


def _mine(request: Request) -> SignedIn:
    if request.signed_in is None:
        raise not_permitted()
    return request.signed_in


@page(ACCOUNT, *SIGNED_IN, methods=("GET", "POST"))
def account(request: Request) -> Answer:
    """See and change one's own account."""
    mine = _mine(request).account
    if request.method == "GET":
        return _shown(request, Form.blank(AccountForm, name=mine.name, language=mine.language))
    form = Form.read(AccountForm, request.form)
    form.submit(lambda data: edit_account(request.context, data.name, data.language))
    if not form.ok or form.data is None:
        return _shown(request, form)
    chosen = cookies.clear_cookie(request.settings, cookies.LANGUAGE)
    return Redirect(ACCOUNT, N_("Your account is changed."), cookies=(chosen,))


def _shown(request: Request, form: Form[AccountForm]) -> Page:
    signed_in = _mine(request)
    holding = [one for one in list_sessions(request.context) if one.expires_at > request.now]
    return Page(
        "accounts/account.html",
        {
            "form": form,
            "account": signed_in.account,
            "sessions": holding,
            "session_id": signed_in.session_id,
            "tokens": list_api_tokens(request.context),
        },
    )


@page(f"{ACCOUNT}/sign-out-everywhere", *SIGNED_IN, methods=("POST",))
def sign_out_of_all(request: Request) -> Answer:
    """End every session of the account, this one too."""
    sign_out_everywhere(request.context)
    gone = cookies.clear_cookie(request.settings, cookies.SESSION)
    return Redirect("/portal/sign-in", N_("You are signed out everywhere."), cookies=(gone,))


@page(f"{ACCOUNT}/authenticator", Role.STAFF, methods=("GET", "POST"))
def set_up_authenticator(request: Request) -> Answer:
    """Set up an authenticator of one's own accord."""
    session_id = _mine(request).session_id
    if request.method == "GET":
        form = Form.blank(AuthenticatorForm)
    else:
        form = Form.read(AuthenticatorForm, request.form)
        form.submit(lambda data: confirm_enrolment(request.context, session_id, data.code))
        if form.ok:
            return Redirect(ACCOUNT, N_("From now on, signing in asks for your authenticator too."))
    enrolment = offer_enrolment(request.context, session_id)
    return Page("accounts/authenticator.html", {"form": form, "enrolment": enrolment})


@page(f"{ACCOUNT}/tokens/new", *SIGNED_IN, methods=("GET", "POST"))
def new_token(request: Request) -> Answer:
    """Make an API token; its text is on the page that answers, and nowhere afterwards."""
    if request.method == "GET":
        return Page("accounts/new_token.html", {"form": Form.blank(TokenForm, days=90)})
    form = Form.read(TokenForm, request.form)
    made = form.submit(lambda data: make_api_token(request.context, data.name, data.days))
    if made is None:
        return Page("accounts/new_token.html", {"form": form})
    return Page("accounts/token.html", {"made": made})


@page(f"{ACCOUNT}/tokens/{{token_id}}/revoke", *SIGNED_IN, methods=("POST",))
def revoke_token(request: Request) -> Answer:
    """End an API token."""
    revoke_api_token(request.context, request.path["token_id"])
    return Redirect(ACCOUNT, N_("The token no longer works."))
