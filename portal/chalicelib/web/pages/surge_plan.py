"""A surge plan: how far it is, what it says, what became of it; commit or discard it."""

from typing import Final

from pydantic import BaseModel

from chalicelib.domain.actors import Role
from chalicelib.domain.areas import Area
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.needs import Priority
from chalicelib.domain.surge_plans import SurgePlan
from chalicelib.services.plan_dispatch import read_dispatch
from chalicelib.services.plan_succession import read_newer
from chalicelib.services.surge_plans import (
    changes_since,
    commit_plan,
    discard_plan,
    list_planned_needs,
    on_its_way,
    read_plan,
)
from chalicelib.web.category_groups import category_names
from chalicelib.web.forms import Form
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.web.surge_gone import of_a_plan
from chalicelib.web.surge_view import (
    Listing,
    account_names,
    address_of,
    changers,
    row_of,
    tabs,
    total,
    waiting_reasons,
    wanted_lines,
    who,
)
from chalicelib.web.surge_words import COUNTED
from chalicelib.words.formatting import clock
from chalicelib.words.text import N_

_ONE: Final = "/portal/surge/{plan_id}"
_ON_ITS_WAY: Final = (PlanState.WANTED, PlanState.COMMITTING)
_WITH_LISTS: Final = (PlanState.READY, PlanState.COMMITTED)


class Commit(BaseModel):
    """There is nothing to fill in: the button is the answer, to the version of the plan that was shown."""

    seen: int


@page(_ONE, Role.STAFF)
@of_a_plan
def surge_plan(request: Request) -> Answer:
    """The plan, with the needs that partners are or were asked for."""
    return _shown(request, Listing.FIRST)


@page(f"{_ONE}/refused", Role.STAFF)
@of_a_plan
def surge_plan_refused(request: Request) -> Answer:
    """The needs that could not go, and why."""
    return _shown(request, Listing.REFUSED)


@page(f"{_ONE}/not-sent", Role.STAFF)
@of_a_plan
def surge_plan_not_sent(request: Request) -> Answer:
    """The needs that staff left out, and those that were still to go when the sending was stopped."""
    return _shown(request, Listing.NOT_SENT)


@page(f"{_ONE}/held", Role.STAFF)
@of_a_plan
def surge_plan_held(request: Request) -> Answer:
    """The needs that the plan leaves open, and why."""
    return _shown(request, Listing.HELD)


@page(f"{_ONE}/nobody", Role.STAFF)
@of_a_plan
def surge_plan_nobody(request: Request) -> Answer:
    """The needs that nobody can give."""
    return _shown(request, Listing.NOBODY)


def _shown(request: Request, listing: Listing) -> Answer:
    plan = read_plan(request.context, request.path["plan_id"])
    newer = read_newer(request.context, plan)
    names = account_names(request.context, [plan, *([newer] if newer else [])])
    sender = plan.committed_by.account_id if plan.committed_by else None
    values = {
        "plan": plan,
        "newer": newer,
        "newer_by": who(names, newer.asked_by) if newer else None,
        "changed_by": changers(names, plan),
        "asked_by": who(names, plan.asked_by),
        "committed_by": who(names, sender) if sender else None,
        "going": on_its_way(request.context),
    }
    if plan.state in _ON_ITS_WAY:
        return Page("surge/progress.html", values)
    if plan.state not in _WITH_LISTS and not plan.committed_by:
        return Page("surge/ended.html", values)
    return Page("surge/plan.html", {**values, **_lists(request, plan, listing)})


def _lists(request: Request, plan: SurgePlan, listing: Listing) -> dict[str, object]:
    found = list_planned_needs(request.context, plan.id, wanted_lines(request, plan, listing), request.cursor)
    stale = plan.state is PlanState.READY and plan.is_stale(request.now)
    return {
        "counted": COUNTED,
        "stale": stale,
        "until": clock(plan.fresh_until) if plan.fresh_until else None,
        "changes": changes_since(request.context, plan.id) if stale and _is_front(request, listing) else None,
        "total": total(plan),
        "listing": listing,
        "tabs": tabs(plan, listing),
        "reasons": waiting_reasons(plan),
        "rows": [row_of(one, request.language) for one in found.items],
        "next_cursor": found.next_cursor,
        "names": category_names(request.language),
        "priorities": tuple(Priority),
        "areas": tuple(Area),
    }


def _is_front(request: Request, listing: Listing) -> bool:
    """What changed is told there alone: it takes a look at the whole queue."""
    return listing is Listing.FIRST and not request.filtered and not request.query.one("cursor")


@page(f"{_ONE}/commit", Role.STAFF, methods=("GET", "POST"))
@of_a_plan
def commit_surge_plan(request: Request) -> Answer:
    """Say what will happen, then let it happen."""
    plan = read_plan(request.context, request.path["plan_id"])
    if plan.state is not PlanState.READY or not plan.to_send:
        return Redirect(address_of(plan))
    if plan.is_stale(request.now):
        return Redirect(address_of(plan), N_("Nothing was sent: the plan is too old."))
    form = Form.blank(Commit)
    if request.method == "POST":
        form = Form.read(Commit, request.form)
        form.submit(lambda data: commit_plan(request.context, plan.id, data.seen))
        if form.ok:
            return Redirect(address_of(plan))
        plan = read_plan(request.context, plan.id)
    dispatch = read_dispatch(request.context, plan.id)
    return Page("surge/commit.html", {"plan": plan, "dispatch": dispatch, "counted": COUNTED, "form": form})


@page(f"{_ONE}/discard", Role.STAFF, methods=("GET", "POST"))
@of_a_plan
def discard_surge_plan(request: Request) -> Answer:
    """Throw the plan away, or stop its sending, after asking once."""
    plan = read_plan(request.context, request.path["plan_id"])
    if request.method == "GET":
        return Page("surge/discard.html", {"plan": plan})
    discard_plan(request.context, plan.id)
    sending = plan.state is PlanState.COMMITTING
    said = N_("The sending is stopped.") if sending else N_("The plan is discarded.")
    return Redirect(address_of(plan), said)
