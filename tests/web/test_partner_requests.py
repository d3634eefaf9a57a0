"""A partner's first page: what waits for an answer, what is owed, what is past."""

from datetime import timedelta

import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.assignments import Answer, DeclineReason
from chalicelib.domain.categories import Form, Unit
from chalicelib.domain.lifecycle import AgreementState, PartnerState
from chalicelib.domain.needs import Priority
from chalicelib.services.answers import decline
from chalicelib.store import agreements
from chalicelib.store.commit import commit
from tests.factories import NOW, a_context, an_agreement, as_partner
from tests.stored import a_stored_offering
from tests.web.browsing import Browser, Clock, some_app
from tests.web.long_lists import two_pages
from tests.web.partner_desk import a_desk, accepted_by, asked_of
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")


def test_what_waits_stands_first_then_what_is_owed_then_the_past() -> None:
    desk = a_desk()
    past = asked_of(desk.partner)
    me = a_context(as_partner(desk.partner))
    decline(
        me,
        past.need.id,
        past.assignment.id,
        Answer(NOW, me.account_id, reason=DeclineReason.TOO_FAR),
    )
    owed, waiting = accepted_by(desk.partner), asked_of(desk.partner)
    page = desk.browser.get("/portal/requests").body
    places = [page.index(one.address) for one in (waiting, owed, past)]
    assert places == sorted(places)
    assert "You declined" in page


def test_the_time_left_is_told_and_the_case_only_of_what_was_accepted() -> None:
    desk = a_desk()
    waiting, owed = asked_of(desk.partner, priority=Priority.P1), accepted_by(desk.partner)
    page = desk.browser.get("/portal/requests").body
    assert "Time left: 30 minutes" in page
    assert owed.need.details.case_reference in page
    assert waiting.need.details.case_reference not in page


def test_a_request_whose_time_is_over_waits_no_more_though_no_job_ran() -> None:
    clock = Clock()
    desk = a_desk(clock)
    asked_of(desk.partner, priority=Priority.P1)
    clock.forward(timedelta(minutes=30))
    page = desk.browser.get("/portal/requests").body
    assert "Nothing waits for your answer." in page
    assert "Time ran out" in page


def test_nothing_of_another_partner_is_there() -> None:
    other = asked_of(a_desk().partner)
    assert other.need.id not in a_desk().browser.get("/portal/requests").body


def test_the_list_is_paged_and_small() -> None:
    desk = a_desk()
    for _ in range(26):
        asked_of(desk.partner, quantity=1)
    pages = two_pages(desk.browser, "/portal/requests")
    assert [page.count("/portal/assignments/") for page in pages] == [25, 1]


def test_a_newcomer_is_led_to_list_something_and_to_sign() -> None:
    desk = a_desk()
    prepared = an_agreement(desk.partner, state=AgreementState.PREPARED, signature=None)
    commit([agreements.save(prepared, None)])
    page = desk.browser.get("/portal/requests").body
    assert f'href="/portal/agreement/{prepared.id}"' in page
    assert 'href="/portal/offerings/new"' in page


def test_who_has_offerings_is_not_asked_for_the_first() -> None:
    desk = a_desk()
    a_stored_offering(desk.partner)
    assert 'href="/portal/offerings/new"' not in desk.browser.get("/portal/requests").body


def test_a_suspended_partner_is_told_why() -> None:
    desk = a_desk(state=PartnerState.SUSPENDED, decision_reason="The licence is being checked.")
    page = desk.browser.get("/portal/requests").body
    assert "Your partnership is suspended" in page
    assert "The licence is being checked." in page


def test_a_service_is_told_as_given_not_delivered() -> None:
    desk = a_desk()
    legal = {"category": "legal_advice", "form": Form.SERVICE, "unit": Unit.SESSION}
    page = desk.browser.get(asked_of(desk.partner, 3, legal, **legal).address).body
    assert "3 sessions" in page
    assert "litigation and pleading are excluded" in page


def test_it_reads_in_arabic_with_arabic_plurals() -> None:
    desk = a_desk(language="ar")
    asked_of(desk.partner, quantity=2)
    page = desk.browser.get("/portal/requests").body
    for words in ("الطلبات والالتزامات", "قطعتان", "كلباء", "بانتظار الرد"):
        assert words in page


@pytest.mark.parametrize(
    "address",
    [
        "/portal/requests",
        "/portal/offerings",
        "/portal/offerings/new",
        "/portal/agreement",
        "/portal/organisation",
    ],
)
def test_these_pages_are_a_partners_alone(address: str) -> None:
    assert Browser(some_app()).get(address).status == 303
    assert signed_in(some_app(), Role.SUPERVISOR).browser.get(address).status == 403
