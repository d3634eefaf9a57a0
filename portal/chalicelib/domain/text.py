"""Reading what people type: both digit sets, and the letters that Arabic writes in several ways."""

import re
import unicodedata

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي", "ـ": ""}
)
_ID_OF_PERSON = re.compile(r"784[\s-]*\d{4}[\s-]*\d{7}[\s-]*\d")
_TELEPHONE = re.compile(r"(?:\+|00)?\d(?:[\s().-]*\d){6,}")
_DATE = re.compile(r"\b(?:19|20)\d\d-\d{1,2}-\d{1,2}\b")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def to_western_digits(text: str) -> str:
    """Arabic-Indic and Persian digits as Western ones; all else untouched."""
    return text.translate(_DIGITS)


def fold(text: str) -> str:
    """A key by which two spellings of one name compare equal.

    Folds hamza, ta marbuta, alef maqsura, tatweel, diacritics, digits, case and white space. The Arabic
    article and plurals are left alone: this compares names, it does not search.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(to_western_digits(bare).translate(_LETTERS).casefold().split())


def fold_identifier(text: str) -> str:
    """A licence or reference number as it compares: letters and digits alone, in capitals."""
    return "".join(letter for letter in fold(text) if letter.isalnum()).upper()


def names_somebody(text: str) -> bool:
    """Whether a text that must name nobody holds a telephone number, an e-mail or an Emirates ID (784…)."""
    western = _DATE.sub("", to_western_digits(text))
    return any(pattern.search(western) for pattern in (_ID_OF_PERSON, _TELEPHONE, _EMAIL))
