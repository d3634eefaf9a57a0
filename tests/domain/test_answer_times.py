"""When an answer is due. 28 July 2026 is a Tuesday; all clocks are the emirate's."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from chalicelib.domain.answer_times import (
    Answering,
    AnswerTimes,
    Ramadan,
    Span,
    Week,
    WorkingCalendar,
    answers_at_once,
    check_ramadan,
    check_times,
    check_week,
    due,
    read_span,
)
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.periods import DUBAI
from tests.refusals import refused, refused_field

OFFICE = Answering()
EVENINGS: Week = (*(Span(time(17), time(22)),) * 5, Span(time(9), time(13)), None)
SHOP = Answering(declared=EVENINGS)
NIGHTS = Answering(night_calls=True)
RAMADAN = Answering(
    calendar=WorkingCalendar(
        ramadan=Ramadan(date(2026, 7, 27), date(2026, 7, 29), Span(time(9), time(14, 30)))
    )
)
QUICK = Answering(times=AnswerTimes(timedelta(minutes=10), timedelta(hours=1), timedelta(hours=2)))
LONG = Answering(times=AnswerTimes(p3=timedelta(hours=50)))


def at(moment: str) -> datetime:
    """A day of July or August with a clock: "07-28 10:00"."""
    return datetime.strptime(f"2026-{moment}", "%Y-%m-%d %H:%M").replace(tzinfo=DUBAI)


FAR = at("12-01 10:00")


# fmt: off
@pytest.mark.parametrize(
    ("priority", "answering", "posted", "expected"),
    [
        ("p1", OFFICE,  "07-28 10:00", "07-28 10:30"),
        ("p2", OFFICE,  "07-28 10:00", "07-28 14:00"),
        ("p3", OFFICE,  "07-28 10:00", "07-29 10:00"),
        ("p1", OFFICE,  "07-28 02:00", "07-28 08:00"),  # the night does not count
        ("p1", OFFICE,  "07-28 15:15", "07-29 07:45"),  # a quarter today, a quarter tomorrow
        ("p1", OFFICE,  "07-28 15:30", "07-29 08:00"),  # at closing time it is closed
        ("p2", OFFICE,  "07-30 14:30", "08-03 10:30"),  # Friday to Sunday are off
        ("p3", OFFICE,  "07-30 10:00", "08-03 10:00"),  # one working day
        ("p3", OFFICE,  "08-01 11:00", "08-04 07:30"),  # begins when Monday opens
        ("p3", LONG,    "07-28 10:00", "07-30 12:00"),  # two working days and two hours
        ("p1", SHOP,    "07-28 10:00", "07-28 17:30"),  # before the shop opens
        ("p2", SHOP,    "07-31 20:00", "08-01 11:00"),  # two hours on Friday, two on Saturday
        ("p3", SHOP,    "07-31 21:00", "08-01 13:00"),  # Saturday closes earlier
        ("p3", SHOP,    "08-01 10:00", "08-03 17:00"),  # Sunday off; Monday opens later
        ("p1", NIGHTS,  "08-01 02:00", "08-01 02:30"),  # agreed: at any hour
        ("p2", NIGHTS,  "08-01 02:00", "08-03 11:30"),  # for the most urgent alone
        ("p2", RAMADAN, "07-28 13:00", "07-29 11:30"),  # short days
        ("p2", RAMADAN, "07-29 13:00", "07-30 10:00"),  # the day after has its usual hours
        ("p1", RAMADAN, "08-01 10:00", "08-03 08:00"),
        ("p1", QUICK,   "07-28 10:00", "07-28 10:10"),
        ("p3", QUICK,   "07-28 10:00", "07-28 12:00"),
    ],
)
def test_the_time_runs_in_the_partners_hours(
    priority: str, answering: Answering, posted: str, expected: str
) -> None:
    found = due(priority, at(posted), FAR, answering)
    assert (found.at, found.silence_counts) == (at(expected), True)


@pytest.mark.parametrize(
    ("priority", "answering", "posted", "deadline", "expected", "counts"),
    [
        ("p2", OFFICE, "07-28 10:00", "07-28 12:00", "07-28 12:00", False),  # never after the deadline
        ("p2", OFFICE, "07-28 10:00", "07-28 14:00", "07-28 14:00", True),
        ("p2", OFFICE, "07-31 10:00", "08-02 10:00", "08-01 10:00", False),  # half of two closed days
        ("p1", OFFICE, "07-31 10:00", "07-31 10:40", "07-31 10:30", False),  # at least the plain time
        ("p1", SHOP,   "07-28 16:00", "07-28 20:00", "07-28 17:30", True),
    ],
)
def test_closed_hours_hold_a_need_back_for_half_of_its_time_at_most(
    priority: str, answering: Answering, posted: str, deadline: str, expected: str, *, counts: bool
) -> None:
    found = due(priority, at(posted), at(deadline), answering)
    assert (found.at, found.silence_counts) == (at(expected), counts)


@pytest.mark.parametrize(
    ("priority", "posted", "expected"),
    [
        ("p2", "07-28 10:00", "07-28 12:00"),
        ("p2", "07-30 14:30", "08-03 08:30"),  # not in the night, but two hours before the end
        ("p1", "07-28 10:00", "07-28 10:15"),
    ],
)
def test_the_reminder_comes_when_half_of_the_counted_time_is_left(
    priority: str, posted: str, expected: str
) -> None:
    assert due(priority, at(posted), FAR, OFFICE).remind_at == at(expected)
# fmt: on


def test_who_is_open_now_or_agreed_to_nights_answers_at_once() -> None:
    assert answers_at_once("p1", at("07-28 10:00"), OFFICE)
    assert not answers_at_once("p1", at("07-28 15:15"), OFFICE)
    assert answers_at_once("p1", at("08-01 02:00"), NIGHTS)
    assert not answers_at_once("p2", at("08-01 02:00"), NIGHTS)


def test_a_moment_of_another_zone_gives_the_same_answer() -> None:
    posted = at("07-30 14:30")
    utc = posted.astimezone(tz=None)
    assert due("p2", utc, FAR, OFFICE).at == due("p2", posted, FAR, OFFICE).at


def test_a_partner_without_any_open_day_is_taken_as_open() -> None:
    closed = replace(OFFICE, declared=(None,) * 7)
    assert due("p2", at("07-28 10:00"), FAR, closed).at == at("07-28 14:00")


def test_hours_without_an_open_day_or_that_end_before_they_begin_are_refused() -> None:
    assert refused(check_week, (None,) * 7) is ErrorCode.REQUIRED
    backwards = (Span(time(22), time(6)), *(None,) * 6)
    assert refused(check_week, backwards) is ErrorCode.HOURS_INVALID
    assert check_week(EVENINGS) == EVENINGS


def test_less_than_an_hour_a_week_is_no_time_in_which_to_be_asked() -> None:
    half_an_hour = Span(time(8), time(8, 30))
    assert refused(check_week, (half_an_hour, *(None,) * 6)) is ErrorCode.HOURS_TOO_FEW
    two_halves = (half_an_hour, half_an_hour, *(None,) * 5)
    assert check_week(two_halves) == two_halves


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("08:00-17:30", "08:00-17:30"),
        ("8-17", "08:00-17:00"),
        (" ٨:٠٠ – ١٧:٣٠ ", "08:00-17:30"),
        ("7.30 - 15.30", "07:30-15:30"),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, read: str) -> None:
    assert str(read_span(typed)) == read


@pytest.mark.parametrize("typed", ["", "8", "17-8", "8-8", "8-25", "08:61-09:00", "morning", "8-12-17"])
def test_what_is_no_span_is_refused(typed: str) -> None:
    assert refused(read_span, typed) is ErrorCode.HOURS_INVALID


def test_ramadan_ends_after_it_begins() -> None:
    span = Span(time(9), time(14))
    assert refused_field(check_ramadan, Ramadan(date(2027, 3, 9), date(2027, 2, 8), span)) == "ends_on"
    assert refused_field(check_ramadan, Ramadan(date(2027, 2, 8), date(2027, 2, 8), Span(time(9), time(9))))
    sound = Ramadan(date(2027, 2, 8), date(2027, 3, 9), span)
    assert check_ramadan(sound) == sound


@pytest.mark.parametrize(
    ("times", "field"),
    [
        (AnswerTimes(p1=timedelta(minutes=4)), "p1"),
        (AnswerTimes(p3=timedelta(days=15)), "p3"),
        (AnswerTimes(p1=timedelta(hours=5)), "p2"),
        (AnswerTimes(p2=timedelta(hours=30)), "p3"),
    ],
)
def test_times_that_make_no_sense_are_refused_at_their_field(times: AnswerTimes, field: str) -> None:
    assert refused_field(check_times, times) == field


def test_the_times_of_a_new_network_are_30_minutes_4_and_24_hours() -> None:
    assert check_times(AnswerTimes()) == AnswerTimes(
        timedelta(minutes=30), timedelta(hours=4), timedelta(hours=24)
    )
