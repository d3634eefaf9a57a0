"""Reading what SES reports: only what is needed, and nothing that is not ours."""

import json
from typing import Any

import pytest

from chalicelib.domain.deliveries import DeliveryReport, Trouble
from chalicelib.mail.reports import MOST_LETTERS, ReportError, read_report
from tests.mail.ses_events import (
    ACCOUNT,
    FREE_TEXT,
    MESSAGE,
    READER,
    a_bounce,
    a_complaint,
    a_delay,
    a_send,
)

NOTICE = "01JNOTICE00000000000000000"


def read(event: object) -> DeliveryReport | None:
    return read_report(event if isinstance(event, str) else json.dumps(event), ACCOUNT)


@pytest.mark.parametrize(
    ("kind", "sub", "trouble"),
    [
        ("Permanent", "General", Trouble.NO_SUCH_ADDRESS),
        ("Permanent", "NoEmail", Trouble.NO_SUCH_ADDRESS),
        ("Permanent", "Suppressed", Trouble.BLOCKED),
        ("Permanent", "OnAccountSuppressionList", Trouble.BLOCKED),
        ("Transient", "General", Trouble.UNCLEAR),
        ("Transient", "MailboxFull", Trouble.MAILBOX_FULL),
        ("Transient", "MessageTooLarge", Trouble.REFUSED),
        ("Transient", "ContentRejected", Trouble.REFUSED),
        ("Transient", "AttachmentRejected", Trouble.REFUSED),
        ("Undetermined", "Undetermined", Trouble.UNCLEAR),
        ("Transient", "WhatComesNextYear", Trouble.UNCLEAR),
    ],
)
def test_each_kind_of_bounce_is_told_apart(kind: str, sub: str, trouble: Trouble) -> None:
    assert read(a_bounce(NOTICE, kind, sub)) == DeliveryReport(NOTICE, MESSAGE, trouble)


@pytest.mark.parametrize(
    ("event", "trouble"),
    [
        (a_complaint(NOTICE), Trouble.UNWANTED),
        (a_complaint(NOTICE, sub="OnAccountSuppressionList"), Trouble.BLOCKED),
        (a_delay(NOTICE), Trouble.DELAYED),
        (a_delay(NOTICE, "TransientCommunicationFailure"), Trouble.DELAYED),
    ],
)
def test_complaints_and_delays_are_read(event: Any, trouble: Trouble) -> None:
    assert read(event) == DeliveryReport(NOTICE, MESSAGE, trouble)


@pytest.mark.parametrize("event", [a_send(NOTICE), a_complaint(NOTICE, feedback="not-spam")])
def test_what_is_no_trouble_is_no_report(event: Any) -> None:
    assert read(event) is None


def test_nothing_but_ids_and_our_own_word_is_kept() -> None:
    for event in (a_bounce(NOTICE), a_complaint(NOTICE), a_delay(NOTICE)):
        kept = repr(read(event))
        assert READER not in kept
        assert FREE_TEXT not in kept


def without(event: dict[str, Any], *path: str) -> dict[str, Any]:
    copy = json.loads(json.dumps(event))
    at = copy
    for name in path[:-1]:
        at = at[name]
    del at[path[-1]]
    found: dict[str, Any] = copy
    return found


def tagged(value: object) -> dict[str, Any]:
    event = a_bounce(NOTICE)
    event["mail"]["tags"]["notice"] = value
    return event


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("", "unreadable"),
        ("Successfully validated SNS topic for Amazon SES event publishing.", "unreadable"),
        ("null", "unreadable"),
        ("[" * 5000, "unreadable"),
        ("\ud800", "unreadable"),
        ('{"eventType": "Bounce"}', "unreadable"),
        (without(a_bounce(NOTICE), "mail", "messageId"), "unreadable"),
        (without(a_bounce(NOTICE), "mail", "sendingAccountId"), "unreadable"),
        (without(a_bounce(NOTICE), "bounce", "bounceType"), "unreadable"),
        (a_bounce(NOTICE) | {"bounce": FREE_TEXT}, "unreadable"),
        (a_bounce(NOTICE, account="999999999999"), "another_account"),
        (without(a_bounce(NOTICE), "mail", "tags"), "untagged"),
        (tagged([]), "untagged"),
        (tagged([NOTICE, NOTICE]), "untagged"),
        (tagged([""]), "untagged"),
        (tagged(["x" * 65]), "untagged"),
        (tagged(["../accounts"]), "untagged"),
        (tagged(READER), "unreadable"),
        (a_bounce(NOTICE) | {"padding": "x" * MOST_LETTERS}, "too_long"),
    ],
)
def test_what_is_no_report_to_us_is_refused_in_one_word(event: object, why: str) -> None:
    with pytest.raises(ReportError) as refusal:
        read(event)
    assert str(refusal.value) == why
    assert refusal.value.__context__ is None


def test_a_bounce_without_its_part_reports_nothing() -> None:
    assert read(without(a_bounce(NOTICE), "bounce")) is None
