"""Filters of the templates: values as a reader of that language sees them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import partial

import phonenumbers
from markupsafe import Markup, escape

from chalicelib.domain.partners import Language
from chalicelib.words import formatting
from chalicelib.words.quantities import out_of, quantity
from chalicelib.words.speech import label, say
from chalicelib.words.text import Text


def filters_for(language: Language) -> Mapping[str, Callable[..., object]]:
    """Every filter by its name in templates."""
    return {
        "say": partial(_say, language),
        "say_in": say,
        "options": partial(_options, language),
        "label": lambda term: label(term, language),
        "bdi": bdi,
        "day": partial(_day, language),
        "moment": partial(_moment, language),
        "duration": lambda length: formatting.duration(length, language),
        "number": formatting.number,
        "quantity": lambda amount, unit: say(quantity(amount, unit), language),
        "out_of": lambda amount, unit: say(out_of(amount, unit), language),
        "money": lambda amount: formatting.money(amount, language),
        "telephone": telephone,
    }


def bdi(text: object) -> Markup:
    """A name, a number or a reference that may be of the other script: kept from turning the line around."""
    return Markup("<bdi>{}</bdi>").format(text)


def telephone(number: str) -> Markup:
    """A link that calls the number, written the way people read it; 800700 and its like stay as they are."""
    shown = number
    if number.startswith("+"):
        international = phonenumbers.PhoneNumberFormat.INTERNATIONAL
        shown = phonenumbers.format_number(phonenumbers.parse(number), international)
    return Markup('<a href="tel:{}" class="tel"><bdi dir="ltr">{}</bdi></a>').format(number, shown)


def _say(language: Language, text: Text | str) -> str:
    return say(text, language) if isinstance(text, Text) else text


def _options(language: Language, choices: Iterable[StrEnum]) -> list[tuple[str, str]]:
    return [(choice.value, label(choice, language)) for choice in choices]


def _day(language: Language, value: date) -> Markup:
    on = formatting.local(value).date() if isinstance(value, datetime) else value
    return _time(on.isoformat(), formatting.day(value, language))


def _moment(language: Language, value: datetime) -> Markup:
    return _time(formatting.machine_moment(value), formatting.moment(value, language))


def _time(machine: str, shown: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(machine, escape(shown))
