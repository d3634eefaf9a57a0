"""The accounts at the page of supervisors."""

import re
from datetime import timedelta

import pytest

from chalicelib.domain.accounts import AccountState
from chalicelib.domain.actors import Role
from chalicelib.domain.partners import Language
from chalicelib.services.sign_in import find_by_email
from chalicelib.store import accounts
from chalicelib.store.commit import commit
from tests.factories import NOW, an_account
from tests.stored import a_stored_account
from tests.web.browsing import Clock, some_app
from tests.web.long_lists import two_pages
from tests.web.people import Person, signed_in

pytestmark = pytest.mark.usefixtures("store")
LIST = "/portal/admin/accounts"


def a_supervisor() -> Person:
    person = signed_in(some_app(clock=Clock()), Role.SUPERVISOR, name="The supervisor")
    person.browser.get(LIST)
    return person


def listed(page: str) -> list[str]:
    return re.findall(rf'<a href="{LIST}/(01\w+)"', page)


def test_each_role_has_its_list() -> None:
    person = a_supervisor()
    staff = a_stored_account()
    browser = person.browser
    assert listed(browser.get(LIST).body) == [staff.id]
    assert listed(browser.get(f"{LIST}?role=supervisor").body) == [person.account.id]
    assert listed(browser.get(f"{LIST}?role=partner").body) == []
    assert listed(browser.get(f"{LIST}?role=misspelt").body) == [staff.id]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_long_list_is_paged_and_small(language: str) -> None:
    browser = a_supervisor().browser
    for number in range(30):
        commit([accounts.save(an_account(created_at=NOW + timedelta(minutes=number)), None)])
    first, second = two_pages(browser, f"{LIST}?language={language}")
    assert (len(listed(first)), len(listed(second))) == (25, 5)


def test_an_invited_colleague_has_an_account_with_that_role() -> None:
    browser = a_supervisor().browser
    typed = {"name": "Mariam", "email": "Mariam@example.org", "role": "supervisor", "language": "en"}
    page = browser.follow(browser.post(f"{LIST}/invite", typed)).body
    account = find_by_email("mariam@example.org", NOW)
    assert account is not None
    assert (account.role, account.name, account.language) == (Role.SUPERVISOR, "Mariam", Language.ENGLISH)
    assert account.id in listed(page)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"email": "nowhere"}, "email"), ({"role": "partner"}, "role"), ({"name": " "}, "name")],
)
def test_an_invitation_that_is_wrong_comes_back_with_what_was_typed(
    changes: dict[str, str], field: str
) -> None:
    typed = {"name": "Mariam", "email": "mariam@example.org", "role": "staff", "language": "en", **changes}
    reply = a_supervisor().browser.post(f"{LIST}/invite", typed)
    assert reply.status == 422
    assert f'href="#field-{field}"' in reply.body
    assert field == "email" or f'value="{typed["email"]}"' in reply.body
    assert find_by_email("mariam@example.org", NOW) is None


def test_an_address_that_somebody_has_is_refused_at_its_field() -> None:
    taken = a_stored_account()
    typed = {"name": "Mariam", "email": taken.email, "role": "staff", "language": "en"}
    reply = a_supervisor().browser.post(f"{LIST}/invite", typed)
    assert reply.status == 422
    assert 'href="#field-email"' in reply.body


def test_an_account_that_is_switched_off_is_signed_out_and_can_be_switched_on_again() -> None:
    app = some_app(clock=Clock())
    supervisor, colleague = signed_in(app, Role.SUPERVISOR), signed_in(app)
    home = f"{LIST}/{colleague.account.id}"
    supervisor.browser.get(home)
    page = supervisor.browser.follow(supervisor.browser.post(f"{home}/disable")).body
    assert ">Switched off</strong>" in page
    assert f"{home}/disable" not in page
    assert colleague.browser.get("/portal/needs").status == 303
    page = supervisor.browser.follow(supervisor.browser.post(f"{home}/enable")).body
    assert ">Active</strong>" in page
    assert accounts.read(colleague.account.id).state is AccountState.ACTIVE


def test_whoever_lost_the_telephone_gets_rid_of_the_authenticator() -> None:
    lost = a_stored_account(totp_secret="JBSWY3DPEHPK3PXP")
    browser = a_supervisor().browser
    assert "Lost telephone" in browser.get(f"{LIST}/{lost.id}").body
    page = browser.follow(browser.post(f"{LIST}/{lost.id}/remove-authenticator")).body
    assert accounts.read(lost.id).totp_secret == ""
    assert "Lost telephone" not in page
    assert "Authenticator app removed" in page


def test_nobody_switches_off_or_weakens_their_own_account_here() -> None:
    person = a_supervisor()
    home = f"{LIST}/{person.account.id}"
    page = person.browser.get(home).body
    assert f"{home}/disable" not in page
    assert "remove-authenticator" not in page
    assert person.browser.post(f"{home}/remove-authenticator").status == 403


def test_an_account_that_is_not_there_is_not_found() -> None:
    assert a_supervisor().browser.get(f"{LIST}/01JNOBODY").status == 404
