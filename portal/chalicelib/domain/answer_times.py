"""When an answer is due: the priority's time, counted in the hours in which the partner answers.

Days and hours are those of the emirate; a week is seven spans, Monday first, None where the day is off.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from chalicelib.domain.errors import ErrorCode, invalid
from chalicelib.domain.periods import DUBAI
from chalicelib.domain.text import to_western_digits

_DAY: Final = timedelta(days=1)
_WRITTEN: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?")
_LONGEST_WAIT: Final = 60
"""Days: a partner that opens on no day of two months is taken as open."""


@dataclass(frozen=True, slots=True)
class Span:
    """From the first minute to before the last, on one day."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


Week = tuple[Span | None, ...]
_OFFICE: Final = Span(time(7, 30), time(15, 30))


@dataclass(frozen=True, slots=True)
class Ramadan:
    """From the first day through the last, the working days have other hours."""

    starts_on: date
    ends_on: date
    span: Span


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The hours of those who declare none: at first the emirate's week, Friday to Sunday off."""

    week: Week = (_OFFICE, _OFFICE, _OFFICE, _OFFICE, None, None, None)
    ramadan: Ramadan | None = None


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """How long a partner has to answer, by the need's priority. 24 hours are one working day."""

    p1: timedelta = timedelta(minutes=30)
    p2: timedelta = timedelta(hours=4)
    p3: timedelta = timedelta(hours=24)

    def of(self, priority: str) -> timedelta:
        """The time of that priority."""
        return {"p1": self.p1, "p2": self.p2, "p3": self.p3}[priority]

    @property
    def longest(self) -> timedelta:
        """The longest of the three."""
        return max(self.p1, self.p2, self.p3)


@dataclass(frozen=True, slots=True)
class Answering:
    """What decides about one partner's time: its own hours if it declares any, and what was agreed."""

    times: AnswerTimes = field(default_factory=AnswerTimes)
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    declared: Week | None = None
    night_calls: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """When the answer is due, and when the partner is reminded.

    `silence_counts` is false where the need could not wait until the partner's hours had given it its time.
    """

    at: datetime
    remind_at: datetime
    silence_counts: bool


def read_span(typed: str) -> Span:
    """A span as people write it: 8-17, 08:00-17:30, ٨:٠٠ - ١٧:٣٠."""
    found = _WRITTEN.fullmatch(to_western_digits(typed).strip())
    if found is None:
        raise invalid(ErrorCode.HOURS_INVALID)
    try:
        opens, closes = (time(int(found[hour]), int(found[hour + 1] or 0)) for hour in (1, 3))
    except ValueError:
        raise invalid(ErrorCode.HOURS_INVALID) from None
    _check_span(Span(opens, closes), None)
    return Span(opens, closes)


LEAST_WEEK = timedelta(hours=1)
"""Whoever can be reached for less cannot be asked in earnest."""


def check_week(week: Week) -> Week:
    """A week with an open day, each of whose spans ends after it begins, and at least `LEAST_WEEK` long."""
    if not any(week):
        raise invalid(ErrorCode.REQUIRED, "week")
    for span in filter(None, week):
        _check_span(span, "week")
    if sum(map(_length, filter(None, week)), timedelta()) < LEAST_WEEK:
        raise invalid(ErrorCode.HOURS_TOO_FEW, "week")
    return week


def _length(span: Span) -> timedelta:
    day = date.min
    return datetime.combine(day, span.closes) - datetime.combine(day, span.opens)


def check_calendar(calendar: WorkingCalendar) -> WorkingCalendar:
    """A calendar whose week and Ramadan make sense."""
    ramadan = check_ramadan(calendar.ramadan) if calendar.ramadan else None
    return WorkingCalendar(check_week(calendar.week), ramadan)


def check_ramadan(ramadan: Ramadan) -> Ramadan:
    """Days and hours in their order."""
    if ramadan.ends_on < ramadan.starts_on:
        raise invalid(ErrorCode.PERIOD_INVALID, "ends_on")
    _check_span(ramadan.span, "closes")
    return ramadan


