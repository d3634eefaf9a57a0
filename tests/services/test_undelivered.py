"""Mails that came back: written down once, told to those who should telephone, and to nobody else."""

import logging
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from chalicelib.domain.actors import SYSTEM, Role
from chalicelib.domain.assignments import Answer, Assignment, DeclineReason
from chalicelib.domain.deliveries import DeliveryReport, Trouble
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.notices import Notice, NoticeKind, NoticeState, request_ids, sent, take, write
from chalicelib.services.answers import decline
from chalicelib.services.keys import hold_for_good
from chalicelib.services.notices import send_due
from chalicelib.services.proposals import propose
from chalicelib.services.reminders import remind_due
from chalicelib.services.sending import Part
from chalicelib.services.undelivered import list_undelivered, take_report, troubled_requests
from chalicelib.store import outbox, partners
from chalicelib.store.commit import commit
from tests.factories import NOW, STAFF, SUPERVISOR, a_context, a_partner, a_profile, an_account, an_id
from tests.mailbox import let_mails_out
from tests.services.racing import at_once
from tests.stored import a_stored_account, a_stored_need, a_stored_offering

LATER = NOW + timedelta(minutes=7)
THROUGH = replace(a_context(SYSTEM), settings=replace(a_context().settings, mail_configuration_set="reports"))


def a_mail(to: str = "yard@example.org") -> Notice:
    return write(an_id(), NoticeKind.REGISTERED_AGAIN, to, "en", NOW, {})


def a_sent_mail(to: str = "yard@example.org") -> Notice:
    """A mail that SES took."""
    let_mails_out()
    notice = a_mail(to)
    commit([outbox.save(notice, None)])
    assert send_due(THROUGH) == 1
    return outbox.read(notice.id)


def a_sent_request() -> Assignment:
    """A request to a partner, whose mail went out."""
    let_mails_out()
    (assignment,) = propose(a_context(), a_stored_need().id, [Part(a_stored_offering().id, 1)])
    send_due(THROUGH)
    return assignment


def report(notice: Notice, trouble: Trouble, minutes: int = 7) -> bool:
    context = a_context(SYSTEM, NOW + timedelta(minutes=minutes))
    return take_report(context, DeliveryReport(notice.id, notice.message_id or "message", trouble))


