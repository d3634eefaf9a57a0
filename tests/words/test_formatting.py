"""Dates, spans of time, numbers and amounts, as readers of both languages see them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from chalicelib.domain.categories import Unit
from chalicelib.domain.partners import Language
from chalicelib.words import formatting
from chalicelib.words.quantities import out_of, quantity
from chalicelib.words.speech import say

AR, EN = Language.ARABIC, Language.ENGLISH
EVENING = datetime(2026, 11, 22, 20, 5, tzinfo=UTC)


def test_a_moment_is_told_on_the_clocks_of_the_emirate() -> None:
    assert formatting.moment(EVENING, EN) == "23 November 2026 at 00:05"
    assert formatting.moment(EVENING, AR) == "23 نوفمبر 2026، الساعة\u00a000:05"
    assert formatting.clock(EVENING) == "00:05"
    assert formatting.machine_moment(EVENING) == "2026-11-22T20:05:00Z"


@pytest.mark.parametrize(
    ("month", "english", "arabic"),
    [(1, "January", "يناير"), (5, "May", "مايو"), (8, "August", "أغسطس"), (12, "December", "ديسمبر")],
)
def test_a_day_names_its_month(month: int, english: str, arabic: str) -> None:
    assert formatting.day(date(2026, month, 7), EN) == f"7 {english} 2026"
    assert formatting.day(date(2026, month, 7), AR) == f"7 {arabic} 2026"


@pytest.mark.parametrize(
    ("length", "english", "arabic"),
    [
        (timedelta(0), "0 minutes", "0 دقيقة"),
        (timedelta(seconds=-5), "0 minutes", "0 دقيقة"),
        (timedelta(minutes=1, seconds=59), "1 minute", "دقيقة واحدة"),
        (timedelta(minutes=2), "2 minutes", "دقيقتان"),
        (timedelta(minutes=9), "9 minutes", "9 دقائق"),
        (timedelta(hours=2, minutes=15), "2 hours and 15 minutes", "ساعتان و15 دقيقة"),
        (timedelta(hours=3), "3 hours", "3 ساعات"),
        (timedelta(days=1, hours=2, minutes=50), "1 day and 2 hours", "يوم واحد وساعتان"),
        (timedelta(days=3, minutes=50), "3 days", "3 أيام"),
        (timedelta(days=117), "117 days", "117 يومًا"),
    ],
)
def test_a_span_of_time_is_told_in_its_two_largest_parts(
    length: timedelta, english: str, arabic: str
) -> None:
    assert formatting.duration(length, EN) == english
    assert formatting.duration(length, AR) == arabic


@pytest.mark.parametrize(
    ("count", "arabic"),
    [
        (0, "0 منزل"),
        (1, "منزل واحد"),
        (2, "منزلان"),
        (3, "3 منازل"),
        (10, "10 منازل"),
        (11, "11 منزلًا"),
        (99, "99 منزلًا"),
        (100, "100 منزل"),
        (102, "102 منزل"),
        (103, "103 منازل"),
        (1111, "1,111 منزلًا"),
    ],
)
def test_arabic_counts_in_six_forms(count: int, arabic: str) -> None:
    assert say(quantity(count, Unit.HOME), AR) == arabic


@pytest.mark.parametrize("unit", list(Unit))
def test_every_unit_can_be_counted(unit: Unit) -> None:
    assert say(quantity(1, unit), EN).startswith("1 ")
    assert say(quantity(12, unit), EN) != say(quantity(12, unit), AR)


@pytest.mark.parametrize(
    ("count", "arabic"),
    [
        (0, "من أصل 0 منزل"),
        (1, "من أصل منزل واحد"),
        (2, "من أصل منزلين"),
        (3, "من أصل 3 منازل"),
        (11, "من أصل 11 منزلًا"),
        (100, "من أصل 100 منزل"),
    ],
)
def test_what_a_part_is_a_part_of_stands_in_the_genitive(count: int, arabic: str) -> None:
    assert say(out_of(count, Unit.HOME), AR) == arabic


@pytest.mark.parametrize("unit", list(Unit))
def test_no_unit_keeps_its_nominative_dual_after_a_preposition(unit: Unit) -> None:
    assert say(out_of(2, unit), EN).startswith("of 2 ")
    phrase = say(out_of(2, unit), AR)
    assert phrase.startswith("من أصل ")
    assert say(quantity(2, unit), AR) not in phrase or unit is Unit.AED


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (1250, "1,250"), (Decimal("1250.50"), "1,250.5"), (Decimal("1E+3"), "1,000")],
)
def test_numbers_stand_in_western_digits_with_thousands_apart(value: int | Decimal, shown: str) -> None:
    assert formatting.number(value) == shown


def test_amounts_are_in_dirhams() -> None:
    assert formatting.money(Decimal("1250.50"), EN) == "1,250.5 dirhams"
    assert formatting.money(1, EN) == "1 dirham"
    assert formatting.money(15, AR) == "15 درهمًا"
