"""Every page at its fullest stays small, in both languages."""

from dataclasses import dataclass

import pytest

from chalicelib.domain.accounts import Account
from chalicelib.domain.actors import Role
from chalicelib.services.sessions import open_session
from chalicelib.web.cookies import SESSION
from tests.bench.filling import fill
from tests.bench.page_walk import LISTS, Opened, openable, page_routes
from tests.bench.page_world import a_full_desk, cases
from tests.bench.pages import Measured
from tests.factories import NOW, a_context
from tests.stored import a_stored_account, a_stored_partner
from tests.web.browsing import Browser, some_app

pytestmark = pytest.mark.usefixtures("store")
OPENED_AT_LEAST = 40


@dataclass
class People:
    """Browsers of every role in the process, in one language at a time."""

    browsers: dict[Role, Browser]

    def fetch(self, role: Role, address: str) -> tuple[int, int]:
        """The status of an address, and the bytes of its body."""
        reply = self.browsers[role].get(address)
        return reply.status, len(reply.body.encode())

    def speak(self, language: str) -> None:
        """Ask for that language from now on."""
        for browser in self.browsers.values():
            browser.language = language


def people(*accounts: Account) -> People:
    """The public, and the owners of these accounts, signed in."""
    app = some_app()
    browsers = {Role.PUBLIC: Browser(app)}
    for account in accounts:
        token = open_session(a_context(), account, []).token
        browsers[account.role] = Browser(app, cookies={SESSION: token})
    return People(browsers)


def test_lists_of_25_and_all_other_pages_stay_within_their_size_in_both_languages() -> None:
    partner, staff = a_stored_partner(), a_stored_account()
    owner = a_stored_account(role=Role.PARTNER, partner_id=partner.id)
    fill(a_full_desk(partner, staff.id, NOW, 60))
    all_of_them = people(staff, owner, a_stored_account(role=Role.SUPERVISOR))
    opened = list(openable(all_of_them.fetch, cases([partner])))
    too_large = []
    for language in ("ar", "en"):
        all_of_them.speak(language)
        sizes = [(page, all_of_them.fetch(page.role, page.address)[1]) for page in opened]
        too_large += [(language, page.path, size) for page, size in sizes if size > page.most_bytes]
    assert too_large == []
    assert len(opened) >= OPENED_AT_LEAST


def test_every_list_that_is_held_to_the_smaller_size_is_a_page() -> None:
    assert set(LISTS) <= {route.path for route in page_routes()}


def test_a_page_that_is_too_large_or_too_slow_says_so() -> None:
    page = Opened("/portal/needs", "/portal/needs", Role.STAFF)
    assert Measured(page, (20_001, 100), [60.0]).row()[-1] == "NOT MET: HTML, p95"
    assert Measured(page, (20_000, 100), [49.0]).row()[-1] == "met"
