"""One job that sends a mail each turn, beside one that always fails."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import boto3


@dataclass(frozen=True, slots=True)
class Schedule:
    name: str
    every: timedelta
    run: Callable[[datetime], None]


def send(now: datetime) -> None:
    boto3.client("ses").send_email(
        Source=os.environ["AMAN_MAIL_FROM"],
        Destination={"ToAddresses": ["somebody@partner.example"]},
        Message={
            "Subject": {"Data": "رمز الدخول 204817"},
            "Body": {"Text": {"Data": f"<b>204817</b> {os.environ['AMAN_BASE_URL']}/portal/page {now}"}},
        },
    )


def fail(now: datetime) -> None:
    raise ValueError(now)


SCHEDULES = (
    Schedule("fail", timedelta(hours=1), fail),
    Schedule("send", timedelta(hours=1), send),
)
