"""Staff plan the queue in a real browser and send the plan; the partner finds the request."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.people import Person
from tests.engines import Product, product

pytestmark = [pytest.mark.engines, pytest.mark.browser]

PARTNER = "appliances@aman.example"
PATIENCE_MS = 30_000


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with product(tmp_path_factory.mktemp("surge") / "data") as started:
        yield started


def post(staff: Person) -> str:
    """Staff post a need that somebody in the demo can give."""
    staff.open("/portal/needs/new")
    staff.fill(
        {
            "category": "appliances",
            "quantity": "1",
            "area": "kalba",
            "priority": "p1",
            "circumstance": "natural_disaster",
            "case_reference": "E2E-SURGE-1",
            "registered": "attested",
            "low_income": "attested",
            "summary": "Refrigerator",
        }
    )
    staff.send()
    return staff.last_part


def await_lists(staff: Person) -> None:
    """The progress page follows by itself until there is something to look at."""
    staff.page.locator("nav.tabs").wait_for(timeout=PATIENCE_MS)


def plan(staff: Person) -> None:
    """Press the button, after the plan that the system makes when it starts."""
    staff.open("/portal/surge")
    if staff.page.locator("main a.button").count():
        staff.page.locator("main a.button").click()
        await_lists(staff)
        staff.open("/portal/surge")
    staff.send("/portal/surge")
    await_lists(staff)


def test_the_queue_is_planned_changed_and_sent_and_the_partner_is_asked(
    running: Product, browser: Browser
) -> None:
    staff = Person(running, browser.new_context(locale="ar").new_page(), "ar", "staff@aman.example")
    staff.sign_in()
    need_id = post(staff)
    plan(staff)
    line = staff.page.locator("tr", has=staff.page.locator(f"a[href='/portal/needs/{need_id}']"))
    line.locator("form[action$='/leave-out'] button").click()
    assert line.locator("form[action$='/take-in']").count() == 1
    line.locator("form[action$='/take-in'] button").click()
    assert line.locator("form[action$='/leave-out']").count() == 1
    staff.page.locator("a[href$='/commit']").click()
    staff.send()
    await_lists(staff)
    assert staff.page.locator(f"tr a[href='/portal/needs/{need_id}']").count() == 1

    partner = Person(running, browser.new_context(locale="en").new_page(), "en", PARTNER)
    partner.sign_in()
    partner.open("/portal/requests")
    assert partner.page.locator(f"main a[href^='/portal/assignments/{need_id}/']").count() == 1

    staff.open("/portal/shortages")
    assert staff.page.locator(".shortages > li").count() > 0
