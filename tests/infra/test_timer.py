import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

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
    assert [record.getMessage() for record in caplog.records] == ["expire failed"]


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
