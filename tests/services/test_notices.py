"""Sending what stands in the outbox: all of it, once, again when it failed."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Lock

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.deliveries import DeliveryReport, Trouble
from chalicelib.domain.notices import Notice, NoticeKind, NoticeState, write
from chalicelib.mail.rendering import Mail
from chalicelib.mail.ses import Reports
from chalicelib.services import notices
from chalicelib.services.context import Context
from chalicelib.services.notices import send_due, send_now
from chalicelib.services.undelivered import take_report
from chalicelib.store import outbox
from chalicelib.store.commit import commit
from tests.factories import NOW, a_context, an_id
from tests.mailbox import let_mails_out, sent_mails


def at(minutes: float = 0) -> Context:
    return a_context(SYSTEM, NOW + timedelta(minutes=minutes))


def a_waiting_notice(to: str = "a@example.org", **changed: object) -> Notice:
    params = {"code": "204817", "minutes": 10, **changed}
    notice = write(an_id(), NoticeKind.SIGN_IN_CODE, to, "en", NOW, params)  # type: ignore[arg-type]
    commit([outbox.save(notice, None)])
    return notice


@pytest.mark.usefixtures("store")
class TestSending:
    def test_what_is_due_goes_out_once_however_often_the_job_runs(self) -> None:
        let_mails_out()
        for number in range(3):
            a_waiting_notice(f"{number}@example.org")
        assert [send_due(at()), send_due(at()), send_due(at(9))] == [3, 0, 0]
        assert [mail.to for mail in sent_mails()] == ["0@example.org", "1@example.org", "2@example.org"]

    def test_a_sent_notice_keeps_no_code(self) -> None:
        let_mails_out()
        notice = a_waiting_notice()
        send_due(at(1))
        kept = outbox.read(notice.id)
        assert (kept.state, kept.params, kept.sent_at) == (NoticeState.SENT, {}, at(1).now)
        assert kept.message_id

    def test_one_that_somebody_waits_for_goes_out_at_once_and_not_again(self) -> None:
        let_mails_out()
        notice = a_waiting_notice()
        assert [send_now(at(), notice.id), send_now(at(), notice.id)] == [True, False]
        assert len(sent_mails()) == 1

    def test_what_ses_refuses_is_tried_again_later(self) -> None:
        notice = a_waiting_notice()
        assert send_due(at()) == 0
        let_mails_out()
        assert [send_due(at(0.4)), send_due(at(0.5))] == [0, 1]
        assert outbox.read(notice.id).attempts == 2

    def test_what_ses_refuses_for_hours_is_given_up_and_forgotten(self) -> None:
        notice = a_waiting_notice()
        for hours in range(12):
            send_due(at(60 * hours))
        kept = outbox.read(notice.id)
        assert (kept.state, kept.attempts, kept.params) == (NoticeState.FAILED, 6, {})

    def test_one_that_cannot_be_put_into_words_does_not_stop_the_others(self) -> None:
        let_mails_out()
        a_waiting_notice("first@example.org", minutes="ten")
        a_waiting_notice("second@example.org")
        assert send_due(at()) == 1
        assert [mail.to for mail in sent_mails()] == ["second@example.org"]

    def test_one_whose_sending_breaks_does_not_stop_the_others(self, monkeypatch: pytest.MonkeyPatch) -> None:
        gone: list[str] = []

        def breaking(_sender: str, to: str, _mail: Mail, _reports: Reports | None) -> str:
            if to == "first@example.org":
                raise RuntimeError(to)
            gone.append(to)
            return "message"

        monkeypatch.setattr(notices, "send_mail", breaking)
        for to in ("first@example.org", "second@example.org"):
            a_waiting_notice(to)
        assert (send_due(at()), gone) == (1, ["second@example.org"])
        assert send_due(at(1)) == 0
        assert outbox.list_due(at(2).now, 10)[0].to == "first@example.org"

    def test_the_log_names_nobody(
        self, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def breaking(_sender: str, to: str, _mail: Mail, _reports: Reports | None) -> str:
            raise RuntimeError(to)

        a_waiting_notice("salem@example.org")
        with caplog.at_level(logging.DEBUG, "chalicelib"), caplog.at_level(logging.DEBUG, "aman"):
            send_due(at())
            monkeypatch.setattr(notices, "send_mail", breaking)
            send_due(at(5))
        assert len(caplog.messages) == 2
        assert not any("salem" in line or "204817" in line for line in caplog.messages)

    def test_a_run_stops_well_before_its_notices_are_due_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        let_mails_out()
        for number in range(3):
            a_waiting_notice(f"{number}@example.org")
        ticks = iter([0.0, 0.0, 59.0, 61.0])
        monkeypatch.setattr("chalicelib.services.notices.monotonic", lambda: next(ticks))
        assert send_due(at()) == 2

    def test_a_report_that_overtakes_the_note_of_its_sending_stands(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        notice = a_waiting_notice()

        def bouncing(_sender: str, _to: str, _mail: Mail, _reports: Reports | None) -> str:
            take_report(at(), DeliveryReport(notice.id, "message", Trouble.NO_SUCH_ADDRESS))
            return "message"

        monkeypatch.setattr(notices, "send_mail", bouncing)
        assert [send_due(at()), send_due(at(9))] == [1, 0]
        kept = outbox.read(notice.id)
        assert (kept.state, kept.trouble, kept.params) == (NoticeState.FAILED, Trouble.NO_SUCH_ADDRESS, {})

    @pytest.mark.parametrize("through", [None, "reports"])
    def test_a_mail_asks_for_reports_where_somebody_listens(
        self, monkeypatch: pytest.MonkeyPatch, through: str | None
    ) -> None:
        asked: list[Reports | None] = []

        def noting(_sender: str, _to: str, _mail: Mail, reports: Reports | None) -> str:
            asked.append(reports)
            return "message"

        monkeypatch.setattr(notices, "send_mail", noting)
        notice = a_waiting_notice()
        send_due(replace(at(), settings=replace(at().settings, mail_configuration_set=through)))
        assert asked == [Reports("reports", notice.id) if through else None]


@pytest.mark.engines
@pytest.mark.usefixtures("roto")
def test_runs_beside_each_other_send_each_notice_once(monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[str] = []
    lock, together = Lock(), Barrier(4)

    def recorded(_sender: str, to: str, _mail: Mail, _reports: Reports | None) -> str:
        with lock:
            gone.append(to)
        return "message"

    monkeypatch.setattr(notices, "send_mail", recorded)
    addresses = [f"{number}@example.org" for number in range(25)]
    for address in addresses:
        a_waiting_notice(address)

    def run(_number: int) -> int:
        together.wait()
        return send_due(at())

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(run, range(4)))
    assert sorted(gone) == sorted(addresses)
    assert sum(done) == 25
