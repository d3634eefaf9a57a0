"""Mails that could not be delivered are told to supervisors, without their text."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.notices import Notice, NoticeKind, NoticeState, write
from chalicelib.store import outbox
from chalicelib.store.commit import commit
from tests.factories import NOW, an_id
from tests.web.browsing import Browser, Clock, some_app
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")


def a_given_up_mail(to: str, hours_ago: int = 0) -> Notice:
    at = NOW - timedelta(hours=hours_ago)
    sound = write(an_id(), NoticeKind.SIGN_IN_CODE, to, "ar", at, {"code": "204817", "minutes": 10})
    notice = replace(sound, state=NoticeState.FAILED, params={})
    commit([outbox.save(notice, None)])
    return notice


def supervisor() -> Browser:
    return signed_in(some_app(clock=Clock()), Role.SUPERVISOR).browser


def test_what_did_not_arrive_is_listed_the_newest_first() -> None:
    a_given_up_mail("earlier@example.org", 5)
    a_given_up_mail("later@example.org")
    page = supervisor().get("/portal/admin/mails").body
    assert page.index("later@example.org") < page.index("earlier@example.org")
    assert "A code to sign in" in page
    assert "رمز الدخول" in supervisor().get("/portal/admin/mails?language=ar").body


def test_while_all_arrive_the_page_says_so_and_administration_leads_there() -> None:
    browser = supervisor()
    assert "Every mail arrived" in browser.get("/portal/admin/mails").body
    assert 'href="/portal/admin/mails"' in browser.get("/portal/admin").body
