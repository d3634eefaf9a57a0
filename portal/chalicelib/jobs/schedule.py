"""The timed jobs: the local runner keeps their periods, and on AWS a schedule starts each.

EventBridge knows no period below a minute: there a shorter one means every minute. Each job may run twice,
late or beside itself, and does what is due then and no more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chalicelib.jobs.running import system_context
from chalicelib.services.answers import expire_due
from chalicelib.services.cascade import pass_on_waiting
from chalicelib.services.notes import erase_due
from chalicelib.services.notices import send_due
from chalicelib.services.plan_commits import send_committed
from chalicelib.services.reminders import remind_due
from chalicelib.services.surge_plans import ask_in_time, is_wanted

_AT_ONCE: Final = 200
"""So much is done in one run, which fits well into a Lambda's time; the next run goes on."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job and its period. `run` is given the moment that counts as now, in UTC."""

    name: str
    every: timedelta
    run: Callable[[datetime], None]


def send_notices(now: datetime) -> None:
    """Send the mails that are due."""
    send_due(system_context(now), _AT_ONCE)


def expire_proposals(now: datetime) -> None:
    """Write down which proposals nobody answered in time, so that what they held is free."""
    expire_due(system_context(now), _AT_ONCE)


def pass_needs_on(now: datetime) -> None:
    """Propose to the next partners what the ones before did not take."""
    pass_on_waiting(system_context(now), _AT_ONCE)


def ask_for_plan(now: datetime) -> None:
    """Ask for a surge plan where something is open."""
    ask_in_time(system_context(now))


def make_plan(now: datetime) -> None:
    """Make the surge plan that was asked for. The solver is loaded here alone, and only when there is one."""
    context = system_context(now)
    if is_wanted(context):
        from chalicelib.services.planning import make_wanted  # noqa: PLC0415

        make_wanted(context)


def send_plan(now: datetime) -> None:
    """Send the surge plan that staff committed."""
    send_committed(system_context(now))


def remind_partners(now: datetime) -> None:
    """Remind, once, of proposals whose time to answer is half over."""
    remind_due(system_context(now), _AT_ONCE)


def erase_handover_notes(now: datetime) -> None:
    """Erase the hand-over notes whose time is over."""
    erase_due(system_context(now))


SCHEDULES: Final[tuple[Schedule, ...]] = (
    Schedule("send_notices", timedelta(seconds=5), send_notices),
    Schedule("expire_proposals", timedelta(minutes=1), expire_proposals),
    Schedule("pass_needs_on", timedelta(seconds=15), pass_needs_on),
    Schedule("ask_for_plan", timedelta(minutes=15), ask_for_plan),
    Schedule("make_plan", timedelta(seconds=2), make_plan),
    Schedule("send_plan", timedelta(seconds=2), send_plan),
    Schedule("remind_partners", timedelta(minutes=1), remind_partners),
    Schedule("erase_handover_notes", timedelta(minutes=10), erase_handover_notes),
)
