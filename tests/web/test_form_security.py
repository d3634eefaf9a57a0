"""A form is taken from our own page in the same browser, and from nowhere else."""

from collections.abc import Mapping
from urllib.parse import urlencode

import pytest

from chalicelib.domain.actors import Role
from tests.web.browsing import BASE_URL, FORM, Browser, send
from tests.web.people import signed_in
from tests.web.samples import GOOD, sample_app

SAMPLE = "/portal/sample"


def opened() -> Browser:
    browser = Browser(sample_app())
    browser.get(SAMPLE)
    return browser


def test_a_form_from_our_page_is_taken() -> None:
    assert opened().post(SAMPLE, GOOD).status == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": BASE_URL + ".elsewhere.example"},
        {"Origin": BASE_URL.replace("http", "https")},
    ],
)
def test_a_form_that_comes_from_elsewhere_is_refused(headers: Mapping[str, str]) -> None:
    reply = opened().post(SAMPLE, GOOD, headers)

    assert reply.status == 403
    assert "We could not accept this form" in reply.body


@pytest.mark.parametrize("token", ["", "x", "ي", "A" * 22])
def test_a_form_without_our_token_is_refused(token: str) -> None:
    assert opened().post(SAMPLE, {**GOOD, "csrf_token": token}).status == 403


def test_a_token_is_of_no_use_in_another_browser() -> None:
    ours, other = opened(), opened()

    assert other.post(SAMPLE, {**GOOD, "csrf_token": ours.token}).status == 403


def test_a_token_is_of_no_use_without_the_cookie() -> None:
    browser = opened()
    browser.cookies.clear()

    assert browser.post(SAMPLE, GOOD).status == 403


def test_old_browsers_that_send_neither_header_are_served_by_the_token() -> None:
    browser = opened()
    body = urlencode({**GOOD, "csrf_token": browser.token}, doseq=True).encode()
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())

    assert send(browser.app, "POST", SAMPLE, {"Content-Type": FORM, "Cookie": cookie}, body).status == 303


@pytest.mark.usefixtures("store")
def test_a_token_of_the_time_before_signing_in_is_of_no_use_afterwards() -> None:
    app = sample_app()
    before = Browser(app)
    before.get(SAMPLE)
    person = signed_in(app, Role.PARTNER).browser
    person.cookies.update(before.cookies)

    assert person.post("/portal/for-partners", {"csrf_token": before.token}).status == 403


@pytest.mark.usefixtures("store")
def test_two_sessions_have_two_tokens() -> None:
    app = sample_app()
    one, other = signed_in(app, Role.PARTNER).browser, signed_in(app, Role.PARTNER).browser
    one.get(SAMPLE)

    assert one.post("/portal/for-partners").status == 200
    assert other.post("/portal/for-partners", {"csrf_token": one.token}).status == 403


@pytest.mark.parametrize(
    "media_type", ["application/json", "text/plain", "multipart/form-data; boundary=x", "", "application/xml"]
)
def test_a_page_takes_urlencoded_forms_alone(media_type: str) -> None:
    reply = opened().post(SAMPLE, GOOD, {"Content-Type": media_type})

    assert reply.status == 415


def test_a_missing_content_type_is_refused_too() -> None:
    browser = opened()
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())

    assert send(browser.app, "POST", SAMPLE, {"Cookie": cookie}, b"a=b").status == 415


def test_a_charset_beside_the_type_does_no_harm() -> None:
    assert opened().post(SAMPLE, GOOD, {"Content-Type": f"{FORM}; charset=UTF-8"}).status == 303


@pytest.mark.parametrize(("length", "status"), [(64 * 1024 - 300, 422), (64 * 1024 + 1, 413)])
def test_a_form_has_64_kib_at_most(length: int, status: int) -> None:
    assert opened().post(SAMPLE, {**GOOD, "note": "x" * length}).status == status


def test_a_form_with_too_many_fields_cannot_be_read() -> None:
    assert opened().post(SAMPLE, {"areas": ["kalba"] * 500}).status == 400


def test_bytes_that_are_no_text_cannot_be_read() -> None:
    browser = opened()

    assert send(browser.app, "POST", SAMPLE, {"Content-Type": FORM}, b"name=%ff%fe").status == 400
