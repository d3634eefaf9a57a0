"""Whether a form that came in is one that we gave to this very browser."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.config import Settings
from chalicelib.services.sessions import SignedIn
from chalicelib.web.refusals import Refused, WebCode
from chalicelib.web.signing import token

FIELD = "csrf_token"


@dataclass(frozen=True, slots=True)
class FormGuard:
    """The token for this browser's forms. `new_seed` goes out as a cookie with the form that has it."""

    token: str
    new_seed: str | None = None


def guard_for(settings: Settings, signed_in: SignedIn | None, seed: str) -> FormGuard:
    """Signed in, the token hangs on the session; signed out, on a random cookie (double submit)."""
    if signed_in is not None:
        return FormGuard(token(settings.secret_key, "session form", signed_in.csrf_secret))
    new_seed = None if seed else secrets.token_urlsafe(18)
    return FormGuard(token(settings.secret_key, "public form", seed or str(new_seed)), new_seed)


def require_not_from_elsewhere(settings: Settings, headers: Mapping[str, str]) -> None:
    """Raises Refused where the browser says that another site, or nobody's page, sent the form."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site not in {None, "same-origin"} or origin not in {None, settings.base_url}:
        raise Refused(WebCode.FORM_NOT_OURS)


def says_it_is_ours(headers: Mapping[str, str]) -> bool:
    """Whether the browser says where the form comes from at all: old ones do not."""
    return "sec-fetch-site" in headers or "origin" in headers


def is_our_token(guard: FormGuard, given: str) -> bool:
    """Whether the form carries the token that we gave to this browser, in this session."""
    return hmac.compare_digest(given.encode(), guard.token.encode())
