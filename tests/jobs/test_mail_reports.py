"""The function that listens to SES: the documented events, and what anybody else might send there."""

import json
import logging
import traceback
from collections.abc import Iterator
from typing import Any

import pytest
from chalice.app import Chalice

from chalicelib.domain.deliveries import Trouble
from chalicelib.domain.notices import Notice, NoticeKind, NoticeState, sent, take, write
from chalicelib.jobs import running
from chalicelib.jobs.mail_reports import NAME, register_mail_reports
from chalicelib.jobs.runs import RunFailedError
from chalicelib.store import outbox
from chalicelib.store.commit import commit
from chalicelib.store.tables import NoticeRow
from tests.factories import NOW, an_id
from tests.mail.ses_events import (
    FREE_TEXT,
    MESSAGE,
    READER,
    TOPIC,
    a_bounce,
    a_complaint,
    a_delay,
    a_send,
    in_sns,
)

pytestmark = pytest.mark.usefixtures("store", "listening")


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The settings of the function, which alone knows the topic."""
    monkeypatch.setenv("AMAN_MAIL_REPORTS_TOPIC", TOPIC)
    running._settings.cache_clear()
    yield
    running._settings.cache_clear()


def a_sent_mail() -> Notice:
    waiting = write(an_id(), NoticeKind.REGISTERED_AGAIN, READER, "en", NOW, {})
    mail = sent(take(waiting, NOW), NOW, MESSAGE)
    commit([outbox.save(mail, None)])
    return mail


def hear(event: dict[str, Any]) -> None:
    """As Lambda starts the function."""
    register_mail_reports(Chalice("test"))[NAME](event, None)


@pytest.mark.parametrize(
    ("event", "trouble", "state"),
    [
        (a_bounce, Trouble.NO_SUCH_ADDRESS, NoticeState.FAILED),
        (a_complaint, Trouble.UNWANTED, NoticeState.FAILED),
        (a_delay, Trouble.DELAYED, NoticeState.SENT),
        (a_send, None, NoticeState.SENT),
    ],
)
def test_an_event_of_ses_is_written_down(event: Any, trouble: Trouble | None, state: NoticeState) -> None:
    mail = a_sent_mail()
    for _ in range(2):
        hear(in_sns(event(mail.id)))
    kept = outbox.read(mail.id)
    assert (kept.trouble, kept.state) == (trouble, state)
    assert kept.version == mail.version + (trouble is not None)


def test_neither_the_store_nor_the_log_keeps_what_servers_and_readers_wrote(
    caplog: pytest.LogCaptureFixture,
) -> None:
    mail = a_sent_mail()
    with caplog.at_level(logging.DEBUG):
        hear(in_sns(a_bounce(mail.id)))
        hear(in_sns(a_bounce("01JSTRANGER")))
        hear(in_sns(a_bounce(mail.id, account="999999999999")))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("chalicelib")]
    assert [json.loads(line)["why"] for line in ours] == ["unknown_mail", "another_account"]
    assert FREE_TEXT not in NoticeRow.get(mail.id).document
    assert not any(READER in line for line in ours)


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ({"Message": "{"}, "unreadable"),
        ({"Message": None}, "unreadable"),
        ({"Message": "x" * 400_000}, "too_long"),
        ({"TopicArn": TOPIC.replace("123456789012", "999999999999")}, "another_topic"),
        ({"TopicArn": f"{TOPIC}-2"}, "another_topic"),
        ({"TopicArn": None}, "another_topic"),
    ],
)
def test_what_is_not_for_us_is_dropped_and_not_tried_again(
    message: dict[str, Any], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    mail = a_sent_mail()
    event = in_sns(a_bounce(mail.id))
    event["Records"][0]["Sns"] |= message
    with caplog.at_level(logging.WARNING, "chalicelib"):
        hear(event)
    assert [json.loads(line) for line in caplog.messages] == [{"event": "mail_report_dropped", "why": why}]
    assert outbox.read(mail.id) == mail


@pytest.mark.parametrize(
    "event", [{}, {"Records": None}, {"Records": [{"Sns": FREE_TEXT}]}, {"Records": [{}]}]
)
def test_what_sns_never_sends_fails_without_its_words(event: dict[str, Any]) -> None:
    with pytest.raises(RunFailedError) as failure:
        hear(event)
    assert FREE_TEXT not in "".join(traceback.format_exception(failure.value))


def test_where_no_topic_is_set_nothing_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AMAN_MAIL_REPORTS_TOPIC")
    running._settings.cache_clear()
    mail = a_sent_mail()
    hear(in_sns(a_bounce(mail.id)))
    assert outbox.read(mail.id) == mail


def test_a_failure_is_told_to_lambda_so_that_the_report_comes_again_without_its_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    mail = a_sent_mail()

    def breaking(_notice_id: str) -> Notice:
        raise ConnectionError(FREE_TEXT)

    monkeypatch.setattr(outbox, "find", breaking)
    with caplog.at_level(logging.DEBUG, "aman"), pytest.raises(RunFailedError) as failure:
        hear(in_sns(a_bounce(mail.id)))
    told = "".join(traceback.format_exception(failure.value))
    assert FREE_TEXT not in told + caplog.text
    assert "ConnectionError" in caplog.text


def test_the_function_has_the_name_under_which_lambda_looks_for_it() -> None:
    app = Chalice("test")
    register_mail_reports(app)
    (source,) = app.event_sources
    assert source.handler_string == f"app.{NAME}"
