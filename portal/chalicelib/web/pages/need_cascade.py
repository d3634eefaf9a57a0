"""Let a need go on by itself to the next partners, or keep it in the hands of staff."""

from chalicelib.domain.actors import Role
from chalicelib.domain.errors import ErrorCode, invalid
from chalicelib.services.cascade import make_automatic, make_manual
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_

_SWITCHES = {
    "manual": (make_manual, N_("This need no longer goes on by itself.")),
    "automatic": (make_automatic, N_("What partners do not take goes on by itself.")),
}


@page("/portal/needs/{need_id}/cascade", Role.STAFF, methods=("POST",))
def switch_cascade(request: Request) -> Answer:
    """Switch a need to "manual" or to "automatic"."""
    wanted = request.form.one("to")
    if wanted not in _SWITCHES:
        raise invalid(ErrorCode.REQUIRED, "to")
    switch, words = _SWITCHES[wanted]
    need = switch(request.context, request.path["need_id"])
    return Redirect(f"/portal/needs/{need.id}", words)
