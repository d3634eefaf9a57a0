"""People who are signed in, and programs that have a token, as tests need them to begin."""

from dataclasses import dataclass
from typing import Any

from chalice.app import Chalice

from chalicelib.domain.accounts import Account
from chalicelib.domain.actors import Role
from chalicelib.domain.partners import Language
from chalicelib.services.api_tokens import make_api_token
from chalicelib.services.sessions import open_session
from chalicelib.store import accounts
from chalicelib.store.commit import commit
from chalicelib.web.cookies import SESSION
from tests.factories import a_context, an_account
from tests.stored import a_stored_partner
from tests.web.browsing import ApiClient, Browser


@dataclass
class Person:
    """A browser with the account that is signed in there."""

    browser: Browser
    account: Account


def signed_in(app: Chalice, role: Role = Role.STAFF, **account: Any) -> Person:
    """A browser in which somebody of that role is signed in. A partner's account gets an approved partner."""
    found = an_account(role=role, language=Language.ENGLISH, **_of_partner(role, account))
    opened = open_session(a_context(), found, [accounts.save(found, None)])
    return Person(Browser(app, cookies={SESSION: opened.token}), found)


def api_client(app: Chalice, role: Role = Role.STAFF, **account: Any) -> ApiClient:
    """A program with a token of somebody of that role."""
    found = an_account(role=role, language=Language.ENGLISH, **_of_partner(role, account))
    commit([accounts.save(found, None)])
    return ApiClient(app, make_api_token(a_context(found.actor), "tests", 30).text)


def _of_partner(role: Role, account: dict[str, Any]) -> dict[str, Any]:
    if role is Role.PARTNER and "partner_id" not in account:
        return {**account, "partner_id": a_stored_partner().id}
    return account
