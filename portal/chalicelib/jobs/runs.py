"""One run of a timed job. What goes wrong is logged without anything that people have typed."""

from datetime import datetime

from chalicelib.jobs.schedule import Schedule
from chalicelib.services.batches import note


class RunFailedError(Exception):
    """A run of that job failed; the log has the kind of error and the place."""


def run_once(schedule: Schedule, now: datetime) -> None:
    """Do what is due. Raises RunFailedError, which stands for any error and does not carry its message.

    Lambda writes an error that leaves a function to its log, with all that led to it: of a row that cannot
    be read that is the row itself, case reference and all.
    """
    try:
        schedule.run(now)
    except Exception as error:  # noqa: BLE001 (whatever it is, its message stays here)
        note(schedule.name, error)
        failed = RunFailedError(schedule.name)
    else:
        return
    raise failed
