"""Roles: who is let in, who is led to sign in, who is refused."""

import pytest

from chalicelib.domain.actors import Role
from tests.web.browsing import Browser
from tests.web.people import signed_in
from tests.web.samples import sample_app

with_store = pytest.mark.usefixtures("store")


ADDRESSES = ("/portal/for-partners", "/portal/for-staff", "/portal/for-supervisors", "/portal/for-accounts")


@with_store
@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        (Role.PARTNER, (200, 403, 403, 200)),
        (Role.STAFF, (403, 200, 403, 200)),
        (Role.SUPERVISOR, (403, 200, 200, 200)),
    ],
)
def test_a_role_is_let_in_where_it_is_named_and_a_supervisor_where_staff_are(
    role: Role, statuses: tuple[int, ...]
) -> None:
    browser = signed_in(sample_app(), role).browser

    for address, status in zip(ADDRESSES, statuses, strict=True):
        reply = browser.get(address)
        assert reply.status == status, address
        assert ("You may not open this page" in reply.body) == (status == 403)


@with_store
def test_the_handler_is_told_who_asks() -> None:
    assert signed_in(sample_app(), Role.SUPERVISOR).browser.get("/portal/for-staff").body == "supervisor "


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/portal/for-staff", "/portal/sign-in?next=%2Fportal%2Ffor-staff"),
        ("/portal/for-staff?state=open&area=", "/portal/sign-in?next=%2Fportal%2Ffor-staff%3Fstate%3Dopen"),
    ],
)
def test_who_is_not_signed_in_is_led_to_sign_in_and_back(address: str, leads_to: str) -> None:
    reply = Browser(sample_app()).get(address)

    assert (reply.status, reply.location) == (303, leads_to)


def test_a_button_pressed_after_the_session_ended_leads_to_sign_in() -> None:
    reply = Browser(sample_app()).post("/portal/for-partners", {"csrf_token": "old"})

    assert (reply.status, reply.location) == (303, "/portal/sign-in?next=%2Fportal%2Ffor-partners")


@with_store
def test_an_invented_session_counts_as_none() -> None:
    reply = Browser(sample_app(), cookies={"aman_session": "a.b.c"}).get("/portal/for-staff")

    assert reply.status == 303


@pytest.mark.parametrize("thing_id", ["..", "a%20b", "%3Cscript%3E", "x" * 65, "أ"])
def test_what_can_be_no_id_is_not_found_before_anybody_looks(thing_id: str) -> None:
    reply = Browser(sample_app()).get(f"/portal/things/{thing_id}")

    assert reply.status == 404
    assert "Page not found" in reply.body


def test_an_id_reaches_the_handler() -> None:
    reply = Browser(sample_app()).get("/portal/things/01JA-b_c")

    assert (reply.status, reply.body) == (200, "public 01JA-b_c")
