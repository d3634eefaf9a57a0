import logging
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from chalicelib.domain.errors import not_found
from infra.local.timer import pause, repeat, run_once

NOW = datetime(2026, 7, 28, 6, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Job:
    run: Callable[[datetime], object]
    name: str = "expire"
    every: timedelta = timedelta(0)


def failing(_now: datetime) -> None:
    raise ValueError("broken")


def test_a_job_is_given_the_time() -> None:
    given: list[datetime] = []
    run_once(Job(given.append), NOW)
    assert given == [NOW]


def test_a_job_that_fails_is_written_down_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        run_once(Job(failing), NOW)
    (record,) = caplog.records
    assert re.fullmatch(r"expire failed: ValueError at \S+test_timer\.py:\d+", record.getMessage())


def test_its_kind_and_code_are_written_down_and_nothing_that_it_quotes(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def reading(_now: datetime) -> None:
        answer = {"Error": {"Code": "ValidationException", "Message": "CASE000123 is no number"}}
        raise not_found("need") from ClientError(answer, "GetItem")  # type: ignore[arg-type]

    with caplog.at_level(logging.ERROR):
        run_once(Job(reading), NOW)
    said = logging.Formatter().format(caplog.records[0])
    assert "DomainError not_found at " in said
    assert said.endswith(", from ClientError ValidationException")
    assert "CASE000123" not in said


def test_a_job_that_failed_gets_its_next_turn_until_told_to_stop() -> None:
    stop = threading.Event()
    turns: list[datetime] = []

    def third_time_lucky(now: datetime) -> None:
        turns.append(now)
        if len(turns) == 3:
            stop.set()
        raise ValueError

    repeat(Job(third_time_lucky), stop)
    assert len(turns) == 3
    assert turns == sorted(turns)


@pytest.mark.parametrize(("took", "waits"), [(0.0, 60.0), (12.5, 47.5), (60.0, 0.0), (75.0, 0.0)])
def test_the_period_counts_from_start_to_start(took: float, waits: float) -> None:
    assert pause(timedelta(minutes=1), took) == waits
