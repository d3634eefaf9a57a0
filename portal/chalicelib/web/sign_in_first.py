"""Leading somebody who is not signed in to the sign-in page, and back again afterwards."""

from urllib.parse import urlencode

from chalicelib.web.links import HOME, safe_next
from chalicelib.web.requests import Request
from chalicelib.web.responses import Redirect

SIGN_IN = "/portal/sign-in"


def to_sign_in(request: Request) -> Redirect:
    """The sign-in page, which afterwards leads back to where they wanted to go."""
    wanted = safe_next(request.link())
    return Redirect(SIGN_IN if wanted == HOME else f"{SIGN_IN}?{urlencode({'next': wanted})}")
