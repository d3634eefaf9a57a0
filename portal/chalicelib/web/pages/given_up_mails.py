"""The mails that did not arrive, so that somebody uses the telephone instead."""

from chalicelib.domain.actors import Role
from chalicelib.services.undelivered import list_undelivered
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page
from chalicelib.web.routing import page


@page("/portal/admin/mails", Role.SUPERVISOR)
def given_up_mails(request: Request) -> Answer:
    """The mails that were given up or came back, the newest first."""
    found = list_undelivered(request.context, request.cursor)
    return Page("admin/mails.html", {"mails": found.items, "next_cursor": found.next_cursor})
