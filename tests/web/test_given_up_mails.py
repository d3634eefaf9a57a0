"""Mails that did not arrive are told to supervisors, without their text, and with whom to telephone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from chalicelib.domain.actors import SYSTEM, Role
from chalicelib.domain.deliveries import DeliveryReport, Trouble
from chalicelib.domain.notices import Notice, NoticeKind, NoticeState, request_ids, write
from chalicelib.services.keys import hold_for_good
from chalicelib.services.notices import send_due
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.services.undelivered import take_report
from chalicelib.store import outbox
from chalicelib.store.commit import commit
from chalicelib.web.cookies import SESSION
from tests.factories import NOW, a_context, an_id
from tests.mailbox import let_mails_out
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner
from tests.web.browsing import Browser as Reader
from tests.web.browsing import Clock, some_app, some_settings
from tests.web.on_screen import Desk, overflow, screen, violations
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")
LATER = NOW + timedelta(minutes=7)
CUT_OFF = """[...document.querySelectorAll("td")]
    .filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent)"""
"""Cells whose words do not fit into them."""


def a_given_up_mail(to: str, hours_ago: int = 0) -> Notice:
    at = NOW - timedelta(hours=hours_ago)
    sound = write(an_id(), NoticeKind.SIGN_IN_CODE, to, "ar", at, {"code": "204817", "minutes": 10})
    notice = replace(sound, state=NoticeState.FAILED, params={})
    commit([outbox.save(notice, None)])
    return notice


def a_request_that_came_back(trouble: Trouble = Trouble.MAILBOX_FULL) -> Notice:
    """A partner was asked; the mail was sent, and then something was heard of it."""
    let_mails_out()
    partner = a_stored_partner()
    commit(hold_for_good(partner, NOW))
    (asked,) = propose(a_context(), a_stored_need().id, [Part(a_stored_offering(partner).id, 1)])
    send_due(a_context(SYSTEM))
    mail = outbox.read(request_ids(asked.id)[0])
    take_report(a_context(SYSTEM, LATER), DeliveryReport(mail.id, mail.message_id or "", trouble))
    return outbox.read(mail.id)


def supervisor(**settings: str) -> Reader:
    return signed_in(some_app(some_settings(**settings), clock=Clock()), Role.SUPERVISOR).browser


def test_what_did_not_arrive_is_listed_the_newest_first() -> None:
    a_given_up_mail("earlier@example.org", 5)
    a_given_up_mail("later@example.org")
    page = supervisor().get("/portal/admin/mails").body
    assert page.index("later@example.org") < page.index("earlier@example.org")
    assert "A code to sign in" in page
    assert "The mail could not be sent in time." in page
    assert "رمز الدخول" in supervisor().get("/portal/admin/mails?language=ar").body


def test_a_mail_that_came_back_tells_why_and_whom_to_telephone() -> None:
    mail = a_request_that_came_back()
    page = supervisor().get("/portal/admin/mails").body
    assert "The mail did not arrive: the mailbox is full." in page
    assert 'href="tel:+971501234567"' in page
    assert mail.to in page
    assert f'href="/portal/needs/{mail.need_id}"' in page
    assert "لم تصل الرسالة: صندوق البريد ممتلئ." in supervisor().get("/portal/admin/mails?language=ar").body


def test_the_page_says_whether_mails_that_come_back_are_noticed() -> None:
    noticed = supervisor(mail_configuration_set="reports").get("/portal/admin/mails").body
    assert "came back afterwards" in noticed
    alone = supervisor().get("/portal/admin/mails").body
    assert "is not noticed by this installation" in alone


def test_while_all_arrive_the_page_says_so_and_administration_leads_there() -> None:
    browser = supervisor()
    assert "no mail failed to arrive" in browser.get("/portal/admin/mails").body
    assert 'href="/portal/admin/mails"' in browser.get("/portal/admin").body


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (Trouble.MAILBOX_FULL, "The mail did not arrive: the mailbox is full."),
        (Trouble.DELAYED, "The mail has not arrived yet"),
        (Trouble.UNCLEAR, "The mail may not have arrived"),
    ],
)
def test_staff_see_at_the_need_that_a_partner_has_to_be_telephoned(trouble: Trouble, words: str) -> None:
    mail = a_request_that_came_back(trouble)
    browser = signed_in(some_app(clock=Clock(LATER)), Role.STAFF).browser
    page = browser.get(f"/portal/needs/{mail.need_id}").body
    assert words in page
    assert "Telephone the partner" in page
    assert 'href="tel:+971501234567"' in page


def test_a_request_whose_mail_could_not_be_sent_says_so_too() -> None:
    (asked,) = propose(a_context(), a_stored_need().id, [Part(a_stored_offering().id, 1)])
    for hours in range(12):
        send_due(a_context(SYSTEM, NOW + timedelta(hours=hours)))
    browser = signed_in(some_app(clock=Clock(LATER)), Role.STAFF).browser
    assert "The mail could not be sent in time." in browser.get(f"/portal/needs/{asked.need_id}").body


def test_as_long_as_nothing_is_heard_nobody_is_sent_to_telephone() -> None:
    let_mails_out()
    (asked,) = propose(a_context(), a_stored_need().id, [Part(a_stored_offering().id, 1)])
    send_due(a_context(SYSTEM))
    browser = signed_in(some_app(clock=Clock(LATER)), Role.STAFF).browser
    assert "Telephone the partner" not in browser.get(f"/portal/needs/{asked.need_id}").body


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width"), [("ar", 320), ("en", 320), ("ar", 1280)])
def test_both_pages_are_accessible_and_fit(browser: Browser, language: str, width: int) -> None:
    a_given_up_mail("contracting.procurement.office@long-names-of-partners.example.org")
    mail = a_request_that_came_back(Trouble.BLOCKED)
    app = some_app(clock=Clock(LATER))
    session = signed_in(app, Role.SUPERVISOR).browser.cookies[SESSION]
    desk = Desk(app, session, ["/portal/admin/mails", f"/portal/needs/{mail.need_id}"])
    with screen(browser, app, width, language=language) as page:
        desk.open(page, f"/portal/admin?language={language}")
        for address in desk.addresses:
            page.goto(address)
            assert (violations(page), overflow(page)) == ([], 0)
            assert page.evaluate(CUT_OFF) == []
