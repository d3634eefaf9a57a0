"""A need's page: how far it is covered, who could give, who was asked, and what happened."""

from chalicelib.domain.actors import Role
from chalicelib.services.matches import explain_need
from chalicelib.services.needs import read_need
from chalicelib.services.trail import list_trail
from chalicelib.web.need_overview import need_page
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page
from chalicelib.web.routing import page
from chalicelib.web.trail_words import tell
from chalicelib.web.why_view import tell_why


@page("/portal/needs/{need_id}", Role.STAFF)
def need(request: Request) -> Answer:
    """The whole of it, with what may be done next."""
    return need_page(request, read_need(request.context, request.path["need_id"]))


@page("/portal/needs/{need_id}/why", Role.STAFF)
def why_others_do_not_match(request: Request) -> Answer:
    """Why the other offerings of the category do not match, and what staff may do about it."""
    view = read_need(request.context, request.path["need_id"])
    explanation = explain_need(request.context, view.need)
    told = {"matching": explanation.matching, "partial": explanation.partial}
    return Page(
        "needs/why.html", {"view": view, "reasons": tell_why(request, view.need, explanation), **told}
    )


@page("/portal/needs/{need_id}/trail", Role.STAFF)
def trail(request: Request) -> Answer:
    """Everything that happened to a need, the newest first."""
    view = read_need(request.context, request.path["need_id"])
    events = list_trail(request.context, f"need:{view.need.id}", request.cursor)
    told = tell(request.context, events.items, request.language)
    return Page("needs/trail.html", {"view": view, "events": told, "next_cursor": events.next_cursor})
