"""Periods of capacity, in Dubai's calendar."""

from datetime import UTC, date, datetime

import pytest

from chalicelib.domain.periods import FOREVER, Renewal, day_in_dubai, period_of


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_day_begins_four_hours_before_that_of_utc() -> None:
    assert day_in_dubai(at("2026-07-28T19:59:59")) == date(2026, 7, 28)
    assert day_in_dubai(at("2026-07-28T20:00:00")) == date(2026, 7, 29)


@pytest.mark.parametrize(
    ("renewal", "moment", "key", "ends_on"),
    [
        (Renewal.ONCE, "2026-07-28T06:00:00", "once", FOREVER),
        (Renewal.WEEKLY, "2026-07-28T06:00:00", "2026-W31", date(2026, 8, 2)),
        (Renewal.WEEKLY, "2026-08-02T19:59:59", "2026-W31", date(2026, 8, 2)),
        (Renewal.WEEKLY, "2026-08-02T20:00:00", "2026-W32", date(2026, 8, 9)),
        (Renewal.WEEKLY, "2027-01-01T06:00:00", "2026-W53", date(2027, 1, 3)),
        (Renewal.WEEKLY, "2025-12-31T06:00:00", "2026-W01", date(2026, 1, 4)),
        (Renewal.MONTHLY, "2026-07-28T06:00:00", "2026-07", date(2026, 7, 31)),
        (Renewal.MONTHLY, "2026-07-31T20:00:00", "2026-08", date(2026, 8, 31)),
        (Renewal.MONTHLY, "2028-02-01T06:00:00", "2028-02", date(2028, 2, 29)),
        (Renewal.MONTHLY, "2026-12-31T06:00:00", "2026-12", date(2026, 12, 31)),
    ],
)
def test_a_moment_lies_in_one_period(renewal: Renewal, moment: str, key: str, ends_on: date) -> None:
    period = period_of(renewal, at(moment))
    assert (period.key, period.ends_on) == (key, ends_on)
