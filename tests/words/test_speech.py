"""Saying a text: its language, its plural, and what fills it."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from importlib import import_module
from pkgutil import iter_modules

import pytest

from chalicelib import domain
from chalicelib.domain.areas import Area
from chalicelib.domain.errors import ErrorCode, Kind
from chalicelib.domain.lifecycle import Action, CapacityEffect
from chalicelib.domain.needs import CascadeState
from chalicelib.domain.notices import NoticeKind
from chalicelib.domain.partners import Language
from chalicelib.words.labels import all_labels
from chalicelib.words.speech import label, say
from chalicelib.words.text import N_, NN_, Text

AR, EN = Language.ARABIC, Language.ENGLISH
SAID_ELSEWHERE = {
    ErrorCode: "each code has a whole sentence of its own",
    Kind: "the edge turns it into a status",
    Action: "a button says what it does in words of its page",
    CapacityEffect: "its values are the documentation's table",
    NoticeKind: "each has a mail of its own",
    CascadeState: "the page of a need says it in whole sentences",
}


def terms() -> list[type[StrEnum]]:
    modules = [import_module(f"{domain.__name__}.{module.name}") for module in iter_modules(domain.__path__)]
    found = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, StrEnum) and value.__module__ == module.__name__
    }
    return sorted(found - set(SAID_ELSEWHERE), key=lambda term: term.__name__)


@pytest.mark.parametrize("term", terms())
def test_every_term_of_the_domain_has_words_in_both_languages(term: type[StrEnum]) -> None:
    assert set(all_labels()[term]) == set(term)
    for member in term:
        assert label(member, EN)
        assert label(member, AR) != label(member, EN)


def test_a_sentence_takes_the_form_of_its_count() -> None:
    days = NN_("%(count)s day", "%(count)s days")

    assert say(days.filled(count=1), EN) == "1 day"
    assert say(days.filled(count=2), EN) == "2 days"
    assert say(days.filled(count=2), AR) == "يومان"


@pytest.mark.parametrize(
    ("value", "english", "arabic"),
    [
        (Area.KALBA, "Kalba", "كلباء"),
        (N_("Kalba"), "Kalba", "كلباء"),
        (1250, "1,250", "1,250"),
        (date(2026, 11, 22), "22 November 2026", "22 نوفمبر 2026"),
        (
            datetime(2026, 11, 22, tzinfo=UTC),
            "22 November 2026 at 04:00",
            "22 نوفمبر 2026، الساعة\u00a004:00",
        ),
        (timedelta(hours=2), "2 hours", "ساعتان"),
        ("أفق +971", "\u2068أفق +971\u2069", "\u2068أفق +971\u2069"),
    ],
)
def test_what_fills_a_sentence_is_said_in_its_language(value: object, english: str, arabic: str) -> None:
    left: Text = N_("Time left: %(time)s").filled(time=value)

    assert say(left, EN) == f"Time left: {english}"
    assert say(left, AR) == f"الوقت المتبقي: {arabic}"


def test_a_count_that_is_no_number_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="is no number"):
        say(NN_("%(count)s day", "%(count)s days").filled(count="2"), EN)
