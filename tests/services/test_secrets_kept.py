"""Codes as they are made and as they are typed."""

import pytest

from chalicelib.services.secrets_kept import new_code, new_secret, read_bearer, read_code


def test_a_code_has_six_digits_even_when_it_begins_with_noughts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secrets.randbelow", lambda _below: 42)
    assert new_code() == "000042"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("204817", "204817"),
        (" 204 817\n", "204817"),
        ("204-817", "204817"),
        ("٢٠٤٨١٧", "204817"),
        ("۲۰۴۸۱۷", "204817"),
        ("\u2067204817\u2069", "204817"),
        ("204\u00a0817", "204817"),
        ("20481七", ""),
        ("²04817", ""),
        ("204817; drop", ""),
        ("", ""),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str, read: str) -> None:
    assert read_code(typed) == read


def test_secrets_have_256_bits_and_never_repeat() -> None:
    made = {new_secret() for _ in range(100)}
    assert len(made) == 100
    assert all(len(one) == 43 for one in made)


@pytest.mark.parametrize(
    "text", ["", "a.b", "a.b.c.d", "a..c", "a.b." + "x" * 65, "a.b.ذذذذذذذذذذذذذذذذذذذذ"]
)
def test_what_cannot_be_one_of_ours_is_not_looked_up(text: str) -> None:
    assert read_bearer(text) is None