@pytest.mark.usefixtures("store")
class TestTakingReports:
    def test_a_bounce_makes_a_sent_mail_one_that_did_not_arrive(self) -> None:
        mail = a_sent_mail()
        assert report(mail, Trouble.NO_SUCH_ADDRESS)
        kept = outbox.read(mail.id)
        assert (kept.state, kept.trouble, kept.due_at) == (
            NoticeState.FAILED,
            Trouble.NO_SUCH_ADDRESS,
            LATER,
        )
        assert (kept.message_id, kept.params) == (mail.message_id, {})

    def test_the_same_report_is_news_once(self) -> None:
        mail = a_sent_mail()
        assert [report(mail, Trouble.MAILBOX_FULL, minutes) for minutes in (7, 8)] == [True, False]
        assert outbox.read(mail.id).due_at == LATER

    def test_a_lesser_report_that_comes_late_changes_nothing(self) -> None:
        mail = a_sent_mail()
        assert [report(mail, trouble) for trouble in (Trouble.BLOCKED, Trouble.DELAYED)] == [True, False]

    def test_of_a_mail_that_nobody_knows_the_log_has_a_line_and_nothing_of_it(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        mail = a_sent_mail()
        with caplog.at_level(logging.WARNING, "chalicelib"):
            unknown = DeliveryReport("01JSTRANGER", "message-of-a-stranger", Trouble.BLOCKED)
            assert not take_report(a_context(SYSTEM), unknown)
            assert not take_report(a_context(SYSTEM), replace(unknown, notice_id=mail.id))
        assert caplog.messages == ['{"event": "mail_report_dropped", "why": "unknown_mail"}'] * 2
        assert outbox.read(mail.id) == mail

    def test_two_reports_beside_each_other_both_count(self, monkeypatch: pytest.MonkeyPatch) -> None:
        mail, find = a_sent_mail(), outbox.find
        beside = iter([Trouble.MAILBOX_FULL])

        def overtaken(notice_id: str) -> Notice | None:
            found = find(notice_id)
            for trouble in beside:
                report(mail, trouble)
            return found

        monkeypatch.setattr(outbox, "find", overtaken)
        assert report(mail, Trouble.NO_SUCH_ADDRESS)
        assert outbox.read(mail.id).trouble is Trouble.NO_SUCH_ADDRESS


@pytest.mark.usefixtures("store")
class TestTheList:
    def test_names_whose_address_it_is_and_who_answers_there(self) -> None:
        colleague = a_stored_account(email="colleague@example.org", role=Role.STAFF)
        registered = a_partner(profile=a_profile(email="registered@example.org"))
        commit([partners.save(registered, None), *hold_for_good(registered, NOW)])
        signed_up = a_partner()
        commit([partners.save(signed_up, None)])
        a_stored_account(email="partner@example.org", role=Role.PARTNER, partner_id=signed_up.id)
        for to in (
            "colleague@example.org",
            "registered@example.org",
            "partner@example.org",
            "no@example.org",
        ):
            report(a_sent_mail(to), Trouble.NO_SUCH_ADDRESS)
        found = {one.notice.to: one for one in list_undelivered(a_context(SUPERVISOR)).items}
        assert found["colleague@example.org"].account == colleague
        assert found["colleague@example.org"].partner is None
        assert found["registered@example.org"].partner == registered
        assert found["partner@example.org"].partner == signed_up
        nobody = found["no@example.org"]
        assert (nobody.partner, nobody.account) == (None, None)

    def test_has_what_came_back_beside_what_never_went_out_the_newest_first(self) -> None:
        given_up = replace(a_mail("old@example.org"), state=NoticeState.FAILED)
        commit([outbox.save(given_up, None)])
        bounced = a_sent_mail()
        report(bounced, Trouble.MAILBOX_FULL)
        found = list_undelivered(a_context(SUPERVISOR)).items
        assert [one.notice.id for one in found] == [bounced.id, given_up.id]

    def test_leaves_out_what_may_have_arrived(self) -> None:
        for trouble in (Trouble.DELAYED, Trouble.UNCLEAR):
            assert report(a_sent_mail(), trouble)
        assert list_undelivered(a_context(SUPERVISOR)).items == ()

    def test_is_for_supervisors(self) -> None:
        with pytest.raises(DomainError) as refusal:
            list_undelivered(a_context(STAFF))
        assert refusal.value.code is ErrorCode.NOT_PERMITTED


@pytest.mark.usefixtures("store")
class TestRequests:
    def test_the_mail_of_a_request_is_found_from_it_and_knows_its_need(self) -> None:
        asked = a_sent_request()
        mail = outbox.read(request_ids(asked.id)[0])
        assert (mail.kind, mail.need_id, mail.state) == (NoticeKind.PROPOSAL, asked.need_id, NoticeState.SENT)
        assert troubled_requests(a_context(), [asked]) == {}

    @pytest.mark.parametrize("trouble", Trouble)
    def test_whatever_is_heard_of_it_stands_with_the_open_request(self, trouble: Trouble) -> None:
        asked, other = (a_sent_request() for _ in range(2))
        report(outbox.read(asked.id), trouble)
        found = troubled_requests(a_context(), [asked, other])
        assert {id_: mail.trouble for id_, mail in found.items()} == {asked.id: trouble}

    def test_the_reminder_counts_too_and_the_later_of_the_two(self) -> None:
        asked = a_sent_request()
        half = asked.proposed_at + (asked.answer_due - asked.proposed_at) / 2
        assert remind_due(a_context(SYSTEM, half)) == 1
        send_due(replace(THROUGH, now=half))
        mail, reminder = (outbox.read(id_) for id_ in request_ids(asked.id))
        assert (reminder.kind, reminder.need_id) == (NoticeKind.REMINDER, asked.need_id)
        report(reminder, Trouble.MAILBOX_FULL)
        assert troubled_requests(a_context(), [asked])[asked.id].id == reminder.id
        report(mail, Trouble.DELAYED, minutes=9)
        assert troubled_requests(a_context(), [asked])[asked.id].id == mail.id

    def test_once_it_was_answered_or_its_time_is_over_nobody_is_sent_to_telephone(self) -> None:
        asked = a_sent_request()
        report(outbox.read(asked.id), Trouble.MAILBOX_FULL)
        assert troubled_requests(a_context(now=asked.answer_due), [asked]) == {}
        said = Answer(NOW, "x", by_telephone=True, answered_by="هدى", reason=DeclineReason.NO_CAPACITY)
        answered = decline(a_context(), asked.need_id, asked.id, said)
        assert troubled_requests(a_context(), [answered]) == {}

    def test_partners_do_not_learn_of_it(self) -> None:
        with pytest.raises(DomainError) as refusal:
            troubled_requests(a_context(an_account(role=Role.PARTNER, partner_id="01J").actor), [])
        assert refusal.value.code is ErrorCode.NOT_PERMITTED


@pytest.mark.engines
@pytest.mark.usefixtures("roto")
def test_whatever_comes_at_once_the_gravest_report_stands() -> None:
    mails = [sent(take(a_mail(), NOW), NOW, "message") for _ in range(8)]
    commit([outbox.save(mail, None) for mail in mails])
    reports = [partial(report, mail, trouble) for mail in mails for trouble in [*Trouble, *Trouble]]
    assert set(at_once(reports, threads=6)) == {None}
    kept = [outbox.read(mail.id) for mail in mails]
    assert {(mail.trouble, mail.state) for mail in kept} == {(Trouble.BLOCKED, NoticeState.FAILED)}
