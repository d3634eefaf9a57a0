"""A plan before it goes out: what it covers, what it leaves open and why, list by list."""

import re
from datetime import timedelta

import pytest

from chalicelib.domain.needs import Priority
from chalicelib.domain.surge_plans import FRESH_FOR
from tests.factories import NOW
from tests.stored import a_stored_offering
from tests.surging import a_made_plan, a_posted_need
from tests.web.browsing import Browser, Clock
from tests.web.surge_desk import a_desk, a_queue, page_of, text

pytestmark = pytest.mark.usefixtures("store")


def test_the_preview_says_what_is_covered_by_priority_and_until_when_it_may_go() -> None:
    urgent, second, third = a_queue()
    said = text(a_desk().browser.get(page_of(a_made_plan())))
    assert "It can be sent until 10:30. Time left: 30 minutes" in said
    assert "3 needs were open. Covered wholly: 2. In part: 0. Nobody is asked now: 1." in said
    assert "Very urgent 1 1 0 0 4 of 4" in said
    assert "All 3 2 0 1 7 of 12" in said
    assert "To be sent (2)" in said
    assert urgent.details.case_reference in said
    assert second.details.case_reference in said
    assert third.details.case_reference not in said


def test_what_nobody_can_give_is_a_list_of_its_own_that_leads_to_the_reasons() -> None:
    _, _, third = a_queue()
    reply = a_desk().browser.get(f"{page_of(a_made_plan())}/nobody")
    assert third.details.case_reference in text(reply)
    assert "Nobody can give it now" in text(reply)
    assert f'href="/portal/needs/{third.id}/why"' in reply.body
    assert 'href="/portal/shortages"' in reply.body


def test_what_is_held_back_is_counted_by_reason_and_each_count_is_a_filter() -> None:
    overdue = a_posted_need(deadline=NOW - timedelta(hours=1))
    by_hand = a_posted_need(quantity=2)
    desk = a_desk()
    desk.browser.get(f"/portal/needs/{by_hand.id}")
    desk.browser.post(f"/portal/needs/{by_hand.id}/cascade", {"to": "manual"})
    address = f"{page_of(a_made_plan())}/held"
    said = text(desk.browser.get(address))
    assert "Its deadline has passed: 1" in said
    assert "Staff place this need by hand: 1" in said
    narrowed = text(desk.browser.get(f"{address}?why=overdue"))
    assert overdue.details.case_reference in narrowed
    assert by_hand.details.case_reference not in narrowed


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {0, 1}),
        ("priority=p1", {0}),
        ("priority=p2&area=kalba", {1}),
        ("category=furniture", {0, 1}),
        ("category=painting", set()),
        ("area=mleiha", set()),
    ],
)
def test_the_list_can_be_narrowed(query: str, found: set[int]) -> None:
    queue = a_queue()
    said = text(a_desk().browser.get(f"{page_of(a_made_plan())}?{query}"))
    assert {n for n, need in enumerate(queue) if need.details.case_reference in said} == found
    assert ("No need of this list fits." in said) is (not found)


def test_a_long_list_comes_in_pages() -> None:
    a_stored_offering(capacity=100)
    for _ in range(30):
        a_posted_need(quantity=1, priority=Priority.P1)
    browser = a_desk().browser
    first = browser.get(page_of(a_made_plan()))
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first.body)
    second = browser.get(following.replace("&amp;", "&"))
    assert [page.body.count('id="line-') for page in (first, second)] == [25, 5]


def test_before_it_goes_out_a_page_says_in_words_what_will_happen() -> None:
    a_stored_offering(capacity=3)
    a_stored_offering(capacity=3)
    a_posted_need(quantity=6, priority=Priority.P1)
    said = text(a_desk().browser.get(f"{page_of(a_made_plan())}/commit"))
    assert "Requests go out for 1 need. 2 partners are asked. In all there are 2 requests" in said


def test_a_plan_of_an_empty_queue_has_nothing_to_send() -> None:
    reply = a_desk().browser.get(page_of(a_made_plan()))
    assert "No need was open." in text(reply)
    assert "nobody is asked for anything now" in text(reply)
    assert "/commit" not in reply.body


def test_nothing_is_counted_on_the_other_lists_of_a_stale_plan() -> None:
    clock = Clock()
    desk = a_desk(clock)
    a_queue()
    plan = a_made_plan()
    clock.forward(FRESH_FOR)
    reply = desk.browser.get(f"{page_of(plan)}/nobody")
    assert "What has changed since" in text(reply)


@pytest.mark.parametrize("number", ["0", "two", "١", "1234567", "-1"])
def test_a_line_that_cannot_be_is_not_found(number: str) -> None:
    a_queue()
    browser: Browser = a_desk().browser
    assert browser.get(f"{page_of(a_made_plan())}/needs/{number}").status == 404
