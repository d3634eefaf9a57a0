"""Reading what people type."""

import pytest

from chalicelib.domain.text import fold, fold_identifier, names_somebody, to_western_digits


def test_both_digit_sets_are_read() -> None:
    assert to_western_digits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ 0-9") == "0123456789 0123456789 0-9"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أمان", "امان"),
        ("إمارة", "اماره"),
        ("آمنة", "امنه"),
        ("مستشفى", "مستشفي"),
        ("مؤسسة", "موسسه"),
        ("هيئة", "هييه"),
        ("شبكـــة أمان", "شبكة امان"),
        ("مُؤَسَّسَةُ النَّخْلَةِ", "مؤسسة النخلة"),
        ("كلباء  الخير ", "كلباء الخير"),
        ("Café PALM", "cafe palm"),
        ("٢٠٢٦", "2026"),
    ],
)
def test_two_spellings_of_one_name_compare_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_two_names_do_not() -> None:
    assert fold("النخلة") != fold("النخيل")


@pytest.mark.parametrize("typed", ["shj-1234/أ", "SHJ 1234 ا", "SHJ١٢٣٤ا", " s.h.j.1234.أ "])
def test_a_number_compares_by_its_letters_and_digits(typed: str) -> None:
    assert fold_identifier(typed) == "SHJ1234ا"


@pytest.mark.parametrize(
    "text",
    [
        "اتصل على 0501234567",
        "اتصل على ٠٥٠ ١٢٣ ٤٥٦٧",
        "call +971 (50) 123-4567",
        "784-1990-1234567-1",
        "٧٨٤١٩٩٠١٢٣٤٥٦٧١",
        "write to somebody@example.org",
    ],
)
def test_a_number_an_address_or_an_id_names_somebody(text: str) -> None:
    assert names_somebody(text)


@pytest.mark.parametrize("text", ["", "أثاث لأسرة من 5 أفراد", "3 beds, 12 chairs, 2026", "غرفة 4×5 أمتار"])
def test_quantities_name_nobody(text: str) -> None:
    assert not names_somebody(text)
