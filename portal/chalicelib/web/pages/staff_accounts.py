"""The accounts of colleagues and of partners: invite, switch off and on, help whoever lost a telephone."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel

from chalicelib.domain.accounts import AccountState
from chalicelib.domain.actors import Role
from chalicelib.domain.partners import Language
from chalicelib.services.accounts import (
    disable_account,
    enable_account,
    invite_account,
    list_accounts,
    read_account,
)
from chalicelib.services.enrolment import remove_totp
from chalicelib.services.trail import list_trail
from chalicelib.web.fields import Ask, Line
from chalicelib.web.forms import Form
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.web.trail_words import tell
from chalicelib.words.text import N_

_PATH = "/portal/admin/accounts"
_TABS: Final = (Role.STAFF, Role.SUPERVISOR, Role.PARTNER)
_INVITED: Final = (Role.STAFF, Role.SUPERVISOR)


class InvitationForm(BaseModel):
    """A colleague who is to work here."""

    name: Annotated[Line, Ask(N_("Name of the colleague"))]
    email: Annotated[Line, Ask(N_("E-mail"), N_("The invitation goes there, and later every sign-in code."))]
    role: Annotated[Literal[Role.STAFF, Role.SUPERVISOR], Ask(N_("What may they do?"))]
    language: Annotated[Language, Ask(N_("Language of mails and pages"))]


@page(_PATH, Role.SUPERVISOR)
def accounts(request: Request) -> Answer:
    """The accounts of a role, the newest first."""
    asked = request.query.one("role")
    role = next((one for one in _TABS if one.value == asked), Role.STAFF)
    found = list_accounts(request.context, role, request.cursor)
    values = {"tabs": _TABS, "role": role, "accounts": found.items, "next_cursor": found.next_cursor}
    return Page("admin/accounts.html", values)


@page(f"{_PATH}/invite", Role.SUPERVISOR, methods=("GET", "POST"))
def invite(request: Request) -> Answer:
    """Open an account for a colleague, and mail the invitation."""
    if request.method == "GET":
        return _asked(Form.blank(InvitationForm, role=Role.STAFF, language=Language.ARABIC))
    form = Form.read(InvitationForm, request.form)
    made = form.submit(
        lambda data: invite_account(request.context, data.name, data.email, data.role, data.language)
    )
    if made is None:
        return _asked(form)
    return Redirect(f"{_PATH}?role={made.role.value}", N_("The invitation is on its way."))


def _asked(form: Form[InvitationForm]) -> Page:
    return Page("admin/invite.html", {"form": form, "roles": _INVITED})


@page(f"{_PATH}/{{account_id}}", Role.SUPERVISOR)
def account_of(request: Request) -> Answer:
    """One account, what may be done with it, and what happened."""
    found = read_account(request.context, request.path["account_id"])
    events = list_trail(request.context, f"account:{found.id}", request.cursor)
    values = {
        "account": found,
        "own": found.id == request.context.account_id,
        "active": found.state is AccountState.ACTIVE,
        "home": f"{_PATH}/{found.id}",
        "events": tell(request.context, events.items, request.language),
        "next_cursor": events.next_cursor,
    }
    return Page("admin/account.html", values)


@page(f"{_PATH}/{{account_id}}/disable", Role.SUPERVISOR, methods=("POST",))
def disable(request: Request) -> Answer:
    """Let it in no more, and end its sessions."""
    changed = disable_account(request.context, request.path["account_id"])
    return Redirect(f"{_PATH}/{changed.id}", N_("The account is switched off and signed out everywhere."))


@page(f"{_PATH}/{{account_id}}/enable", Role.SUPERVISOR, methods=("POST",))
def enable(request: Request) -> Answer:
    """Let it in again."""
    changed = enable_account(request.context, request.path["account_id"])
    return Redirect(f"{_PATH}/{changed.id}", N_("The account is switched on again."))


@page(f"{_PATH}/{{account_id}}/remove-authenticator", Role.SUPERVISOR, methods=("POST",))
def remove_authenticator(request: Request) -> Answer:
    """Take off the authenticator of whoever lost it."""
    account_id = request.path["account_id"]
    remove_totp(request.context, account_id)
    said = N_("The authenticator is removed. The next sign-in sets up a new one where staff need one.")
    return Redirect(f"{_PATH}/{account_id}", said)
