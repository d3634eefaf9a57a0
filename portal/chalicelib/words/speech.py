"""Saying a Text in a language, with everything that fills it said in that language too."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from chalicelib.domain.partners import Language
from chalicelib.words.catalogues import catalogue
from chalicelib.words.formatting import day, duration, moment, number
from chalicelib.words.labels import label_of
from chalicelib.words.text import Text

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


def say(text: Text, language: Language) -> str:
    """The sentence in that language. Free text that fills it is isolated, so that scripts do not mix."""
    return _sentence(text, language) % {name: _said(value, language) for name, value in text.params.items()}


def label(term: StrEnum, language: Language) -> str:
    """A term of the domain in words."""
    return say(label_of(term), language)


def _sentence(text: Text, language: Language) -> str:
    words = catalogue(language)
    if text.plural is not None:
        return words.ngettext(text.singular, text.plural, _count(text))
    if text.context is not None:
        return words.pgettext(text.context, text.singular)
    return words.gettext(text.singular)


def _count(text: Text) -> int:
    count = text.params["count"]
    if not isinstance(count, int | Decimal):
        raise TypeError(f"{text.singular!r} counts {count!r}, which is no number")
    return int(count)


def _said(value: object, language: Language) -> str:  # noqa: PLR0911 (a line for each kind)
    match value:
        case Text():
            return say(value, language)
        case StrEnum():
            return label(value, language)
        case datetime():
            return moment(value, language)
        case date():
            return day(value, language)
        case timedelta():
            return duration(value, language)
        case int() | Decimal():
            return number(value)
        case _:
            return f"{_FIRST_STRONG_ISOLATE}{value}{_POP_ISOLATE}"
