"""The audit trail by day, and whether a record is whole."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.actors import Role
from chalicelib.services.network import set_duty_desk
from chalicelib.services.partners import suspend_partner
from chalicelib.store.tables import AuditRow
from tests.factories import NOW, SUPERVISOR, a_context
from tests.stored import a_stored_partner
from tests.web.browsing import Browser, Clock, some_app
from tests.web.long_lists import two_pages
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")
AUDIT = "/portal/admin/audit"


def at_the_desk() -> Browser:
    return signed_in(some_app(clock=Clock()), Role.SUPERVISOR, name="Alia").browser


def test_a_day_tells_who_did_what_to_which_thing() -> None:
    partner = a_stored_partner()
    browser = at_the_desk()
    suspend_partner(a_context(SUPERVISOR), partner.id, "Twice nothing came")
    page = browser.get(AUDIT).body
    assert "28 July 2026" in page
    assert "Partner suspended" in page
    assert f'href="/portal/partners/{partner.id}"' in page
    assert "Twice nothing came" not in page
    assert "Signed in" in page


def test_another_day_has_its_own_events() -> None:
    set_duty_desk(a_context(SUPERVISOR, NOW - timedelta(days=3)), "06 501 2345")
    browser = at_the_desk()
    assert "Settings changed" not in browser.get(AUDIT).body
    page = browser.get(f"{AUDIT}?day=2026-07-25").body
    assert "Settings changed" in page
    assert f'href="{AUDIT}?day=2026-07-24"' in page
    assert f'href="{AUDIT}?day=2026-07-26"' in page


@pytest.mark.parametrize("asked", ["misspelt", "2031-01-01", "0001-01-01"])
def test_a_day_that_is_none_or_still_to_come_shows_a_page(asked: str) -> None:
    assert at_the_desk().get(f"{AUDIT}?day={asked}").status == 200


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_long_day_is_paged_and_small(language: str) -> None:
    browser = at_the_desk()
    for number in range(30):
        set_duty_desk(a_context(SUPERVISOR), f"06 501 23{number:02}")
    first, second = two_pages(browser, f"{AUDIT}?day=2026-07-28&language={language}")
    assert first.count("subject=") == 25
    assert second.count("subject=") == 6


def test_a_record_that_is_whole_is_said_to_hold() -> None:
    set_duty_desk(a_context(SUPERVISOR), "06 501 2345")
    set_duty_desk(a_context(SUPERVISOR), "06 501 2346")
    browser = at_the_desk()
    assert f'href="{AUDIT}/chain?subject=network"' in browser.get(AUDIT).body
    assert "The chain holds" in browser.get(f"{AUDIT}/chain?subject=network").body


def test_a_record_that_somebody_changed_names_the_first_broken_action() -> None:
    partner = a_stored_partner()
    for number in range(3):
        set_duty_desk(a_context(SUPERVISOR), f"06 501 234{number}")
    row = AuditRow.get("network", 2)
    row.document = row.document.replace("duty_desk", "something_else")
    row.save()
    browser = at_the_desk()
    page = browser.get(f"{AUDIT}/chain?subject=network").body
    assert "The chain is broken" in page
    assert "Action 2 does not follow" in page
    suspend_partner(a_context(SUPERVISOR), partner.id, "No")
    assert "The chain holds" in browser.get(f"{AUDIT}/chain?subject=partner:{partner.id}").body


@pytest.mark.parametrize("subject", ["", "partner:01JNOBODY", "weather:today", "partner:../../etc"])
def test_the_record_of_nothing_is_not_found(subject: str) -> None:
    assert at_the_desk().get(f"{AUDIT}/chain?subject={subject}").status == 404


def test_a_day_is_one_of_the_emirate() -> None:
    late_in_the_evening_before_in_utc = datetime(2026, 7, 24, 21, 0, tzinfo=UTC)
    set_duty_desk(a_context(SUPERVISOR, late_in_the_evening_before_in_utc), "06 501 2345")
    assert "Settings changed" in at_the_desk().get(f"{AUDIT}?day=2026-07-25").body
    assert "Settings changed" not in at_the_desk().get(f"{AUDIT}?day=2026-07-24").body
