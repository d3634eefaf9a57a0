"""What the gateway answers a program that asks for an address which no route has."""

from chalicelib.domain.actors import Role
from chalicelib.web.refusals import Refused, WebCode
from chalicelib.web.requests import Request
from chalicelib.web.routing import endpoint


@endpoint("/api/v1/not-found", Role.PUBLIC)
def api_not_found(request: Request) -> None:  # noqa: ARG001 (it is the same for everybody)
    """Say that nothing is at this address."""
    raise Refused(WebCode.PAGE_NOT_FOUND)
