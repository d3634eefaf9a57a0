"""Where a request comes from: believed only as far as a server in front of us vouches for it."""

import re

import pytest

from chalicelib.config import SettingsError, read_settings
from chalicelib.web.sources import EDGE_HEADER, VIEWER_HEADER, came_past_the_edge, source_of
from tests.conftest import ENVIRONMENT
from tests.web.browsing import Browser, send, some_app, some_settings

SECRET = "what the edge shows to the portal, 32 characters"
FRONTED = some_settings(edge_secret=SECRET)
ALONE = some_settings()


@pytest.mark.parametrize("path", ["/portal", "/portal/sign-in", "/portal/static/mark.svg"])
@pytest.mark.parametrize("shown", [{}, {EDGE_HEADER: ""}, {EDGE_HEADER: "guessed"}])
def test_a_page_asked_for_past_the_edge_is_not_there(path: str, shown: dict[str, str]) -> None:
    reply = send(some_app(FRONTED), "GET", path, shown, b"")

    assert reply.status == 404
    assert "csrf" not in reply.body


def test_a_program_past_the_edge_gets_a_problem_and_nothing_else() -> None:
    reply = send(some_app(FRONTED), "GET", "/api/v1/openapi.json", {EDGE_HEADER: "guessed"}, b"")

    assert (reply.status, reply.headers["content-type"]) == (404, "application/problem+json")


def test_through_the_edge_everything_is_there() -> None:
    assert send(some_app(FRONTED), "GET", "/portal", {EDGE_HEADER: SECRET}, b"").status == 200


def test_where_nothing_stands_in_front_nobody_has_to_show_anything() -> None:
    assert Browser(some_app(ALONE)).get("/portal").status == 200
    assert not came_past_the_edge(ALONE, {})


@pytest.mark.parametrize(
    ("told", "counts_as"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("", "192.0.2.1"),
        ("no address", "no address"),
    ],
)
def test_a_household_counts_as_one(told: str, counts_as: str) -> None:
    assert source_of(FRONTED, {VIEWER_HEADER: told}, "192.0.2.1") == counts_as


def test_without_a_server_in_front_nobody_can_claim_another_address() -> None:
    assert source_of(ALONE, {VIEWER_HEADER: "198.51.100.7"}, "192.0.2.1") == "192.0.2.1"
    assert source_of(ALONE, {}, "2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64"


@pytest.mark.usefixtures("store")
def test_codes_are_counted_by_the_readers_address_and_not_by_the_edges() -> None:
    def asked(address: str) -> int:
        told = {EDGE_HEADER: SECRET, VIEWER_HEADER: address}
        browser = Browser(some_app(FRONTED))
        browser.token = browser.get("/portal/sign-in", told).csrf_token
        number = re.sub(r"\W", "", address) + str(len(seen))
        seen.append(number)
        return browser.post("/portal/sign-in", {"email": f"nobody{number}@example.org"}, told).status

    seen: list[str] = []
    statuses = [asked(f"2001:db8:1:2::{number:x}") for number in range(1, 32)]
    assert statuses == [303] * 30 + [422]
    assert asked("2001:db8:1:3::1") == 303


def test_a_short_secret_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match=r"^AMAN_EDGE_SECRET must have at least 32 characters$"):
        read_settings({**ENVIRONMENT, "AMAN_EDGE_SECRET": "short"})


def test_the_secret_is_not_shown_with_the_settings() -> None:
    assert SECRET not in repr(FRONTED)
