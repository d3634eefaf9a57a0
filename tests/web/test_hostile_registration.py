"""What a registration form must not become: a way into somebody else's account."""

import pytest

from chalicelib.domain.actors import PUBLIC, Role
from chalicelib.services.partner_accounts import account_of
from chalicelib.services.sign_in import find_by_email
from chalicelib.store import claims, partners
from chalicelib.store.commit import commit
from chalicelib.store.writes import changed_meanwhile
from tests.factories import NOW, a_context, a_partner, a_profile
from tests.observed import mails
from tests.stored import a_stored_partner
from tests.web.browsing import Browser, some_app
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")

FORM: dict[str, str | list[str]] = {
    "kind": "company",
    "name_en": "Coast Shop",
    "registration_number": "CN-45678",
    "contact_name": "Salem",
    "telephone": "0501234567",
    "email": "mine@example.org",
    "areas": ["kalba"],
    "fields": ["living"],
    "language": "en",
}


def test_a_registration_under_an_accounts_id_leads_into_no_account() -> None:
    app = some_app()
    supervisor = signed_in(app, Role.SUPERVISOR).account
    browser = Browser(app)
    browser.get("/portal/register")
    reply = browser.post("/portal/register", {**FORM, "partner_id": supervisor.id})
    assert (reply.status, reply.location) == (303, "/portal/register/done")
    assert partners.find(supervisor.id) is None
    assert claims.holder_of("email#mine@example.org", NOW) is None
    assert mails() == []


def test_an_address_that_is_held_in_an_accounts_name_is_not_that_accounts() -> None:
    supervisor = signed_in(some_app(), Role.SUPERVISOR).account
    commit([claims.take("email#mine@example.org", supervisor.id, NOW, changed_meanwhile())])
    assert find_by_email("mine@example.org", NOW) is None


def test_a_partner_has_no_account_but_its_own() -> None:
    supervisor = signed_in(some_app(), Role.SUPERVISOR).account
    partner = a_partner(profile=a_profile(email="mine@example.org"))
    commit([claims.take("email#mine@example.org", supervisor.id, NOW, changed_meanwhile())])
    assert account_of(a_context(PUBLIC), partner) is None
    assert account_of(a_context(PUBLIC), a_stored_partner()) is None
