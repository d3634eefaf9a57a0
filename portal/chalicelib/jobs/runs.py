"""One run of a job. What goes wrong is logged without anything that people have typed."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.jobs.schedule import Schedule
from chalicelib.services.batches import note


class RunFailedError(Exception):
    """A run of that job failed; the log has the kind of error and the place."""


def run_once(schedule: Schedule, now: datetime) -> None:
    """Do what is due. Raises RunFailedError."""
    carry_through(schedule.name, lambda: schedule.run(now))


def carry_through(name: str, work: Callable[[], object]) -> None:
    """Do the work. Raises RunFailedError, which stands for any error and does not carry its message.

    Lambda writes an error that leaves a function to its log, with all that led to it: of a row that cannot
    be read that is the row itself, case reference and all.
    """
    try:
        work()
    except Exception as error:  # noqa: BLE001 (whatever it is, its message stays here)
        note(name, error)
        failed = RunFailedError(name)
    else:
        return
    raise failed
