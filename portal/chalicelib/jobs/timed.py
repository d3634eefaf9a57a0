"""The schedules as Lambda functions of the Chalice app; EventBridge starts each, every minute at most."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from chalice.app import Chalice, Rate

from chalicelib.jobs.runs import run_once
from chalicelib.jobs.schedule import Schedule

Handler = Callable[[Any, Any], Any]


def register_schedules(app: Chalice, schedules: Iterable[Schedule]) -> dict[str, Handler]:
    """Register each schedule; the handlers, by the names under which Lambda looks for them in `app.py`."""
    return {
        schedule.name: app.schedule(rate_of(schedule.every), name=schedule.name)(_run(schedule))
        for schedule in schedules
    }


def rate_of(every: timedelta) -> Rate:
    """The period as EventBridge knows it: whole minutes, and no less than one."""
    return Rate(max(1, round(every / timedelta(minutes=1))), unit=Rate.MINUTES)


def _run(schedule: Schedule) -> Callable[[object], None]:
    """A start that comes late does what is due by then: the event's own time is not read."""

    def run(_event: object) -> None:
        run_once(schedule, datetime.now(UTC))

    # Chalice and Lambda find the handler in app.py by this name.
    run.__name__ = schedule.name
    return run
