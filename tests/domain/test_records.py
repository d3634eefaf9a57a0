"""What the network remembers of a partner's answers and of what was asked of it."""

from datetime import timedelta

from chalicelib.domain.records import (
    PartnerRecord,
    asked,
    gave_back,
    heard_after_all,
    promised_late,
    unanswered,
)
from tests.factories import NOW


def test_a_late_yes_turns_a_silence_into_an_answer() -> None:
    silent = unanswered(PartnerRecord("01J", answered=2))
    after = heard_after_all(silent)
    assert (after.answered, after.unanswered) == (3, 0)


def test_a_silence_that_never_counted_is_not_made_up_for() -> None:
    after = heard_after_all(PartnerRecord("01J", answered=2))
    assert (after.answered, after.unanswered) == (2, 0)


def test_units_given_back_when_time_ran_out_count_again_and_the_request_does_not() -> None:
    record = gave_back(asked(PartnerRecord("01J"), 4, NOW), 4, NOW)
    after = promised_late(record, 3, NOW)
    assert (after.requests, after.notices, after.units) == (1, 1, 3)


def test_units_count_in_the_month_in_which_they_are_given() -> None:
    record = asked(PartnerRecord("01J"), 4, NOW)
    after = promised_late(record, 3, NOW + timedelta(days=10))
    assert (after.month, after.requests, after.units) == ("2026-08", 0, 3)