def _check_span(span: Span, where: str | None) -> None:
    if span.closes <= span.opens:
        raise invalid(ErrorCode.HOURS_INVALID, where)


def check_times(times: AnswerTimes) -> AnswerTimes:
    """Times of five minutes to fourteen days, the more urgent not longer than the calmer."""
    for name in ("p1", "p2", "p3"):
        if not timedelta(minutes=5) <= getattr(times, name) <= timedelta(days=14):
            raise invalid(ErrorCode.ANSWER_TIME_INVALID, name)
    if times.p2 < times.p1 or times.p3 < times.p2:
        raise invalid(ErrorCode.ANSWER_TIME_INVALID, "p2" if times.p2 < times.p1 else "p3")
    return times


def due(priority: str, posted: datetime, deadline: datetime, answering: Answering) -> Due:
    """When the answer to a proposal of that moment is due.

    The time runs in the partner's hours, for the most urgent at any hour where that was agreed. Closed hours
    hold a need back for half of what is left to its deadline at most, so that another can be asked.
    """
    within = answering.times.of(priority)
    at_any_hour = priority == "p1" and answering.night_calls
    full = posted + within if at_any_hour else _counted(posted, within, answering)
    at_least = min(posted + within, deadline)
    at = min(full, max(at_least, posted + (deadline - posted) / 2))
    return Due(at, at - min(within, at - posted) / 2, silence_counts=at == full)


def answers_at_once(priority: str, posted: datetime, answering: Answering) -> bool:
    """Whether no closed hours come between the proposal and the end of the priority's time."""
    within = answering.times.of(priority)
    return (priority == "p1" and answering.night_calls) or _counted(posted, within, answering) == (
        posted + within
    )


def _open_on(day: date, answering: Answering) -> tuple[datetime, datetime] | None:
    span = _span_of(day, answering)
    return (_at(day, span.opens), _at(day, span.closes)) if span else None


def _span_of(day: date, answering: Answering) -> Span | None:
    """A partner's own hours hold in Ramadan too: it declared them."""
    if answering.declared is not None:
        return answering.declared[day.weekday()]
    usual, ramadan = answering.calendar.week[day.weekday()], answering.calendar.ramadan
    if usual is not None and ramadan is not None and ramadan.starts_on <= day <= ramadan.ends_on:
        return ramadan.span
    return usual


def _counted(posted: datetime, within: timedelta, answering: Answering) -> datetime:
    """The moment at which so much time has run: whole days as working days, the rest as open hours."""
    opened = _next_open(posted.astimezone(DUBAI), answering)
    if opened is None:
        return posted + within
    days, rest = divmod(within, _DAY)
    moment = opened[0]
    for _ in range(days):
        moment = _a_working_day_later(moment, answering)
    return _open_hours_later(moment, rest, answering).astimezone(posted.tzinfo)


def _next_open(moment: datetime, answering: Answering) -> tuple[datetime, datetime] | None:
    """The first moment from this one on at which the partner is open, and until when it is."""
    for ahead in range(_LONGEST_WAIT):
        span = _open_on(moment.date() + ahead * _DAY, answering)
        if span is not None and moment < span[1]:
            return max(moment, span[0]), span[1]
    return None


def _a_working_day_later(moment: datetime, answering: Answering) -> datetime:
    """The same time on the next open day, or the nearest to it that is open."""
    for ahead in range(1, _LONGEST_WAIT):
        span = _open_on(moment.date() + ahead * _DAY, answering)
        if span is not None:
            return min(max(moment + ahead * _DAY, span[0]), span[1])
    return moment + _DAY


def _open_hours_later(moment: datetime, hours: timedelta, answering: Answering) -> datetime:
    while hours:
        span = _next_open(moment, answering)
        if span is None:
            return moment + hours
        opened, closes = span
        moment = min(opened + hours, closes)
        hours -= moment - opened
    return moment


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, DUBAI)
