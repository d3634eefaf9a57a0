"""Reminding a partner, once, when half of its time to answer is over."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.assignments import Assignment
from chalicelib.domain.needs import Priority
from chalicelib.domain.notices import Notice, NoticeKind
from chalicelib.services.answers import withdraw
from chalicelib.services.partners import reinstate_partner, suspend_partner
from chalicelib.services.proposals import propose
from chalicelib.services.reminders import remind_due
from chalicelib.services.sending import Part
from tests.bench.counting import counted
from tests.factories import NOW, SUPERVISOR, a_context, a_profile
from tests.observed import mails
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner


def a_proposal(priority: Priority = Priority.P2, **profile: object) -> Assignment:
    """Of the three priorities, one that has 30 minutes, 4 hours or 24 hours."""
    partner = a_stored_partner(profile=a_profile(**profile))
    need, offering = a_stored_need(priority=priority), a_stored_offering(partner)
    (assignment,) = propose(a_context(), need.id, [Part(offering.id, 1)])
    return assignment


def remind(at: datetime) -> int:
    return remind_due(a_context(SYSTEM, at))


def reminders() -> list[Notice]:
    return [mail for mail in mails() if mail.kind is NoticeKind.REMINDER]


@pytest.mark.usefixtures("store")
class TestReminding:
    @pytest.mark.parametrize(
        ("priority", "minutes"), [(Priority.P1, 15), (Priority.P2, 120), (Priority.P3, 720)]
    )
    def test_comes_when_half_of_the_time_is_over(self, priority: Priority, minutes: int) -> None:
        a_proposal(priority)
        assert remind(NOW + timedelta(minutes=minutes - 1)) == 0
        assert remind(NOW + timedelta(minutes=minutes)) == 1

    def test_comes_once_however_often_the_job_runs(self) -> None:
        assignment = a_proposal(email="salem@example.org")
        assert [remind(NOW + timedelta(hours=hours)) for hours in (2, 2, 3)] == [1, 0, 0]
        (mail,) = reminders()
        assert (mail.to, mail.expires_at) == ("salem@example.org", assignment.answer_due)

    def test_does_not_come_after_the_time_is_over(self) -> None:
        a_proposal()
        assert remind(NOW + timedelta(hours=4)) == 0

    def test_does_not_come_to_a_partner_that_was_suspended_until_it_is_reinstated(self) -> None:
        partner_id = a_proposal().partner_id
        suspend_partner(a_context(SUPERVISOR), partner_id, "a complaint is looked into")
        assert remind(NOW + timedelta(hours=2)) == 0
        reinstate_partner(a_context(SUPERVISOR), partner_id)
        assert remind(NOW + timedelta(hours=2)) == 1

    def test_does_not_come_to_whom_nothing_is_asked_any_more(self) -> None:
        assignment = a_proposal()
        withdraw(a_context(), assignment.need_id, assignment.id)
        assert remind(NOW + timedelta(hours=2)) == 0

    def test_needs_an_address(self) -> None:
        a_proposal(email=None)
        assert (remind(NOW + timedelta(hours=2)), reminders()) == (0, [])

    def test_reads_a_page_of_proposals_at_once_to_see_whether_they_were_reminded(self) -> None:
        for _ in range(30):
            a_proposal()
        assert remind(NOW + timedelta(hours=2)) == 30
        with counted() as traffic:
            assert remind(NOW + timedelta(hours=2, minutes=1)) == 0
        assert Counter(traffic.calls) == {"GetItem": 1, "Query": 2, "BatchGetItem": 2}

    def test_reaches_those_behind_a_full_page_too(self) -> None:
        for _ in range(26):
            a_proposal()
        assert remind(NOW + timedelta(hours=2)) == 26


@pytest.mark.engines
@pytest.mark.usefixtures("roto")
def test_runs_beside_each_other_remind_once() -> None:
    for _ in range(6):
        a_proposal()
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: remind(NOW + timedelta(hours=2)), range(4)))
    assert (sum(done), len(reminders())) == (6, 6)
