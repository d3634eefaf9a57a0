"""What supervisors set: the duty desk and the permit for money."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.network import (
    FinancialPermit,
    NetworkSettings,
    check_duty_desk,
    check_permit,
    financial_allowed,
)
from tests.factories import TODAY
from tests.refusals import refused_field

PERMIT = FinancialPermit("P-1", "the issuer", "the receiving body", TODAY)


def test_money_is_off_until_a_permit_is_entered_and_after_its_last_day() -> None:
    assert not financial_allowed(NetworkSettings(), TODAY)
    entered = NetworkSettings(financial_permit=PERMIT)
    assert financial_allowed(entered, TODAY)
    assert not financial_allowed(entered, TODAY + timedelta(days=1))


@pytest.mark.parametrize("name", ["number", "issuer", "receiving_body"])
def test_a_permit_has_all_its_parts(name: str) -> None:
    lacking = replace(PERMIT, **{name: " "})  # type: ignore[arg-type]
    assert refused_field(check_permit, lacking, TODAY) == name


def test_a_permit_is_in_force() -> None:
    assert check_permit(PERMIT, TODAY) == PERMIT
    assert refused_field(check_permit, PERMIT, TODAY + timedelta(days=1)) == "expires_on"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("٨٠٠٧٠٠", "800700"), ("+971 800 700", "800700"), ("050 123 4567", "+971501234567")],
)
def test_the_duty_desk_is_a_number_that_can_be_called(typed: str, kept: str) -> None:
    assert check_duty_desk(typed) == kept


def test_what_cannot_be_called_is_refused() -> None:
    assert refused_field(check_duty_desk, "999") == "duty_desk"
