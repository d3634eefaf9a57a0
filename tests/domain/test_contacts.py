"""Telephone numbers and e-mail addresses as people type them and as they are kept."""

import pytest

from chalicelib.domain.contacts import normalise_email, normalise_telephone
from chalicelib.domain.errors import ErrorCode
from tests.refusals import refused, refused_field


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("050 123 4567", "+971501234567"),
        ("٠٥٠١٢٣٤٥٦٧", "+971501234567"),
        ("۰۵۰۱۲۳۴۵۶۷", "+971501234567"),
        ("+971 50-123-4567", "+971501234567"),
        ("00971501234567", "+971501234567"),
        ("٠٠٩٧١ ٥٠ ١٢٣ ٤٥٦٧", "+971501234567"),
        ("06 501 2345", "+97165012345"),
        ("800700", "+971800700"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_a_telephone_number_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert normalise_telephone(typed) == kept


@pytest.mark.parametrize("typed", ["", "123", "call me", "+", "050 123", "9" * 30])
def test_what_nobody_can_call_is_refused(typed: str) -> None:
    assert refused(normalise_telephone, typed) is ErrorCode.TELEPHONE_INVALID
    assert refused_field(normalise_telephone, typed, "duty_desk") == "duty_desk"


def test_an_address_is_kept_in_lower_case() -> None:
    assert normalise_email("  Shop.1+flood@Mail.Example.ORG ") == "shop.1+flood@mail.example.org"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "shop",
        "shop@example",
        "@example.org",
        "a b@example.org",
        "a@b@example.org",
        "shop@example.org\nBcc: other@example.org",
        "shop@exam ple.org",
        "<shop@example.org>",
        f"{'x' * 65}@example.org",
        f"shop@{'x.' * 130}org",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert refused(normalise_email, typed) is ErrorCode.EMAIL_INVALID
