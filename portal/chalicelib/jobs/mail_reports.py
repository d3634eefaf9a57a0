"""SES's reports of what became of our mails, as a Lambda function that listens to a topic of SNS."""

import json
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from chalice.app import Chalice

from chalicelib.domain.deliveries import DeliveryReport
from chalicelib.jobs.running import system_context
from chalicelib.jobs.runs import carry_through
from chalicelib.mail.reports import ReportError, read_report
from chalicelib.services.undelivered import take_report

NAME: Final = "take_mail_reports"
_ACCOUNT: Final = 4
"""Where the account stands in the address of a topic: arn:aws:sns:region:account:name."""

log = logging.getLogger(__name__)


def register_mail_reports(app: Chalice) -> dict[str, Callable[[Any, Any], None]]:
    """Register the function; its handler, by the name under which Lambda looks for it in `app.py`.

    Which topic it is stands in the stack's template: it is made there and has no name before. Chalice only
    packages the function: its own SNSEvent insists on parts of a message that we do not need.
    """
    app.on_sns_message(topic=NAME, name=NAME)(take_mail_reports)
    return {NAME: take_mail_reports}


def take_mail_reports(event: Mapping[str, Any], _context: object) -> None:
    """Take what SNS brings. Raises RunFailedError: Lambda then tries again."""
    carry_through(NAME, lambda: _take_all(event, datetime.now(UTC)))


def _take_all(event: Mapping[str, Any], now: datetime) -> None:
    for record in event["Records"]:
        take_message(record["Sns"], now)


def take_message(message: Mapping[str, Any], now: datetime) -> None:
    """Take the report of one message. What is not SES's report to us is dropped, not tried again."""
    context = system_context(now)
    try:
        report = _report_in(message, context.settings.mail_reports_topic)
    except ReportError as error:
        log.warning(json.dumps({"event": "mail_report_dropped", "why": str(error)}))
        return
    if report is not None:
        take_report(context, report)


def _report_in(message: Mapping[str, Any], topic: str | None) -> DeliveryReport | None:
    if topic is None or message.get("TopicArn") != topic:
        raise ReportError("another_topic")
    return read_report(str(message.get("Message")), topic.split(":")[_ACCOUNT])
