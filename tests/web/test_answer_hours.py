"""When partners answer: declared by them, recorded by staff, and set for all by supervisors."""

from datetime import date, timedelta

import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.agreements import Bounds
from chalicelib.domain.answer_times import WorkingCalendar
from chalicelib.services.network import read_network
from chalicelib.store import agreements, partners
from tests.factories import a_context
from tests.stored import a_stored_partner
from tests.web.browsing import Browser, Clock, some_app
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")
OURS = "/portal/organisation/hours"
SETTINGS = "/portal/admin/settings"


def supervisor() -> Browser:
    return signed_in(some_app(clock=Clock()), Role.SUPERVISOR).browser


def declared(partner_id: str) -> list[str]:
    return [str(span) for span in partners.read(partner_id).answer_hours or ()]


def test_a_partner_declares_its_hours_in_either_digits_and_takes_them_back() -> None:
    person = signed_in(some_app(clock=Clock()), Role.PARTNER)
    page = person.browser.get(OURS).body
    assert "No hours are declared" in page
    assert "Thursday: " in page
    assert "Friday: " not in page
    reply = person.browser.post(OURS, {"monday": "٨-١٧", "saturday": "09:30 - 13:00"})
    assert "The hours are saved." in person.browser.follow(reply).body
    hours = declared(person.account.partner_id or "")
    assert (hours[0], hours[1], hours[5]) == ("08:00-17:00", "None", "09:30-13:00")
    person.browser.get(OURS)
    person.browser.follow(person.browser.post(OURS, {"monday": ""}))
    assert declared(person.account.partner_id or "") == []


def test_hours_that_are_none_come_back_with_what_was_typed() -> None:
    browser = signed_in(some_app(clock=Clock()), Role.PARTNER).browser
    browser.get(OURS)
    reply = browser.post(OURS, {"monday": "17-8"})
    assert reply.status == 422
    assert 'value="17-8"' in reply.body
    assert "Write the hours like 08:00-17:00" in reply.body


def test_a_minute_a_week_is_refused_in_words() -> None:
    browser = signed_in(some_app(clock=Clock()), Role.PARTNER).browser
    browser.get(OURS)
    reply = browser.post(OURS, {"monday": "08:00-08:01"})
    assert reply.status == 422
    assert "one hour a week at least" in reply.body
    assert 'value="08:00-08:01"' in reply.body


def test_staff_record_the_hours_of_a_partner() -> None:
    partner, browser = a_stored_partner(), signed_in(some_app(clock=Clock())).browser
    browser.get(f"/portal/partners/{partner.id}/hours")
    reply = browser.post(f"/portal/partners/{partner.id}/hours", {"sunday": "8-12"})
    assert reply.location == f"/portal/partners/{partner.id}"
    assert declared(partner.id)[6] == "08:00-12:00"


def test_staff_agree_with_a_partner_on_calls_at_night() -> None:
    partner, browser = a_stored_partner(), signed_in(some_app(clock=Clock())).browser
    root = f"/portal/partners/{partner.id}/agreements"
    browser.get(f"{root}/new")
    period = {"starts_on": "2027-08-01", "ends_on": "2028-07-30", "covers": "living"}
    page = browser.follow(browser.post(f"{root}/new", {**period, "night_calls": "yes"}))
    assert "For very urgent needs at any hour" in page.body
    nightly = [one.bounds.night_calls for one in agreements.list_of(partner.id)]
    assert sorted(nightly) == [False, True]


def test_an_agreement_says_how_much_may_be_asked_of_the_partner() -> None:
    partner, browser = a_stored_partner(), signed_in(some_app(clock=Clock())).browser
    root = f"/portal/partners/{partner.id}/agreements"
    browser.get(f"{root}/new")
    period = {"starts_on": "2027-08-01", "ends_on": "2028-07-30", "covers": "living"}
    bounds = {"requests_a_month": "٦", "units_a_month": "1,250", "notices_a_week": ""}
    page = browser.follow(browser.post(f"{root}/new", {**period, **bounds})).body
    assert "Most requests a month" in page
    assert "1,250" in page
    assert "Most requests a week" not in page
    made = max(agreements.list_of(partner.id), key=lambda one: one.starts_on)
    assert made.bounds == Bounds(requests_a_month=6, units_a_month=1250)


def test_a_supervisor_sets_how_often_a_partner_is_asked_a_week() -> None:
    browser = supervisor()
    assert "Any number" in browser.get(SETTINGS).body
    browser.get(f"{SETTINGS}/weekly-requests")
    assert browser.post(f"{SETTINGS}/weekly-requests", {"most": "0"}).status == 422
    browser.follow(browser.post(f"{SETTINGS}/weekly-requests", {"most": "12"}))
    assert read_network(a_context()).notices_a_week == 12
    browser.get(f"{SETTINGS}/weekly-requests")
    browser.post(f"{SETTINGS}/weekly-requests", {"most": ""})
    assert read_network(a_context()).notices_a_week is None


def test_a_supervisor_sets_the_times_to_answer() -> None:
    browser = supervisor()
    assert 'name="p1" type="text" value="30"' in browser.get(f"{SETTINGS}/answer-times").body
    reply = browser.post(f"{SETTINGS}/answer-times", {"p1": "15", "p2": "2", "p3": "12"})
    page = browser.follow(reply).body
    assert "15 minutes" in page
    assert read_network(a_context()).answer_times.p2 == timedelta(hours=2)


def test_times_in_the_wrong_order_are_refused_at_their_field() -> None:
    browser = supervisor()
    browser.get(f"{SETTINGS}/answer-times")
    reply = browser.post(f"{SETTINGS}/answer-times", {"p1": "30", "p2": "30", "p3": "12"})
    assert reply.status == 422
    assert 'href="#field-p3"' in reply.body


def test_a_supervisor_sets_the_week_and_ramadan() -> None:
    browser = supervisor()
    browser.get(f"{SETTINGS}/hours")
    week = {"monday": "8-16", "friday": "8-12"}
    ramadan = {"ramadan_starts_on": "2027-02-08", "ramadan_ends_on": "9/3/2027", "ramadan_hours": "9-14:30"}
    page = browser.follow(browser.post(f"{SETTINGS}/hours", {**week, **ramadan})).body
    assert "09:00-14:30" in page
    calendar = read_network(a_context()).calendar
    assert [str(span) for span in calendar.week][4] == "08:00-12:00"
    assert calendar.ramadan is not None
    assert calendar.ramadan.ends_on == date(2027, 3, 9)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"ramadan_starts_on": "2027-02-08"}, "ramadan_ends_on"),
        ({"ramadan_hours": "9-14"}, "ramadan_starts_on"),
        ({"ramadan_starts_on": "2027-02-08", "ramadan_ends_on": "2027-03-09"}, "ramadan_hours"),
        (
            {"ramadan_starts_on": "2027-02-08", "ramadan_ends_on": "2027-02-01", "ramadan_hours": "9-14"},
            "ramadan_ends_on",
        ),
    ],
)
def test_half_a_ramadan_is_refused_where_the_rest_belongs(given: dict[str, str], field: str) -> None:
    browser = supervisor()
    browser.get(f"{SETTINGS}/hours")
    reply = browser.post(f"{SETTINGS}/hours", {"monday": "8-16", **given})
    assert reply.status == 422
    assert f'href="#field-{field}"' in reply.body
    assert read_network(a_context()).calendar == WorkingCalendar()


def test_a_week_without_an_open_day_is_refused() -> None:
    browser = supervisor()
    browser.get(f"{SETTINGS}/hours")
    assert browser.post(f"{SETTINGS}/hours", {"monday": ""}).status == 422
