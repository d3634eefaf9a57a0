"""The portal's first page."""

import pytest

from chalicelib.domain.actors import Role
from tests.web.browsing import Browser, some_app
from tests.web.people import signed_in


def test_the_public_is_told_what_the_portal_is_and_where_to_begin() -> None:
    page = Browser(some_app()).get("/portal").body

    assert "<h1>Partner portal of the Aman Network</h1>" in page
    assert 'href="/portal/register"' in page
    assert 'href="/portal/sign-in"' in page
    assert "800700" in page
    assert "not an official site" in page


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("role", "leads_to"),
    [
        (Role.PARTNER, "/portal/requests"),
        (Role.STAFF, "/portal/needs"),
        (Role.SUPERVISOR, "/portal/needs"),
    ],
)
def test_who_is_signed_in_goes_on_to_their_work(role: Role, leads_to: str) -> None:
    assert signed_in(some_app(), role).browser.get("/portal").location == leads_to


def test_an_address_that_no_route_has_is_a_page() -> None:
    reply = Browser(some_app()).get("/portal/not-found")

    assert reply.status == 404
    assert "Page not found" in reply.body


def test_the_first_page_is_small() -> None:
    assert len(Browser(some_app(), language="ar").get("/portal").body.encode()) < 10_000
