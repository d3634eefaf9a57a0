"""The timed jobs that schedules start on AWS, each on its own period and never beside itself."""

import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Protocol

from botocore.exceptions import ClientError

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
    except Exception as error:  # noqa: BLE001 (whatever it is, the next turn comes)
        log.error("%s failed: %s", schedule.name, kind_of(error))  # noqa: TRY400 (its message stays here)


def kind_of(error: BaseException) -> str:
    """Say what kind of error it was, its code and where, each with what led to it.

    Never a message: it may quote a row that could not be read, case reference and all.
    """
    led_to_it = error.__cause__ or error.__context__
    own = " ".join(filter(None, (type(error).__name__, _code(error), _place(error))))
    return f"{own}, from {kind_of(led_to_it)}" if led_to_it else own


def _code(error: BaseException) -> str:
    """The code that our own errors and those of AWS carry: of a fixed set, so that it quotes nobody."""
    if isinstance(error, ClientError):
        return str(error.response["Error"]["Code"])
    code = getattr(error, "code", None)
    return str(code.value) if isinstance(code, Enum) else ""


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""


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
