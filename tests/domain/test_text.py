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
    "typed",
    [
        "SHJ\u200b12",
        "S\u202eHJ12",
        "SHJ\u00ad12",
        "SHJ\u316412",
        "SHJ\u115f\uffa012",
        "SΗJ12",
        "ЅНЈ12",
        "SHJ१२",
        "ＳＨＪ①②",
    ],
)
def test_a_number_that_looks_the_same_is_the_same(typed: str) -> None:
    assert fold_identifier(typed) == "SHJ12"


def test_a_persian_keyboard_writes_the_same_name() -> None:
    assert fold("کلیة النخیل") == fold("كلية النخيل")


def test_what_nobody_sees_makes_no_other_name() -> None:
    assert fold("Palm\u200b Trading\u2060") == fold("Palm Trading")


@pytest.mark.parametrize(
    "text",
    [
        "اتصل على 0501234567",
        "اتصل على ٠٥٠ ١٢٣ ٤٥٦٧",
        "call +971 (50) 123-4567",
        "784-1990-1234567-1",
        "٧٨٤١٩٩٠١٢٣٤٥٦٧١",
        "write to somebody@example.org",
        "050/123/4567",
        "050_123_4567",
        "050,123,4567",
        "050–123–4567",
        "050 - 123 / 4567",
        "٠٥٠،١٢٣،٤٥٦٧",
        "0\u200b5\u200b0\u200b1\u200b2\u200b3\u200b4\u200b5\u200b6\u200b7",
        "٠ـ٥ـ٠ـ١ـ٢ـ٣ـ٤ـ٥ـ٦ـ٧",
        "\u202a050\u2011123\u20114567\u202c",
        "०५० १२३ ४५६७",
        "784/1990/1234567/1",
        "७८४१९९०१२३४५६७१",
        "write to somebody @ example . org",
        "write to somebody＠example.org",
    ],
)
def test_a_number_an_address_or_an_id_names_somebody(text: str) -> None:
    assert names_somebody(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "أثاث لأسرة من 5 أفراد",
        "3 beds, 12 chairs, 2026",
        "غرفة 4×5 أمتار",
        "sizes 38/40/42/44/46",
        "from 2026-07-28 to 2026-07-30",
        "on 02/10/2026, 8 to 12",
        "08:00–12:00, 3 rooms",
        "2 rooms @ 4.5 m",
    ],
)
def test_quantities_name_nobody(text: str) -> None:
    assert not names_somebody(text)
