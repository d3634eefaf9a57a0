"""Reading what people type: both digit sets, and the letters that Arabic writes in several ways."""

import re
import unicodedata

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
# The last two are what Persian and Urdu keyboards write for kaf and yeh; they look the same.
_LETTERS = str.maketrans("أإآٱةىؤئکی", "ااااهيويكي", "ـ")
# Greek and Cyrillic capitals that look like Latin ones.
_LOOKALIKES = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХІЈЅ", "ABEZHIKMNOPTYXABEKMHOPCTYXIJS")
# Letters to Unicode, and yet nothing to see (the fillers of Hangul).
_BLANK = frozenset("\u115f\u1160\u3164\uffa0")
_ID_OF_PERSON = re.compile(r"784[\s-]*\d{4}[\s-]*\d{7}[\s-]*\d")
_TELEPHONE = re.compile(r"(?:\+|00)?\d(?:[\s().-]*\d){6,}")
_DAY_OR_TIME = re.compile(
    r"\b(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d\b|\b\d{1,2}:\d\d\b"
)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s()./,،٫|_•·*‐-―-]{1,3}(?=\d)")
_NUMBER_OF_THE_EMIRATES = re.compile(r"(?<!\d)(?:(?:00971|971|0)[1-9]\d{7,8}|784\d{12})(?!\d)")
_ID_OR_MOBILE = re.compile(r"784\d{12}|(?:00971|971|0)5\d{8}")
_ADDRESS = re.compile(r"://|@|\bwww\.|\w\.[a-z]{2,}/", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@]+ ?@ ?[^\s@]+ ?\. ?[^\W\d_]{2}")


def to_western_digits(text: str) -> str:
    """Arabic-Indic and Persian digits as Western ones; all else untouched."""
    return text.translate(_DIGITS)


def fold(text: str) -> str:
    """A key by which two spellings of one name compare equal.

    Folds hamza, ta marbuta, alef maqsura, tatweel, diacritics, digits, case and white space. The Arabic
    article and plurals are left alone: this compares names, it does not search.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    bare = "".join(letter for letter in _visible(decomposed) if not unicodedata.combining(letter))
    return " ".join(to_western_digits(bare).translate(_LETTERS).casefold().split())


def _visible(text: str) -> str:
    """The text without the letters and marks that nobody sees, such as a zero-width space."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf" and letter not in _BLANK)


def _western_of_any_script(text: str) -> str:
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in text)


def fold_identifier(text: str) -> str:
    """A licence or reference number as it compares: letters and digits alone, in capitals.

    What looks the same compares the same, in whatever script it was typed.
    """
    capitals = _western_of_any_script(fold(text)).upper().translate(_LOOKALIKES)
    return "".join(letter for letter in capitals if letter.isalnum())


def is_number_of_somebody(identifier: str) -> bool:
    """Whether a folded reference is really an Emirates ID or a mobile telephone number."""
    return _ID_OR_MOBILE.fullmatch(identifier) is not None


def holds_address(text: str) -> bool:
    """Whether a name holds a web or e-mail address, which mail programs make a link of."""
    return _ADDRESS.search(_visible(unicodedata.normalize("NFKC", text))) is not None


def names_somebody(text: str) -> bool:
    """Whether a text that must name nobody holds a telephone number, an e-mail or an Emirates ID (784…).

    However its digits are written, and whatever stands between them; days and times are left alone.
    """
    plain = _visible(unicodedata.normalize("NFKC", text)).replace("ـ", "")
    western = _western_of_any_script(plain)
    left = _DAY_OR_TIME.sub(" x ", western)
    if any(pattern.search(left) for pattern in (_ID_OF_PERSON, _TELEPHONE, _EMAIL)):
        return True
    return _NUMBER_OF_THE_EMIRATES.search(_BETWEEN_DIGITS.sub("", left)) is not None
