"""Short texts that travel through a browser and come back as we sent them: signed, never secret."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

_SIGNATURE_BYTES = 16


def signature(secret: str, purpose: str, text: str) -> bytes:
    """A keyed hash of the text, of use for one purpose only."""
    return hmac.digest(secret.encode(), f"{purpose}\n{text}".encode(), hashlib.sha256)[:_SIGNATURE_BYTES]


def token(secret: str, purpose: str, text: str) -> str:
    """The keyed hash as text for a form."""
    return urlsafe_b64encode(signature(secret, purpose, text)).rstrip(b"=").decode()


def seal(secret: str, purpose: str, text: str) -> str:
    """The text with its signature before it, of letters that need no escaping in an address or a cookie."""
    sealed = signature(secret, purpose, text) + text.encode()
    return urlsafe_b64encode(sealed).rstrip(b"=").decode()


def unseal(secret: str, purpose: str, sealed: str) -> str | None:
    """The text again, or None where it is not what we sealed."""
    try:
        raw = urlsafe_b64decode(sealed.encode("ascii") + b"=" * (-len(sealed) % 4))
        text = raw[_SIGNATURE_BYTES:].decode()
    except ValueError:
        return None
    same = hmac.compare_digest(raw[:_SIGNATURE_BYTES], signature(secret, purpose, text))
    return text if same else None
