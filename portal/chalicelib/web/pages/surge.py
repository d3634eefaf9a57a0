"""Surge planning: ask for a plan of the whole queue, and see those that were made."""

from chalicelib.domain.actors import Role
from chalicelib.domain.lifecycle import PlanState
from chalicelib.services.surge_plans import ask_for_plan, list_plans, on_its_way
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.web.surge_view import account_names, address_of, who


@page("/portal/surge", Role.STAFF)
def surge_plans(request: Request) -> Answer:
    """What surge planning does, the button, and the plans, the newest first."""
    found = list_plans(request.context, request.cursor)
    names = account_names(request.context, found.items)
    fresh = (one for one in found.items if one.state is PlanState.READY and not one.is_stale(request.now))
    values = {
        "going": on_its_way(request.context),
        "ready": None if request.cursor else next(fresh, None),
        "plans": [(one, who(names, one.asked_by), one.is_stale(request.now)) for one in found.items],
        "next_cursor": found.next_cursor,
    }
    return Page("surge/list.html", values)


@page("/portal/surge", Role.STAFF, methods=("POST",))
def plan_the_queue(request: Request) -> Answer:
    """Ask for a plan."""
    return Redirect(address_of(ask_for_plan(request.context)))
