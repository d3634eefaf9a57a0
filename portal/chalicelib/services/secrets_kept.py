"""Secrets that we give out and keep only as hashes."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass

from chalicelib.config import Settings
from chalicelib.domain.text import to_western_digits

CODE_DIGITS = 6
_SECRET_BYTES = 32
_BEARER = re.compile(r"([\w-]{1,64})\.([\w-]{1,64})\.([\w-]{20,64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bearer:
    """What somebody carries to be known: whose it is, which one, and the secret that proves it."""

    account_id: str
    id: str
    secret: str

    def __str__(self) -> str:
        return f"{self.account_id}.{self.id}.{self.secret}"


def read_bearer(text: str) -> Bearer | None:
    """The three parts again, or None where it is nothing that we gave out."""
    found = _BEARER.fullmatch(text)
    return Bearer(*found.groups()) if found else None


def new_secret() -> str:
    """A secret nobody can guess, of letters that need no escaping anywhere."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def hash_of(secret: str) -> str:
    """SHA-256, which is enough for a secret of 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def proves(bearer: Bearer, secret_hash: str) -> bool:
    """Whether it is the secret with that hash, in a time that tells nothing."""
    return hmac.compare_digest(hash_of(bearer.secret), secret_hash)


def keyed_hash(settings: Settings, purpose: str, *texts: str) -> str:
    """A hash that only this installation can compute, for what is too short to be hashed plainly."""
    message = "\n".join((purpose, *texts))
    return hmac.digest(settings.secret_key.encode(), message.encode(), hashlib.sha256).hex()


def new_code() -> str:
    """Six digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def read_code(typed: str) -> str:
    """The digits that were typed, of any digit set, without what people or programs put between them."""
    shown = (
        one for one in to_western_digits(typed) if unicodedata.category(one) not in {"Zs", "Cf", "Cc", "Pd"}
    )
    digits = "".join(shown)
    return digits if digits.isascii() and digits.isdigit() else ""
