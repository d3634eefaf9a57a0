"""Surge planning: ask for a plan of the whole queue, and see those that were made."""

from functools import partial

from chalicelib.domain.actors import Role
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.surge_plans import SurgePlan
from chalicelib.services.surge_plans import ask_for_plan, list_plans, on_its_way
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.web.surge_view import account_names, address_of, changers, who


@page("/portal/surge", Role.STAFF)
def surge_plans(request: Request) -> Answer:
    """What surge planning does, the button, and the plans, the newest first."""
    found = list_plans(request.context, request.cursor)
    names = account_names(request.context, found.items)
    ready = None if request.cursor else next(filter(partial(_may_go, request), found.items), None)
    values = {
        "going": on_its_way(request.context),
        "ready": ready,
        "ready_by": who(names, ready.asked_by) if ready else None,
        "changed_by": changers(names, ready) if ready else (),
        "plans": [(one, who(names, one.asked_by), one.is_stale(request.now)) for one in found.items],
        "next_cursor": found.next_cursor,
    }
    return Page("surge/list.html", values)


def _may_go(request: Request, plan: SurgePlan) -> bool:
    return plan.state is PlanState.READY and not plan.is_stale(request.now) and plan.replaced_by is None


@page("/portal/surge", Role.STAFF, methods=("POST",))
def plan_the_queue(request: Request) -> Answer:
    """Ask for a plan; where it would take the place of a colleague's, that is asked about first."""
    try:
        return Redirect(address_of(ask_for_plan(request.context)))
    except DomainError as error:
        if error.code is not ErrorCode.PLAN_OF_COLLEAGUE:
            raise
        return Redirect("/portal/surge/replace")
