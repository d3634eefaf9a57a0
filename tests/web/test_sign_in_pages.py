"""Signing in at the pages: an address, the code from the mail, and for staff the code of an authenticator."""

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pyotp
import pytest

from chalicelib.domain.accounts import Account, AccountState
from chalicelib.domain.actors import Role
from chalicelib.domain.partners import Language
from chalicelib.store import accounts
from chalicelib.store.commit import commit
from chalicelib.web.cookies import SESSION
from tests.factories import a_profile
from tests.mailbox import code_sent_to, let_mails_out, other_than, sent_mails
from tests.stored import a_stored_account, a_stored_partner
from tests.web.browsing import Browser, Clock, Reply, some_app, some_settings

SIGN_IN = "/portal/sign-in"


@pytest.fixture(autouse=True)
def _ses(store: None) -> None:
    """An empty store, and an SES that takes our mails."""
    assert store is None
    let_mails_out()


@dataclass
class Visitor:
    """Somebody who has an account and is not signed in yet."""

    account: Account
    second_code: bool = False
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        app = some_app(some_settings(totp_required=self.second_code), self.clock)
        self.browser = Browser(app)

    def ask_for_a_code(self, address: str = SIGN_IN) -> str:
        """The address at which the code is typed in."""
        self.browser.get(address)
        asked = self.browser.post(address, {"email": self.account.email})
        self.browser.follow(asked)
        return asked.location

    def type_in(self, address: str, code: str) -> Reply:
        return self.browser.post(address, {"code": code})

    def to_the_second_step(self) -> str:
        step = self.type_in(self.ask_for_a_code(), code_sent_to(self.account.email))
        assert step.location.endswith("/authenticator"), step.body
        return step.location


def a_visitor(role: Role = Role.STAFF, *, second_code: bool = False, **account: object) -> Visitor:
    return Visitor(a_stored_account(role=role, language=Language.ENGLISH, **account), second_code)


def secret_on(page: str) -> str:
    found = re.search(r'<code dir="ltr">([A-Z2-7]+)</code>', page)
    assert found
    return found[1]


def test_the_code_from_the_mail_opens_the_first_page_of_ones_own() -> None:
    visitor = a_visitor()
    opened = visitor.type_in(visitor.ask_for_a_code(), code_sent_to(visitor.account.email))
    assert opened.location == "/portal"
    assert visitor.browser.follow(opened).location == "/portal/needs"
    assert visitor.browser.get("/portal/needs").status == 200


def test_a_partner_comes_to_its_requests() -> None:
    partner = a_stored_partner(profile=a_profile())
    visitor = a_visitor(Role.PARTNER, partner_id=partner.id)
    opened = visitor.type_in(visitor.ask_for_a_code(), code_sent_to(visitor.account.email))
    assert visitor.browser.follow(opened).location == "/portal/requests"


def test_signing_in_leads_back_to_where_one_wanted_to_go() -> None:
    visitor = a_visitor()
    wanted = visitor.browser.get("/portal/needs/to-verify")
    opened = visitor.type_in(visitor.ask_for_a_code(wanted.location), code_sent_to(visitor.account.email))
    assert opened.location == "/portal/needs/to-verify"


@pytest.mark.parametrize("wanted", ["https://elsewhere.example", "//elsewhere.example", "/portal/../x"])
def test_signing_in_never_leads_elsewhere(wanted: str) -> None:
    visitor = a_visitor()
    step = visitor.ask_for_a_code(f"{SIGN_IN}?next={wanted}")
    assert visitor.type_in(step, code_sent_to(visitor.account.email)).location == "/portal"


def test_an_address_without_an_account_gets_the_same_answer() -> None:
    known, unknown = a_visitor(), a_visitor()
    stranger = replace(unknown.account, email="stranger@example.org")
    unknown.account = stranger
    pages = []
    for visitor in (known, unknown):
        visitor.browser.get(SIGN_IN)
        answer = visitor.browser.post(SIGN_IN, {"email": visitor.account.email})
        page = visitor.browser.follow(answer)
        step = answer.location.removeprefix(f"{SIGN_IN}/")
        pages.append((answer.status, page.status, page.body.replace(step, "").replace(page.csrf_token, "")))
    assert pages[0] == pages[1]
    refused = unknown.type_in(f"{SIGN_IN}/nothing-of-ours", "123456")
    assert refused.status == 422


def test_an_address_that_is_none_comes_back_as_it_was_typed() -> None:
    visitor = a_visitor()
    visitor.browser.get(SIGN_IN)
    reply = visitor.browser.post(SIGN_IN, {"email": "nowhere"})
    assert reply.status == 422
    assert 'value="nowhere"' in reply.body
    assert 'href="#field-email"' in reply.body


def test_a_mistyped_code_says_how_many_tries_are_left() -> None:
    visitor = a_visitor()
    step = visitor.ask_for_a_code()
    wrong = other_than(code_sent_to(visitor.account.email))
    reply = visitor.type_in(step, wrong)
    assert reply.status == 422
    assert "Tries left: 4" in reply.body
    for _ in range(3):
        assert visitor.type_in(step, wrong).status == 422
    assert visitor.type_in(step, wrong).status in {422, 429}
    assert visitor.type_in(step, code_sent_to(visitor.account.email)).status in {422, 429}
    assert SESSION not in visitor.browser.cookies


