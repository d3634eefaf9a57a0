"""One's own account: name and language, sessions, authenticator, API tokens."""

import re
from datetime import timedelta

import pyotp
import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.partners import Language
from chalicelib.services.sessions import open_session
from chalicelib.store import accounts
from tests.factories import NOW, a_context
from tests.web.browsing import ApiClient, Browser, Clock, some_app
from tests.web.people import Person, signed_in

pytestmark = pytest.mark.usefixtures("store")
ACCOUNT = "/portal/account"


def somebody(role: Role = Role.STAFF, clock: Clock | None = None) -> Person:
    person = signed_in(some_app(clock=clock or Clock()), role)
    person.browser.get(ACCOUNT)
    return person


@pytest.mark.parametrize("role", [Role.PARTNER, Role.STAFF, Role.SUPERVISOR])
def test_everybody_with_an_account_sees_it(role: Role) -> None:
    person = somebody(role)
    page = person.browser.get(ACCOUNT).body
    assert person.account.email in page
    assert ("/portal/account/authenticator" in page) is (role is not Role.PARTNER)


def test_a_changed_name_and_language_are_kept_and_read_at_once() -> None:
    person = somebody()
    page = person.browser.follow(person.browser.post(ACCOUNT, {"name": "مريم علي", "language": "ar"})).body
    after = accounts.read(person.account.id)
    assert (after.name, after.language) == ("مريم علي", Language.ARABIC)
    assert '<html lang="ar" dir="rtl">' in page


def test_an_empty_name_is_refused_and_nothing_changes() -> None:
    person = somebody()
    reply = person.browser.post(ACCOUNT, {"name": " ", "language": "ar"})
    assert reply.status == 422
    assert 'href="#field-name"' in reply.body
    assert accounts.read(person.account.id) == person.account


def test_signing_out_everywhere_ends_the_other_browsers_too() -> None:
    person = somebody()
    other = Browser(person.browser.app, cookies=dict(person.browser.cookies))
    other.cookies["aman_session"] = open_session(a_context(), person.account, []).token
    assert other.get(ACCOUNT).status == 200
    assert other.get(ACCOUNT).body.count("since") == 2
    person.browser.post(f"{ACCOUNT}/sign-out-everywhere")
    assert other.get(ACCOUNT).status == 303
    assert person.browser.get(ACCOUNT).status == 303


class TestTheAuthenticator:
    def test_is_set_up_with_the_code_that_it_shows(self) -> None:
        person = somebody()
        page = person.browser.get(f"{ACCOUNT}/authenticator").body
        found = re.search(r'<code dir="ltr">([A-Z2-7]+)</code>', page)
        assert found
        code = pyotp.TOTP(found[1]).at(NOW)
        said = person.browser.follow(person.browser.post(f"{ACCOUNT}/authenticator", {"code": code})).body
        assert "asks for your authenticator too" in said
        assert accounts.read(person.account.id).totp_secret == found[1]
        assert f"{ACCOUNT}/authenticator" not in person.browser.get(ACCOUNT).body

    def test_is_not_set_up_with_another_code(self) -> None:
        person = somebody()
        person.browser.get(f"{ACCOUNT}/authenticator")
        reply = person.browser.post(f"{ACCOUNT}/authenticator", {"code": "000000"})
        assert reply.status == 422
        assert 'href="#field-code"' in reply.body
        assert accounts.read(person.account.id).totp_secret == ""

    def test_is_not_set_up_twice(self) -> None:
        person = signed_in(some_app(clock=Clock()), totp_secret=pyotp.random_base32())
        assert person.browser.get(f"{ACCOUNT}/authenticator").status == 409


class TestApiTokens:
    def make(self, person: Person, name: str = "Reports", days: str = "٣٠") -> str:
        person.browser.get(f"{ACCOUNT}/tokens/new")
        page = person.browser.post(f"{ACCOUNT}/tokens/new", {"name": name, "days": days}).body
        found = re.search(r'class="token" dir="ltr">([^<]+)<', page)
        assert found, page
        return found[1]

    def test_are_shown_once_and_let_a_program_in(self) -> None:
        person = somebody()
        text = self.make(person)
        page = person.browser.get(ACCOUNT).body
        assert "Reports" in page
        assert text not in page
        assert ApiClient(person.browser.app, text).get("/api/v1/needs").status == 200

    def test_work_no_more_once_revoked(self) -> None:
        person = somebody()
        text = self.make(person)
        found = re.search(rf'action="({ACCOUNT}/tokens/\w+/revoke)"', person.browser.get(ACCOUNT).body)
        assert found
        assert "Revoked" in person.browser.follow(person.browser.post(found[1])).body
        assert ApiClient(person.browser.app, text).get("/api/v1/needs").status == 401

    def test_work_no_more_after_their_days(self) -> None:
        clock = Clock()
        person = somebody(clock=clock)
        text = self.make(person, days="1")
        clock.forward(timedelta(days=1))
        assert ApiClient(person.browser.app, text).get("/api/v1/needs").status == 401

    @pytest.mark.parametrize(("name", "days"), [("", "30"), ("Reports", "0"), ("Reports", "367")])
    def test_that_nobody_may_make_come_back_with_what_was_typed(self, name: str, days: str) -> None:
        person = somebody()
        person.browser.get(f"{ACCOUNT}/tokens/new")
        reply = person.browser.post(f"{ACCOUNT}/tokens/new", {"name": name, "days": days})
        assert reply.status == 422
        assert f'value="{days}"' in reply.body
        assert accounts.list_tokens(person.account.id) == ()

    def test_of_somebody_else_are_not_found(self) -> None:
        mine, other = somebody(), somebody()
        self.make(other)
        (token,) = accounts.list_tokens(other.account.id)
        assert mine.browser.post(f"{ACCOUNT}/tokens/{token.id}/revoke").status == 404
        assert accounts.read_token(other.account.id, token.id).revoked_at is None
