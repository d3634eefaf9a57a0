"""A form that outlives its session is sent again, not lost, and not taken unasked."""

import re
from urllib.parse import urlencode

import pytest

from chalicelib.domain.actors import Role
from tests.web.browsing import FORM, Browser, send
from tests.web.people import signed_in
from tests.web.samples import sample_app

FOR_PARTNERS = "/portal/for-partners"


@pytest.mark.usefixtures("store")
def test_what_was_typed_waits_until_one_is_signed_in_again() -> None:
    app = sample_app()
    browser = Browser(app)
    typed: dict[str, str | list[str]] = {"note": 'أفق "<b>', "areas": ["a", "b"]}
    kept = browser.post(FOR_PARTNERS, {"csrf_token": "of an ended session", **typed})

    assert kept.status == 401
    assert "what you typed is kept" in kept.body
    assert '<input type="hidden" name="note" value="أفق &#34;&lt;b&gt;">' in kept.body
    assert re.findall(r'name="areas" value="(\w)"', kept.body) == ["a", "b"]
    assert "of an ended session" not in kept.body

    browser.cookies.update(signed_in(app, Role.PARTNER).browser.cookies)
    again = browser.post(FOR_PARTNERS, {"note": "x"})
    assert (again.status, "Send this again" in again.body) == (403, True)

    assert browser.post(FOR_PARTNERS, {"note": "x"}).status == 200


def test_a_public_form_whose_cookie_is_gone_is_sent_again_too() -> None:
    browser = Browser(sample_app())
    browser.get("/portal/sample")
    browser.cookies.clear()
    kept = browser.post("/portal/sample", {"name": "kept"})

    assert kept.status == 403
    assert 'name="name" value="kept"' in kept.body
    assert browser.post("/portal/sample", {"name": ""}).status == 422


def test_what_another_site_sends_is_shown_to_nobody() -> None:
    reply = Browser(sample_app()).post(FOR_PARTNERS, {"note": "theirs"}, {"Sec-Fetch-Site": "cross-site"})

    assert reply.status == 403
    assert "theirs" not in reply.body


def test_where_the_browser_does_not_say_who_sends_it_nothing_is_kept() -> None:
    body = urlencode({"note": "whose"}).encode()
    reply = send(sample_app(), "POST", FOR_PARTNERS, {"Content-Type": FORM}, body)
    public = send(sample_app(), "POST", "/portal/sample", {"Content-Type": FORM}, body)

    assert (reply.status, public.status) == (303, 403)
    assert "whose" not in public.body


@pytest.mark.usefixtures("store")
def test_a_role_that_may_not_is_refused_first() -> None:
    person = signed_in(sample_app(), Role.STAFF)

    assert "You may not open this page" in person.browser.post(FOR_PARTNERS, {"note": "x"}).body
