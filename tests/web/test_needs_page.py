"""A need's page: coverage, matches with reasons, proposing, and the trail in words."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.areas import Area
from chalicelib.domain.assignments import Answer, Assignment
from chalicelib.domain.categories import Form, Unit
from chalicelib.domain.needs import Need
from chalicelib.domain.offerings import Offering
from chalicelib.services.answers import accept, confirm, deliver
from chalicelib.services.needs import read_need, verify_need
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from tests.factories import NOW, a_context, a_profile
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner
from tests.web.browsing import Browser, Clock, some_app
from tests.web.long_lists import two_pages
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")
LARGEST_PAGE = 60_000


def at_the_desk(clock: Clock | None = None) -> Browser:
    return signed_in(some_app(clock=clock or Clock())).browser


def an_offering_of(name: str, **terms: object) -> Offering:
    profile = a_profile(name_en=name, name_ar=f"مؤسسة {name}")
    return a_stored_offering(a_stored_partner(profile=profile), **terms)


def a_need_with_two_matches() -> tuple[Need, Offering, Offering]:
    near = an_offering_of("Palm Trading", capacity=5)
    far = an_offering_of("Coast Store", capacity=20, areas=frozenset({Area.EMIRATE}))
    return a_stored_need(quantity=8), near, far


def prefilled(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(take_\w+)" type="text" value="(\d*)"', page))


def steps_on(page: str) -> list[str]:
    return re.findall(r'href="/portal/needs/\w+/assignments/\w+/([a-z-]+)"', page)


def test_matches_stand_with_their_reasons_in_words_and_the_quantity_spread_over_the_best() -> None:
    need, near, far = a_need_with_two_matches()
    page = at_the_desk().get(f"/portal/needs/{need.id}").body
    for words in (
        "Palm Trading",
        "Serves this very area",
        "Serves the whole emirate",
        "Still free: 5 pieces",
    ):
        assert words in page
    taken = prefilled(page)
    assert sum(int(text or 0) for text in taken.values()) == 8
    assert taken.keys() == {f"take_{near.id}", f"take_{far.id}"}


def test_a_need_goes_to_several_partners_at_once() -> None:
    need, near, far = a_need_with_two_matches()
    browser = at_the_desk()
    browser.get(f"/portal/needs/{need.id}")
    reply = browser.post(f"/portal/needs/{need.id}/propose", {f"take_{near.id}": "٥", f"take_{far.id}": "3"})
    page = browser.follow(reply)
    assert "The requests went to 2 partners." in page.body
    assert "All of it is with somebody" in page.body
    assert read_need(a_context(), need.id).coverage.proposed == 8


def test_asking_for_more_than_is_free_comes_back_with_the_numbers() -> None:
    need, near, far = a_need_with_two_matches()
    browser = at_the_desk()
    browser.get(f"/portal/needs/{need.id}")
    reply = browser.post(f"/portal/needs/{need.id}/propose", {f"take_{near.id}": "6", f"take_{far.id}": ""})
    assert reply.status == 422
    assert "There is not that much left. Still free: 5." in reply.body
    assert prefilled(reply.body)[f"take_{near.id}"] == "6"
    assert read_need(a_context(), need.id).assignments == ()


def test_a_number_that_is_none_is_named_at_its_partner() -> None:
    need, near, _ = a_need_with_two_matches()
    browser = at_the_desk()
    browser.get(f"/portal/needs/{need.id}")
    reply = browser.post(f"/portal/needs/{need.id}/propose", {f"take_{near.id}": "some"})
    assert reply.status == 422
    assert f'href="#field-take_{near.id}"' in reply.body
    assert "How much from \u2068Palm Trading\u2069?" in reply.body


def test_asking_nobody_is_refused() -> None:
    need, near, _ = a_need_with_two_matches()
    browser = at_the_desk()
    browser.get(f"/portal/needs/{need.id}")
    assert browser.post(f"/portal/needs/{need.id}/propose", {f"take_{near.id}": ""}).status == 422


def test_why_the_others_do_not_match_is_counted_in_words() -> None:
    for area in (Area.DHAID, Area.SHARJAH):
        a_stored_offering(areas=frozenset({area}))
    a_stored_offering()
    need = a_stored_need(area=Area.KALBA)
    browser = at_the_desk()
    page = browser.get(f"/portal/needs/{need.id}/why").body
    assert "1 offering matches." in page
    assert "2 offerings do not reach this area" in page
    arabic = browser.get(f"/portal/needs/{need.id}/why?language=ar").body
    assert "مساهمة واحدة مناسبة." in arabic
    assert "مساهمتان لا تصلان إلى هذه المنطقة" in arabic


def test_where_nobody_matches_the_page_itself_says_why() -> None:
    a_stored_offering(areas=frozenset({Area.DHAID}))
    need = a_stored_need(area=Area.KALBA)
    page = at_the_desk().get(f"/portal/needs/{need.id}").body
    assert "1 offering does not reach this area" in page


def test_the_trail_tells_who_did_what_with_names_and_quantities() -> None:
    need, near, _ = a_need_with_two_matches()
    (asked,) = propose(a_context(), need.id, [Part(near.id, 4)])
    accept(a_context(), need.id, asked.id, 3, Answer(NOW, "01JSTAFF", by_telephone=True))
    browser = at_the_desk()
    page = browser.get(f"/portal/needs/{need.id}").body
    assert "\u2068Palm Trading\u2069 accepted a part: 3 pieces of 4 pieces (answered by telephone)" in page
    arabic = browser.get(f"/portal/needs/{need.id}/trail?language=ar").body
    assert "قبِل الشريك \u2068مؤسسة Palm Trading\u2069 جزءًا: 3 قطع من أصل 4 قطع" in arabic


def test_an_open_request_shows_its_time_left_and_the_whatsapp_link_and_an_expired_one_neither() -> None:
    offering, need = a_stored_offering(), a_stored_need(deadline=NOW + timedelta(minutes=10))
    propose(a_context(), need.id, [Part(offering.id, 4)])
    clock = Clock()
    browser = at_the_desk(clock)
    page = browser.get(f"/portal/needs/{need.id}").body
    assert "Time left: 10 minutes" in page
    assert 'href="https://wa.me/971501234567?text=' in page
    clock.forward(timedelta(minutes=10))
    later = browser.get(f"/portal/needs/{need.id}").body
    assert '<strong class="tag urgent">Time ran out</strong>' in later
    assert "https://wa.me/" not in later
    assert steps_on(later) == []


def test_each_state_offers_its_own_steps_and_no_others() -> None:
    offering, need = a_stored_offering(), a_stored_need(quantity=4)
    (one,) = propose(a_context(), need.id, [Part(offering.id, 4)])
    browser = at_the_desk()
    steps: tuple[Callable[[], Assignment], ...] = (
        lambda: accept(a_context(), need.id, one.id, 4, Answer(NOW, "01JSTAFF")),
        lambda: deliver(a_context(), need.id, one.id, 4),
        lambda: confirm(a_context(), need.id, one.id, 4),
    )
    seen = [steps_on(browser.get(f"/portal/needs/{need.id}").body)]
    for step in steps:
        step()
        seen.append(steps_on(browser.get(f"/portal/needs/{need.id}").body))
    assert seen == [
        ["answer", "withdraw"],
        ["deliver", "cancel", "answer", "handover-note"],
        ["confirm", "dispute", "handover-note"],
        [],
    ]


def test_a_service_is_given_and_confirmed_where_goods_are_delivered_and_received() -> None:
    plumbing: dict[str, Any] = {"category": "plumbing", "form": Form.SERVICE, "unit": Unit.HOME}
    need, offering = a_stored_need(quantity=1, **plumbing), a_stored_offering(**plumbing)
    (one,) = propose(a_context(), need.id, [Part(offering.id, 1)])
    accept(a_context(), need.id, one.id, 1, Answer(NOW, "01J"))
    assert "Mark the service as given" in at_the_desk().get(f"/portal/needs/{need.id}").body
    deliver(a_context(), need.id, one.id, 1)
    page = at_the_desk().get(f"/portal/needs/{need.id}?language=ar").body
    assert "تم تقديم الخدمة" in page
    assert "تأكيد تنفيذ الخدمة" in page


def test_a_closed_need_offers_reopening_to_supervisors_alone() -> None:
    need = a_stored_need()
    app = some_app(clock=Clock())
    staff, supervisor = signed_in(app).browser, signed_in(app, Role.SUPERVISOR).browser
    staff.get(f"/portal/needs/{need.id}/close")
    staff.post(f"/portal/needs/{need.id}/close", {"outcome": "withdrawn", "reason": "Found elsewhere"})
    assert "/reopen" not in staff.get(f"/portal/needs/{need.id}").body
    assert "/reopen" in supervisor.get(f"/portal/needs/{need.id}").body


def test_the_largest_page_of_a_need_stays_small() -> None:
    for number in range(30):
        an_offering_of(f"Company of Kalba number {number}", capacity=9, conditions="Mornings only. " * 5)
    need = a_stored_need(quantity=100)
    for language in ("ar", "en"):
        page = at_the_desk().get(f"/portal/needs/{need.id}?language={language}").body
        assert len(prefilled(page)) == 25
        assert len(page.encode()) < LARGEST_PAGE


def test_a_long_trail_goes_on_a_page_of_its_own_in_pages() -> None:
    need, browser = a_stored_need(), at_the_desk()
    for _ in range(27):
        verify_need(a_context(), need.id)
    page = browser.get(f"/portal/needs/{need.id}").body
    assert page.count("Attestations verified") == 10
    first, second = two_pages(browser, f"/portal/needs/{need.id}/trail")
    assert (first.count("Attestations verified"), second.count("Attestations verified")) == (25, 2)
