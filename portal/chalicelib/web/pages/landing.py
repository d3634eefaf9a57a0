"""The portal's first page: what it is and where to begin; those signed in go on to their own."""

from chalicelib.domain.actors import Role
from chalicelib.web.navigation import FIRST_PAGE
from chalicelib.web.refusals import Refused, WebCode
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page


@page("/portal", Role.PUBLIC)
def landing(request: Request) -> Answer:
    """For the public a page, for others their work."""
    role = request.context.actor.role
    return Page("landing.html") if role is Role.PUBLIC else Redirect(FIRST_PAGE[role])


@page("/portal/not-found", Role.PUBLIC)
def not_found(request: Request) -> Answer:  # noqa: ARG001 (it is the same for everybody)
    """What the gateway shows for an address that no route has."""
    raise Refused(WebCode.PAGE_NOT_FOUND)
