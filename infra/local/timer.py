"""The timed jobs that schedules start on AWS, each on its own period and never beside itself."""

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Protocol

# How long a job may go on when everything else is being stopped.
LAST_SECONDS = 2.0

log = logging.getLogger("aman.jobs")


class Schedule(Protocol):
    """A job and its period, as `chalicelib.jobs.schedule` lists them."""

    @property
    def name(self) -> str: ...
    @property
    def every(self) -> timedelta: ...
    @property
    def run(self) -> Callable[[datetime], object]: ...


def repeat(schedule: Schedule, stop: threading.Event) -> None:
    """Run a job now and then each period, counted from start to start, until told to stop."""
    while not stop.is_set():
        started = time.monotonic()
        run_once(schedule, datetime.now(UTC))
        stop.wait(pause(schedule.every, time.monotonic() - started))


def run_once(schedule: Schedule, now: datetime) -> None:
    """Run a job; one that fails is written down and gets its next turn all the same."""
    try:
        schedule.run(now)
    except Exception:
        log.exception("%s failed", schedule.name)


def pause(every: timedelta, took_seconds: float) -> float:
    """Give the seconds until the next turn; a job that took longer than its period goes on at once."""
    return max(0.0, every.total_seconds() - took_seconds)


def run_until_input_closes(schedules: Iterable[Schedule]) -> None:
    stop = threading.Event()
    threads = [
        threading.Thread(target=repeat, args=(schedule, stop), name=schedule.name, daemon=True)
        for schedule in schedules
    ]
    for thread in threads:
        thread.start()
    sys.stdin.read()
    stop.set()
    for thread in threads:
        thread.join(LAST_SECONDS)
