"""What supervisors set for the whole network."""

from dataclasses import replace
from typing import Any

from chalicelib.domain import answer_times
from chalicelib.domain import network as domain
from chalicelib.domain.answer_times import AnswerTimes, WorkingCalendar
from chalicelib.domain.audit import NETWORK, Tag
from chalicelib.domain.network import FinancialPermit, NetworkSettings
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.access import require_supervisor
from chalicelib.services.context import Context
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.store import network


def read_network(context: Context) -> NetworkSettings:  # noqa: ARG001 (it is the same for everybody)
    """The network's settings."""
    return network.read()


@retried
def set_duty_desk(context: Context, telephone: str) -> NetworkSettings:
    """Set the number that partners call about what they accepted."""
    require_supervisor(context)
    return _set(context, "duty_desk", duty_desk=domain.check_duty_desk(telephone))


@retried
def enter_financial_permit(context: Context, permit: FinancialPermit) -> NetworkSettings:
    """Enter the permit and the receiving body, without which no financial offering is listed or matches."""
    require_supervisor(context)
    entered = domain.check_permit(permit, day_in_dubai(context.now))
    return _set(context, "financial_permit_entered", financial_permit=entered)


@retried
def remove_financial_permit(context: Context) -> NetworkSettings:
    """Switch financial offerings off."""
    require_supervisor(context)
    if (was := network.read()).financial_permit is None:
        return was
    return _set(context, "financial_permit_removed", financial_permit=None)


@retried
def set_answer_times(context: Context, times: AnswerTimes) -> NetworkSettings:
    """Set how long partners have to answer, by priority. What is proposed already keeps its time."""
    require_supervisor(context)
    return _set(context, "answer_times", answer_times=answer_times.check_times(times))


@retried
def set_calendar(context: Context, calendar: WorkingCalendar) -> NetworkSettings:
    """Set the hours of those partners who declare none, and those of Ramadan."""
    require_supervisor(context)
    return _set(context, "calendar", calendar=answer_times.check_calendar(calendar))


@retried
def set_weekly_requests(context: Context, most: int | None) -> NetworkSettings:
    """Set how many requests go to one partner in a week; None is any number."""
    require_supervisor(context)
    return _set(context, "weekly_requests", notices_a_week=domain.check_weekly_requests(most))


def _set(context: Context, setting: str, **changes: Any) -> NetworkSettings:  # noqa: ANN401 (of any kind)
    """The settings with those changes; the trail tells of them by the setting's name."""
    was = network.read()
    after = replace(was, **changes, version=was.version + 1)
    deed = Deed(NETWORK, Tag.SETTINGS_CHANGED, {"setting": setting})
    carry_out(context, [network.save(after, was)], [deed])
    return after