def test_a_code_is_taken_in_arabic_digits() -> None:
    visitor = a_visitor()
    step = visitor.ask_for_a_code()
    typed = code_sent_to(visitor.account.email).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert visitor.type_in(step, typed).status == 303
    assert SESSION in visitor.browser.cookies


def test_a_code_that_is_too_old_lets_nobody_in() -> None:
    visitor = a_visitor()
    step = visitor.ask_for_a_code()
    visitor.clock.forward(timedelta(minutes=10))
    reply = visitor.type_in(step, code_sent_to(visitor.account.email))
    assert reply.status == 422
    assert SESSION not in visitor.browser.cookies


def test_an_account_that_is_switched_off_is_told_so_and_not_let_in() -> None:
    visitor = a_visitor()
    step = visitor.ask_for_a_code()
    off = replace(visitor.account, state=AccountState.DISABLED, version=2)
    commit([accounts.save(off, visitor.account)])
    reply = visitor.type_in(step, code_sent_to(visitor.account.email))
    assert reply.status == 403
    assert "switched off" in reply.body
    assert SESSION not in visitor.browser.cookies


def test_too_many_codes_are_not_sent_to_one_address() -> None:
    visitor = a_visitor()
    for _ in range(5):
        visitor.ask_for_a_code()
    visitor.browser.get(SIGN_IN)
    reply = visitor.browser.post(SIGN_IN, {"email": visitor.account.email})
    assert reply.status in {422, 429}
    assert len(sent_mails()) == 5


def test_whoever_is_signed_in_needs_no_second_time_and_can_sign_out() -> None:
    visitor = a_visitor()
    visitor.type_in(visitor.ask_for_a_code(), code_sent_to(visitor.account.email))
    assert visitor.browser.get(SIGN_IN).location == "/portal"
    visitor.browser.get("/portal/needs")
    assert visitor.browser.post("/portal/sign-out").location == SIGN_IN
    assert SESSION not in visitor.browser.cookies
    assert visitor.browser.get("/portal/needs").status == 303


class TestWhereStaffNeedAnAuthenticator:
    def test_who_has_none_sets_one_up_and_is_let_in_with_its_code(self) -> None:
        visitor = a_visitor(second_code=True)
        step = visitor.to_the_second_step()
        page = visitor.browser.get(step).body
        assert "<svg" in page
        code = pyotp.TOTP(secret_on(page)).at(visitor.clock())
        assert visitor.type_in(step, code).location == "/portal"
        assert accounts.read(visitor.account.id).totp_secret == secret_on(page)
        assert visitor.browser.get("/portal/needs").status == 200

    def test_a_mistyped_code_shows_the_same_key_again(self) -> None:
        visitor = a_visitor(second_code=True)
        step = visitor.to_the_second_step()
        secret = secret_on(visitor.browser.get(step).body)
        reply = visitor.type_in(step, other_than(pyotp.TOTP(secret).at(visitor.clock())))
        assert reply.status == 422
        assert secret_on(reply.body) == secret
        assert accounts.read(visitor.account.id).totp_secret == ""
        assert SESSION not in visitor.browser.cookies

    def test_who_has_one_is_asked_for_its_code_and_shown_no_key(self) -> None:
        secret = pyotp.random_base32()
        visitor = a_visitor(second_code=True, totp_secret=secret)
        step = visitor.to_the_second_step()
        page = visitor.browser.get(step).body
        assert secret not in page
        assert "<svg" not in page.partition("<main")[2]
        assert visitor.type_in(step, pyotp.TOTP(secret).at(visitor.clock())).location == "/portal"

    def test_the_code_by_mail_alone_opens_nothing(self) -> None:
        visitor = a_visitor(second_code=True)
        visitor.to_the_second_step()
        assert SESSION not in visitor.browser.cookies
        assert visitor.browser.get("/portal/needs").status == 303

    def test_a_second_step_that_took_too_long_begins_anew(self) -> None:
        visitor = a_visitor(second_code=True)
        step = visitor.to_the_second_step()
        visitor.clock.forward(timedelta(minutes=10))
        for late in (visitor.browser.get, lambda step: visitor.type_in(step, "123456")):
            reply = late(step)
            assert reply.location == SIGN_IN
            assert "That took too long" in visitor.browser.follow(reply).body

    def test_partners_need_none(self) -> None:
        partner = a_stored_partner(profile=a_profile())
        visitor = a_visitor(Role.PARTNER, second_code=True, partner_id=partner.id)
        opened = visitor.type_in(visitor.ask_for_a_code(), code_sent_to(visitor.account.email))
        assert opened.location == "/portal"


def test_an_authenticator_set_up_of_ones_own_accord_is_asked_for_everywhere() -> None:
    visitor = a_visitor(totp_secret=pyotp.random_base32())
    assert visitor.to_the_second_step()
