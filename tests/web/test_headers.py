"""What every answer carries, whatever it is."""

from dataclasses import replace

import pytest

from tests.factories import SETTINGS
from tests.web.browsing import ApiClient, Browser, Reply, some_settings
from tests.web.samples import GOOD, sample_app

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "script-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
ALWAYS = {
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


def answers() -> dict[str, Reply]:
    app = sample_app()
    browser = Browser(app)
    page = browser.get("/portal/sample")
    return {
        "a page": page,
        "a form with errors": browser.post("/portal/sample", {}),
        "a redirect": browser.post("/portal/sample", GOOD),
        "a refusal": browser.post("/portal/sample", {"csrf_token": "x"}),
        "a failure": browser.get("/portal/broken"),
        "a method that no route takes": browser.post("/portal/broken"),
        "json": ApiClient(app).get("/api/v1/things"),
        "a problem": ApiClient(app).post("/api/v1/things", {}),
        "a method that no endpoint takes": ApiClient(app).post("/api/v1/things/1/drop/", {}),
    }


@pytest.mark.parametrize("which", list(answers()))
def test_every_answer_has_the_security_headers(which: str) -> None:
    headers = answers()[which].headers

    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    given = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert given == POLICY
    assert "camera=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers


def test_over_tls_browsers_are_told_to_stay_there() -> None:
    reply = Browser(sample_app(some_settings(base_url="https://portal.example"))).get("/portal/sample")

    assert reply.headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"


def test_over_tls_cookies_are_guarded_by_name_and_mark() -> None:
    reply = Browser(sample_app(replace(SETTINGS, base_url="https://portal.example"))).get(
        "/portal/sample?language=ar"
    )

    for cookie in reply.set_cookies:
        assert cookie.startswith("__Secure-aman_")
        assert cookie.endswith("; HttpOnly; SameSite=Lax; Secure")
        assert "; Path=/portal; " in cookie
    assert len(reply.set_cookies) == 2


def test_on_loopback_cookies_work_without_tls() -> None:
    (cookie,) = Browser(sample_app()).get("/portal/sample").set_cookies

    assert cookie.startswith("aman_form=")
    assert "; Path=/portal; " in cookie
    assert cookie.endswith("; HttpOnly; SameSite=Lax")


def test_a_header_with_a_line_end_never_leaves() -> None:
    reply = Browser(sample_app()).get("/portal/bad-header")

    assert reply.status == 500
    assert "x-thing" not in reply.headers
    assert "Something went wrong" in reply.body


@pytest.mark.parametrize(
    ("address", "media_type"),
    [("/portal/broken", "text/html; charset=utf-8"), ("/api/v1/things/1/drop", "application/problem+json")],
)
def test_a_method_that_no_route_takes_is_named_as_such(address: str, media_type: str) -> None:
    browser = Browser(sample_app())
    reply = browser.post(address) if address.startswith("/portal") else browser.get(address)

    assert reply.status == 405
    assert reply.headers["content-type"] == media_type
    assert reply.headers["allow"] in {"GET", "POST"}
    assert "This cannot be done here" in reply.body
