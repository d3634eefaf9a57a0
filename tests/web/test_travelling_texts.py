"""Texts that go through a browser and come back: signed values, cookies, addresses, form values."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.web.cookies import read_cookies, set_cookie
from chalicelib.web.links import address, safe_next
from chalicelib.web.signing import seal, unseal
from chalicelib.web.values import Values, tidy
from tests.factories import SETTINGS

SECRET = SETTINGS.secret_key


@given(some.text())
def test_what_was_sealed_comes_back(text: str) -> None:
    text = text.encode(errors="replace").decode()

    assert unseal(SECRET, "cursor", seal(SECRET, "cursor", text)) == text


@given(some.text())
def test_nothing_else_is_taken(text: str) -> None:
    assert unseal(SECRET, "cursor", text) is None


def test_a_seal_serves_one_purpose_and_one_secret() -> None:
    sealed = seal(SECRET, "cursor", "25")

    assert unseal(SECRET, "notice", sealed) is None
    assert unseal(f"{SECRET}!", "cursor", sealed) is None
    assert unseal(SECRET, "cursor", sealed[:-2]) is None


@pytest.mark.parametrize(
    "wanted",
    ["/portal", "/portal/needs", "/portal/needs?state=open&area=kalba", "/portal?language=ar"],
)
def test_after_signing_in_one_goes_on_to_ones_page(wanted: str) -> None:
    assert safe_next(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "/",
        "//elsewhere.example/portal",
        "https://elsewhere.example/portal",
        "/portal.elsewhere.example",
        "/portal\\@elsewhere.example",
        "/portal/\\elsewhere.example",
        "/portal/../admin",
        "/portal/\r\nSet-Cookie: a=b",
        "/portal/sign-in",
        "/portal/sign-out",
        "javascript:alert(1)",
        "/portal/أ",
    ],
)
def test_after_signing_in_nobody_is_led_elsewhere(wanted: str) -> None:
    assert safe_next(wanted) == "/portal"


def test_an_address_keeps_its_query_but_for_what_changes() -> None:
    query = Values([("state", "open"), ("area", "kalba"), ("area", "dibba"), ("cursor", "x"), ("empty", "")])

    changed = address("/portal/needs", query, {"state": "closed", "cursor": None})

    assert changed == "/portal/needs?area=kalba&area=dibba&state=closed"
    assert address("/portal/needs", Values(), {}) == "/portal/needs"


def test_cookies_are_read_by_their_plain_names() -> None:
    header = set_cookie(SETTINGS, "aman_notice", "abc", timedelta(minutes=1)).partition(";")[0]

    assert read_cookies(SETTINGS, f"other=1; {header}") == {"aman_notice": "abc"}


@pytest.mark.parametrize("header", ["", "aman_session", "=;=", 'aman_session="', "\x00", "a[]=1; b"])
def test_a_cookie_header_that_cannot_be_read_counts_as_none(header: str) -> None:
    assert read_cookies(SETTINGS, header).get("aman_session", "") == ""


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("  a  ", "a"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("e\u0301", "é"),
        ("a\x00b\x1b", "ab"),
        ("\u200fأمان", "\u200fأمان"),
    ],
)
def test_what_is_typed_is_tidied_once(text: str, tidied: str) -> None:
    assert tidy(text) == tidied
