"""Surge plans: ask for one, read it with its lines, change, commit or discard it."""

from typing import Annotated

from pydantic import Field

from chalicelib.domain.actors import Role
from chalicelib.domain.areas import Area
from chalicelib.domain.needs import LARGEST_QUANTITY, Priority
from chalicelib.domain.planning import Holding
from chalicelib.domain.surge_lines import LineState
from chalicelib.services import surge_plans as services
from chalicelib.services.plan_succession import plans_of_colleagues
from chalicelib.store.plans import LineFilter
from chalicelib.web.api.lists import list_view
from chalicelib.web.api.plan_views import (
    ChangesView,
    PlannedNeedView,
    PlanView,
    plan_view,
    planned_need_view,
)
from chalicelib.web.requests import Request
from chalicelib.web.routing import endpoint
from chalicelib.web.schemas import Body, ListQuery, ListView
from chalicelib.web.surge_lines import line_number

ONE = "/api/v1/plans/{plan_id}"
LINE = f"{ONE}/needs/{{number}}"
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Units = Annotated[int, Field(ge=0, le=LARGEST_QUANTITY)]


class NewPlan(Body):
    """Whether it may take the place of a colleague's plan that is ready. The body may be left out."""

    replace: bool = False


class LineQuery(ListQuery):
    """Which lines of the plan."""

    state: LineState | None = None
    why: Holding | None = None
    priority: Priority | None = None
    category: Annotated[str | None, Field(max_length=40)] = None
    area: Area | None = None


class Quantities(Body):
    """How much of each offering is asked for, from none to what was planned; those not named stay."""

    quantities: Annotated[dict[Id, Units], Field(min_length=1, max_length=100)]


@endpoint("/api/v1/plans", Role.STAFF, method="POST", status=202)
def post_plan(request: Request, body: NewPlan) -> PlanView:
    """Ask for a plan of the whole queue; while one is being made, it is that one. A job makes it."""
    colleagues = plans_of_colleagues(request.context) if body.replace else ()
    given_up = {one.id: one.version for one in colleagues}
    return plan_view(services.ask_for_plan(request.context, given_up))


@endpoint("/api/v1/plans", Role.STAFF)
def list_plans(request: Request, query: ListQuery) -> ListView[PlanView]:  # noqa: ARG001 (the cursor is in the request)
    """List plans, the newest first."""
    page = services.list_plans(request.context, request.cursor)
    return list_view(request, page, plan_view, ListView[PlanView])


@endpoint(ONE, Role.STAFF)
def get_plan(request: Request) -> PlanView:
    """Read a plan without its lines; while it is made or sent, how far that is."""
    return plan_view(services.read_plan(request.context, request.path["plan_id"]))


@endpoint(f"{ONE}/changes", Role.STAFF)
def get_plan_changes(request: Request) -> ChangesView:
    """Count what happened to the queue since the plan was made: why a stale one is refused."""
    return ChangesView.model_validate(services.changes_since(request.context, request.path["plan_id"]))


@endpoint(f"{ONE}/needs", Role.STAFF)
def list_planned_needs(request: Request, query: LineQuery) -> ListView[PlannedNeedView]:
    """List a plan's lines, the most urgent first; none while it is being made."""
    wanted = LineFilter(
        states=frozenset({query.state} if query.state else ()),
        whys=frozenset({query.why} if query.why else ()),
        priority=query.priority,
        category=query.category,
        area=query.area,
    )
    page = services.list_planned_needs(request.context, request.path["plan_id"], wanted, request.cursor)
    return list_view(request, page, lambda one: planned_need_view(one.line), ListView[PlannedNeedView])


@endpoint(LINE, Role.STAFF)
def get_planned_need(request: Request) -> PlannedNeedView:
    """Read a line of a plan."""
    return planned_need_view(services.read_planned_need(request.context, *_line(request)).line)


@endpoint(f"{LINE}/change", Role.STAFF, method="POST")
def change_planned_need(request: Request, body: Quantities) -> PlannedNeedView:
    """Ask offerings for less than planned; nothing of all of them leaves the line out."""
    return planned_need_view(services.change_planned_need(request.context, *_line(request), body.quantities))


@endpoint(f"{LINE}/leave-out", Role.STAFF, method="POST")
def leave_out_planned_need(request: Request) -> PlannedNeedView:
    """Do not send this line."""
    return planned_need_view(services.leave_out(request.context, *_line(request)))


@endpoint(f"{LINE}/take-in", Role.STAFF, method="POST")
def take_in_planned_need(request: Request) -> PlannedNeedView:
    """Send this line after all, as it was planned."""
    return planned_need_view(services.take_in(request.context, *_line(request)))


@endpoint(f"{ONE}/commit", Role.STAFF, method="POST", status=202)
def commit_plan(request: Request) -> PlanView:
    """Let a plan go out while it is fresh. A job sends it, and says of each line that could not go why."""
    return plan_view(services.commit_plan(request.context, request.path["plan_id"]))


@endpoint(f"{ONE}/discard", Role.STAFF, method="POST")
def discard_plan(request: Request) -> PlanView:
    """Throw a plan away, also while it is being made."""
    return plan_view(services.discard_plan(request.context, request.path["plan_id"]))


def _line(request: Request) -> tuple[str, int]:
    return request.path["plan_id"], line_number(request)
