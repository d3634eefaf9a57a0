"""What is wrong, in words: of what pydantic finds, of what the domain refuses, of what the edge refuses."""

from collections.abc import Mapping
from typing import Final

from pydantic_core import ErrorDetails

from chalicelib.domain.errors import DomainError
from chalicelib.web.domain_words import domain_words
from chalicelib.words.text import N_, NN_, Text

_MISSING = N_("Fill in this field.")
_NOT_A_CHOICE = N_("Choose one of the answers given.")
_TOO_LONG = NN_("Use %(count)s character or fewer.", "Use %(count)s characters or fewer.")
_TOO_SHORT = NN_("Use %(count)s character or more.", "Use %(count)s characters or more.")
_TOO_FEW = NN_("Choose at least %(count)s answer.", "Choose at least %(count)s answers.")
_TOO_MANY = NN_("Choose at most %(count)s answer.", "Choose at most %(count)s answers.")
_NOT_A_NUMBER = N_("Write a number in digits, like 12.")
_NOT_WHOLE = N_("Write a whole number, without a fraction.")
_DECIMALS = NN_(
    "Write at most %(count)s digit after the point.", "Write at most %(count)s digits after the point."
)
_BAD_DATE = N_("Write a date that exists, like 22/11/2026.")
_BAD_MOMENT = N_("Write a date and a time, like 2026-11-22 14:30.")
_PATTERN = N_("This is not in the form that we expect.")
_UNKNOWN_FIELD = N_("This field is not known here.")
_WRONG_TYPE = N_("This is not the kind of answer that we expect.")

_PLAIN: Final[Mapping[str, Text]] = {
    "missing": _MISSING,
    "enum": _NOT_A_CHOICE,
    "literal_error": _NOT_A_CHOICE,
    "int_parsing": _NOT_A_NUMBER,
    "int_parsing_size": _NOT_A_NUMBER,
    "int_from_float": _NOT_WHOLE,
    "decimal_parsing": _NOT_A_NUMBER,
    "decimal_max_digits": _NOT_A_NUMBER,
    "decimal_whole_digits": _NOT_A_NUMBER,
    "finite_number": _NOT_A_NUMBER,
    "date_parsing": _BAD_DATE,
    "date_from_datetime_parsing": _BAD_DATE,
    "date_from_datetime_inexact": _BAD_DATE,
    "datetime_parsing": _BAD_MOMENT,
    "datetime_from_date_parsing": _BAD_MOMENT,
    "datetime_object_invalid": _BAD_MOMENT,
    "timezone_aware": _BAD_MOMENT,
    "bool_parsing": _NOT_A_CHOICE,
    "string_pattern_mismatch": _PATTERN,
    "extra_forbidden": _UNKNOWN_FIELD,
}
_COUNTED: Final[Mapping[str, tuple[Text, str]]] = {
    "string_too_long": (_TOO_LONG, "max_length"),
    "string_too_short": (_TOO_SHORT, "min_length"),
    "too_short": (_TOO_FEW, "min_length"),
    "too_long": (_TOO_MANY, "max_length"),
    "decimal_max_places": (_DECIMALS, "decimal_places"),
}
_BOUNDED: Final[Mapping[str, tuple[Text, str]]] = {
    "greater_than_equal": (N_("The least is %(bound)s."), "ge"),
    "greater_than": (N_("It must be more than %(bound)s."), "gt"),
    "less_than_equal": (N_("The most is %(bound)s."), "le"),
    "less_than": (N_("It must be less than %(bound)s."), "lt"),
}


def words_of_input_error(problem: ErrorDetails) -> Text:
    """The sentence for one of pydantic's findings."""
    kind, facts = problem["type"], problem.get("ctx", {})
    if kind == "domain":
        return words_of_domain_error(facts["error"])
    if kind in _COUNTED:
        text, name = _COUNTED[kind]
        return text.filled(count=facts[name])
    if kind in _BOUNDED:
        text, name = _BOUNDED[kind]
        return text.filled(bound=facts[name])
    return _PLAIN.get(kind, _WRONG_TYPE)


def words_of_domain_error(error: DomainError) -> Text:
    """The sentence for a refusal of the domain, with what it names."""
    return domain_words(error.code, error.params)
