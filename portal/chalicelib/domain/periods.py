"""Periods of capacity. It renews by itself, because a reservation names its period."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from functools import lru_cache

DUBAI = timezone(timedelta(hours=4), "Asia/Dubai")
"""The emirate keeps no summer time, so its zone is an offset and needs no zone database."""

FOREVER = date(9999, 12, 31)


class Renewal(StrEnum):
    """How often a capacity is there anew."""

    ONCE = "once"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Period:
    """One span of a capacity. `ends_on` is its last day, in Dubai's calendar."""

    key: str
    ends_on: date


@lru_cache(maxsize=64)
def day_in_dubai(moment: datetime) -> date:
    """The calendar day in the emirate at a moment (which must know its zone)."""
    return moment.astimezone(DUBAI).date()


def period_of(renewal: Renewal, moment: datetime) -> Period:
    """The period of that renewal in which the moment lies. Weeks begin on Monday (ISO 8601)."""
    day = day_in_dubai(moment)
    if renewal is Renewal.ONCE:
        return Period("once", FOREVER)
    if renewal is Renewal.WEEKLY:
        year, week, weekday = day.isocalendar()
        return Period(f"{year}-W{week:02}", day + timedelta(days=7 - weekday))
    first_of_next = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return Period(f"{day.year}-{day.month:02}", first_of_next - timedelta(days=1))
