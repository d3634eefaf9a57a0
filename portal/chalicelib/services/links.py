"""The link that proves an e-mail address: signed, expiring, and kept nowhere."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from chalicelib.config import Settings
from chalicelib.domain.errors import DomainError, ErrorCode, invalid
from chalicelib.domain.notices import Notice, NoticeKind, write
from chalicelib.domain.partners import Partner
from chalicelib.services.context import Context

CONFIRM_PATH = "/portal/register/confirm"
"""Where the link leads. The page there asks for a press of a button: programs that scan mails open links."""

_PARTS = 3


@dataclass(frozen=True, slots=True)
class ConfirmationLink:
    """What a link says. It does not hold the address that it proves: its signature covers it."""

    partner_id: str
    expires_at: datetime
    signature: str


def link_expired() -> DomainError:
    """The link is too old, or it is none of ours: the two look the same."""
    return invalid(ErrorCode.LINK_EXPIRED, "token")


def confirmation_token(settings: Settings, partner_id: str, email: str, now: datetime) -> str:
    """A token that proves, until the link's life is over, that its bearer reads that address."""
    until = str(int((now + settings.link_life).timestamp()))
    return f"{partner_id}.{until}.{_signature(settings, partner_id, until, email)}"


def parse_token(token: str) -> ConfirmationLink:
    """The parts of a token, which nobody has verified yet. Raises `LINK_EXPIRED`."""
    parts = token.split(".")
    if len(parts) != _PARTS or not token.isascii() or not parts[1].isdigit() or len(parts[1]) > 11:  # noqa: PLR2004
        raise link_expired()
    return ConfirmationLink(parts[0], datetime.fromtimestamp(int(parts[1]), UTC), parts[2])


def proven_address(
    settings: Settings, link: ConfirmationLink, addresses: Iterable[str | None], now: datetime
) -> str:
    """Which of the addresses the link proves. Raises `LINK_EXPIRED` where it is none, or too late."""
    until = str(int(link.expires_at.timestamp()))
    for address in filter(None, addresses):
        right = _signature(settings, link.partner_id, until, address)
        if now < link.expires_at and hmac.compare_digest(right, link.signature):
            return address
    raise link_expired()


def confirmation_notices(context: Context, partner: Partner, address: str | None) -> list[Notice]:
    """The mail with the link that proves an address of the partner; none where there is no address."""
    if address is None:
        return []
    settings, language = context.settings, partner.profile.language
    token = confirmation_token(settings, partner.id, address, context.now)
    params: dict[str, str | int] = {
        "name": partner.name(language),
        "hours": int(settings.link_life.total_seconds() // 3600),
        "path": f"{CONFIRM_PATH}?token={token}",
    }
    until = context.now + settings.link_life
    return [write(context.new_id(), NoticeKind.CONFIRM_EMAIL, address, language, context.now, params, until)]


def _signature(settings: Settings, partner_id: str, until: str, email: str) -> str:
    text = f"confirm-email\n{partner_id}\n{until}\n{email}"
    digest = hmac.digest(settings.secret_key.encode(), text.encode(), sha256)
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
