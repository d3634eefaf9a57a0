"""The schedules as functions that Lambda starts."""

import logging
import traceback
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from chalice.app import Chalice

from chalicelib.jobs.runs import RunFailedError
from chalicelib.jobs.schedule import SCHEDULES, Schedule
from chalicelib.jobs.timed import rate_of, register_schedules
from chalicelib.store import needs

EVENT: dict[str, Any] = {
    "version": "0",
    "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "123456789012",
    "time": "2015-10-08T16:53:06Z",
    "region": "me-central-1",
    "resources": [],
    "detail": {},
}


@pytest.mark.parametrize(
    ("every", "expression"),
    [
        (timedelta(seconds=2), "rate(1 minute)"),
        (timedelta(seconds=15), "rate(1 minute)"),
        (timedelta(minutes=1), "rate(1 minute)"),
        (timedelta(minutes=10), "rate(10 minutes)"),
        (timedelta(hours=2), "rate(120 minutes)"),
    ],
)
def test_a_period_is_whole_minutes_and_at_least_one(every: timedelta, expression: str) -> None:
    assert rate_of(every).to_string() == expression


def test_every_schedule_becomes_a_function_under_its_own_name() -> None:
    app = Chalice("test")
    handlers = register_schedules(app, SCHEDULES)

    assert list(handlers) == [schedule.name for schedule in SCHEDULES]
    assert [source.handler_string for source in app.event_sources] == [f"app.{name}" for name in handlers]


def test_a_start_does_what_is_due_when_it_comes_whatever_the_event_says() -> None:
    moments: list[datetime] = []
    before = datetime.now(UTC)
    late = Schedule("late", timedelta(minutes=1), moments.append)
    register_schedules(Chalice("test"), [late])["late"](EVENT, None)

    assert len(moments) == 1
    assert before <= moments[0] <= datetime.now(UTC)


def test_a_run_that_fails_says_where_and_nothing_that_anybody_typed(caplog: pytest.LogCaptureFixture) -> None:
    def reading(_now: datetime) -> None:
        needs.NEEDS.of_document('{"id": "01J", "details": {"case_reference": "AC-1234"}}')

    job = register_schedules(Chalice("test"), [Schedule("make_plan", timedelta(minutes=1), reading)])
    with pytest.raises(RunFailedError) as failed, caplog.at_level(logging.ERROR):
        job["make_plan"](EVENT, None)
    written = "".join(traceback.format_exception(failed.value)) + caplog.text
    assert "AC-1234" not in written
    assert "ValidationError" in written
    assert "make_plan" in written
