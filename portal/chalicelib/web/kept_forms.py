"""A form whose session ended while it was filled in: nothing typed is lost, and nothing is done unasked.

Only for forms of which the browser says that our own page sent them. The reader sends them again with a
button, so that a token of another session never suffices by itself.
"""

from chalicelib.web.csrf import FIELD
from chalicelib.web.requests import Request
from chalicelib.web.responses import Page


def sign_in_and_send_again(request: Request) -> Page:
    """Signed out: what was typed waits in this page while they sign in in another tab."""
    return Page("form_kept.html", {"fields": _typed(request), "signed_out": True}, 401)


def send_again(request: Request) -> Page:
    """Signed in anew since the form was opened: they look, and send it with this session's token."""
    return Page("form_kept.html", {"fields": _typed(request), "signed_out": False}, 403)


def _typed(request: Request) -> list[tuple[str, str]]:
    return [(name, text) for name, text in request.form.pairs() if name != FIELD]
