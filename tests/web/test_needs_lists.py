"""The lists of needs."""

import re
from datetime import timedelta

import pytest

from chalicelib.domain.areas import Area
from chalicelib.domain.needs import Attestation, Priority
from tests.factories import NOW
from tests.stored import a_stored_need
from tests.web.browsing import Browser, Clock, some_app
from tests.web.long_lists import two_pages
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")


def at_the_desk() -> Browser:
    return signed_in(some_app(clock=Clock())).browser


def listed(page: str) -> list[str]:
    return re.findall(r'<td><a href="/portal/needs/(\w+)"', page)


def test_the_most_urgent_need_stands_first_and_the_newest_when_asked() -> None:
    calm = a_stored_need(priority=Priority.P3)
    urgent = a_stored_need(priority=Priority.P1)
    newest = a_stored_need(priority=Priority.P2)
    browser = at_the_desk()
    assert listed(browser.get("/portal/needs").body) == [urgent.id, newest.id, calm.id]
    assert listed(browser.get("/portal/needs?sort=newest").body) == [newest.id, urgent.id, calm.id]


def test_the_filter_lives_in_the_address() -> None:
    kalba = a_stored_need(area=Area.KALBA, priority=Priority.P1)
    a_stored_need(area=Area.DIBBA, priority=Priority.P1)
    a_stored_need(area=Area.KALBA, priority=Priority.P2)
    page = at_the_desk().get("/portal/needs?area=kalba&priority=p1").body
    assert listed(page) == [kalba.id]
    assert '<option value="kalba" selected>' in page


def test_mine_are_those_in_my_hands() -> None:
    a_stored_need()
    person = signed_in(some_app(clock=Clock()))
    assert listed(person.browser.get("/portal/needs?mine=yes").body) == []
    assert "No need fits this filter." in person.browser.get("/portal/needs?mine=yes").body


def test_a_case_is_found_however_its_reference_is_written_and_whatever_its_state() -> None:
    need = a_stored_need(case_reference="KLB202617")
    browser = at_the_desk()
    browser.get(f"/portal/needs/{need.id}/close")
    browser.post(f"/portal/needs/{need.id}/close", {"outcome": "withdrawn", "reason": "Found elsewhere"})
    assert listed(browser.get("/portal/needs").body) == []
    assert listed(browser.get("/portal/needs?case_reference=klb-٢٠٢٦/17").body) == [need.id]


def test_a_misspelt_filter_filters_nothing() -> None:
    need = a_stored_need()
    assert listed(at_the_desk().get("/portal/needs?area=atlantis&state=lost").body) == [need.id]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_long_list_is_paged_and_small(language: str) -> None:
    needs = [a_stored_need(sensitive=True, deadline=NOW + timedelta(hours=n)) for n in range(1, 31)]
    browser = at_the_desk()
    first, second = two_pages(browser, f"/portal/needs?language={language}")
    assert listed(first) + listed(second) == [need.id for need in needs]


def test_attestations_to_verify_have_a_list_of_their_own_until_they_are_verified() -> None:
    a_stored_need()
    pending = a_stored_need(registered=Attestation.TO_VERIFY)
    browser = at_the_desk()
    page = browser.get("/portal/needs/to-verify").body
    assert listed(page) == [pending.id]
    assert "Time left: 2 days" in page
    browser.get(f"/portal/needs/{pending.id}")
    browser.follow(browser.post(f"/portal/needs/{pending.id}/verify"))
    assert "Nothing is to be verified." in browser.get("/portal/needs/to-verify").body
