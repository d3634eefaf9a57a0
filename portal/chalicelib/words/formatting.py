"""Dates, times, durations and numbers, in Dubai's time and in Western digits in both languages."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Final

from chalicelib.domain.partners import Language
from chalicelib.words.catalogues import catalogue
from chalicelib.words.text import N_, NN_, P_, Text

ZONE: Final = timezone(timedelta(hours=4), "Asia/Dubai")
"""The Emirates keep one offset all year, so no time zone database has to travel to Lambda."""

_MONTHS = (
    P_("month", "January"),
    P_("month", "February"),
    P_("month", "March"),
    P_("month", "April"),
    P_("month", "May"),
    P_("month", "June"),
    P_("month", "July"),
    P_("month", "August"),
    P_("month", "September"),
    P_("month", "October"),
    P_("month", "November"),
    P_("month", "December"),
)
_MOMENT = N_("%(day)s at %(time)s")
_DAYS = NN_("%(count)s day", "%(count)s days")
_HOURS = NN_("%(count)s hour", "%(count)s hours")
_MINUTES = NN_("%(count)s minute", "%(count)s minutes")
_BOTH = N_("%(first)s and %(second)s")
_DIRHAMS = NN_("%(count)s dirham", "%(count)s dirhams")


def local(instant: datetime) -> datetime:
    """That instant on the clocks of the emirate."""
    return instant.astimezone(ZONE)


def day(value: date, language: Language) -> str:
    """22 November 2026; a datetime gives its day in Dubai."""
    on = local(value) if isinstance(value, datetime) else value
    month = catalogue(language).pgettext("month", _MONTHS[on.month - 1].singular)
    return f"{on.day} {month} {on.year}"


def clock(instant: datetime) -> str:
    """14:05, in Dubai's time."""
    return f"{local(instant):%H:%M}"


def moment(instant: datetime, language: Language) -> str:
    """22 November 2026 at 14:05, in Dubai's time."""
    sentence = catalogue(language).gettext(_MOMENT.singular)
    return sentence % {"day": day(instant, language), "time": clock(instant)}


def number(value: int | Decimal) -> str:
    """1,250 or 1,250.5: thousands apart, no more decimals than there are."""
    return f"{value.normalize():,f}" if isinstance(value, Decimal) else f"{value:,}"


def money(value: int | Decimal, language: Language) -> str:
    """An amount of AED in words: 1,250 dirhams."""
    amount = number(value)
    form = catalogue(language).ngettext(_DIRHAMS.singular, str(_DIRHAMS.plural), int(value))
    return form % {"count": amount}


def duration(length: timedelta, language: Language) -> str:
    """The two largest parts of a span of time, rounded down: 2 hours and 15 minutes; 3 days and 4 hours."""
    minutes = max(int(length / timedelta(minutes=1)), 0)
    days, hours = divmod(minutes // 60, 24)
    amounts = ((days, _DAYS), (hours, _HOURS), (minutes % 60, _MINUTES))
    first = 0 if days else 1 if hours else 2
    parts = [_counted(amount, unit, language) for amount, unit in amounts[first : first + 2] if amount]
    if not parts:
        return _counted(0, _MINUTES, language)
    if len(parts) == 1:
        return parts[0]
    return catalogue(language).gettext(_BOTH.singular) % {"first": parts[0], "second": parts[1]}


def machine_moment(instant: datetime) -> str:
    """For a <time> element: RFC 3339 in UTC."""
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _counted(amount: int, unit: Text, language: Language) -> str:
    form = catalogue(language).ngettext(unit.singular, str(unit.plural), amount)
    return form % {"count": number(amount)}
