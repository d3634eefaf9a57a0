"""What a report says about a mail: once, in any order, and never less than was known."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from chalicelib.domain.deliveries import DeliveryReport, Trouble, is_lost
from chalicelib.domain.notices import Notice, NoticeKind, NoticeState, is_of, reported, sent, take, write
from tests.factories import NOW, an_id

MESSAGE = "010a0192-message-000000"
CODE: dict[str, str | int] = {"code": "204817", "minutes": 10}
LATER = NOW + timedelta(minutes=7)


def a_waiting_mail(**given: object) -> Notice:
    sound = write(an_id(), NoticeKind.SIGN_IN_CODE, "a@example.org", "ar", NOW, CODE)
    return replace(take(sound, NOW), **given)  # type: ignore[arg-type]


def a_sent_mail(**given: object) -> Notice:
    return replace(sent(a_waiting_mail(), NOW, MESSAGE), **given)  # type: ignore[arg-type]


def report_of(notice: Notice, trouble: Trouble, message_id: str = MESSAGE) -> DeliveryReport:
    return DeliveryReport(notice.id, message_id, trouble)


@pytest.mark.parametrize("trouble", Trouble)
def test_what_is_lost_counts_as_failed_and_what_may_have_arrived_does_not(trouble: Trouble) -> None:
    mail = a_sent_mail()
    after = reported(mail, report_of(mail, trouble), LATER)
    lost = trouble not in {Trouble.DELAYED, Trouble.UNCLEAR}
    assert is_lost(trouble) == lost
    assert after.state is (NoticeState.FAILED if lost else NoticeState.SENT)
    assert (after.trouble, after.due_at, after.version) == (trouble, LATER, mail.version + 1)


def test_a_report_that_comes_twice_changes_nothing() -> None:
    mail = a_sent_mail()
    once = reported(mail, report_of(mail, Trouble.MAILBOX_FULL), NOW)
    assert reported(once, report_of(mail, Trouble.MAILBOX_FULL), LATER) is once


def test_in_whatever_order_reports_come_the_gravest_stands() -> None:
    for order in permutations((Trouble.DELAYED, Trouble.UNCLEAR, Trouble.MAILBOX_FULL)):
        mail = a_sent_mail()
        for trouble in order:
            mail = reported(mail, report_of(mail, trouble), LATER)
        assert (mail.trouble, mail.state) == (Trouble.MAILBOX_FULL, NoticeState.FAILED)


def test_a_report_of_an_earlier_sending_is_not_of_the_mail() -> None:
    mail = a_sent_mail()
    assert is_of(mail, report_of(mail, Trouble.DELAYED))
    assert not is_of(mail, report_of(mail, Trouble.DELAYED, "another-message"))
    assert not is_of(mail, report_of(a_sent_mail(), Trouble.DELAYED))


def test_while_its_sender_has_it_only_what_is_certain_counts() -> None:
    waiting = a_waiting_mail()
    assert is_of(waiting, report_of(waiting, Trouble.NO_SUCH_ADDRESS))
    assert reported(waiting, report_of(waiting, Trouble.DELAYED), NOW) is waiting
    lost = reported(waiting, report_of(waiting, Trouble.NO_SUCH_ADDRESS), NOW)
    assert (lost.state, lost.params) == (NoticeState.FAILED, {})


def test_a_mail_to_an_address_that_is_nobodys_is_missed_by_nobody() -> None:
    mail = a_sent_mail(kind=NoticeKind.NO_ACCOUNT)
    after = reported(mail, report_of(mail, Trouble.NO_SUCH_ADDRESS), NOW)
    assert (after.state, after.trouble) == (NoticeState.SENT, Trouble.NO_SUCH_ADDRESS)


def test_one_that_was_given_up_tells_why_when_that_becomes_known() -> None:
    given_up = a_waiting_mail(state=NoticeState.FAILED, params={})
    after = reported(given_up, report_of(given_up, Trouble.BLOCKED), NOW)
    assert (after.state, after.trouble) == (NoticeState.FAILED, Trouble.BLOCKED)
