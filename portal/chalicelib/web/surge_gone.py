"""What is shown in the place of a surge plan that is gone."""

from functools import wraps
from typing import Final

from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Redirect
from chalicelib.web.routing import PageHandler
from chalicelib.words.text import N_

_GONE: Final = N_("That plan is not there any more. Plans that nobody works on make way for newer ones.")


def of_a_plan(handler: PageHandler) -> PageHandler:
    """The page, or the list of plans where the one that it is of is gone.

    Every quarter of an hour the timer's new plan takes the place of its last one, also while it is read.
    """

    @wraps(handler)
    def shown(request: Request) -> Answer:
        try:
            return handler(request)
        except DomainError as error:
            if error.code is not ErrorCode.NOT_FOUND or error.params.get("thing") != "plan":
                raise
            return Redirect("/portal/surge", _GONE)

    return shown
