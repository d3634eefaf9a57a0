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


def require_our_form(settings: Settings, headers: Mapping[str, str], guard: FormGuard, given: str) -> None:
    """Raises Refused unless the form has our token and comes, as far as the browser says, from our page."""
    site = headers.get("sec-fetch-site", "same-origin")
    origin = headers.get("origin", settings.base_url)
    same = hmac.compare_digest(given.encode(), guard.token.encode())
    if site != "same-origin" or origin != settings.base_url or not same or guard.new_seed is not None:
        raise Refused(WebCode.FORM_NOT_OURS)
