"""Telephone numbers and e-mail addresses as they are kept."""

import re

import phonenumbers

from chalicelib.domain.errors import ErrorCode, invalid
from chalicelib.domain.text import to_western_digits

_EMAIL = re.compile(r"[^\s@<>,;:\"'\\]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")


def normalise_telephone(typed: str, field: str = "telephone") -> str:
    """A telephone number in E.164, read as a number of the Emirates unless it begins with + or 00."""
    western = to_western_digits(typed).strip()
    if western.startswith("00"):
        western = "+" + western[2:]
    try:
        number = phonenumbers.parse(western, "AE")
    except phonenumbers.NumberParseException:
        raise invalid(ErrorCode.TELEPHONE_INVALID, field) from None
    if not phonenumbers.is_valid_number(number):
        raise invalid(ErrorCode.TELEPHONE_INVALID, field)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalise_email(typed: str, field: str = "email") -> str:
    """An e-mail address in lower case. It is proven by a link that is sent to it, not by its form."""
    address = typed.strip().lower()
    if len(address) > 254 or not _EMAIL.fullmatch(address):  # noqa: PLR2004 (RFC 5321)
        raise invalid(ErrorCode.EMAIL_INVALID, field)
    return address
