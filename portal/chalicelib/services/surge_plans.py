"""Ask for a surge plan, look at it, change it, commit or discard it. A job makes it and sends it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from chalicelib.domain import surge_lines
from chalicelib.domain import surge_plans as domain
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.errors import ErrorCode, conflict
from chalicelib.domain.lifecycle import NeedState, PlanState
from chalicelib.domain.partners import Partner
from chalicelib.domain.surge_lines import PlannedNeed
from chalicelib.domain.surge_plans import ShortageReport, SurgePlan
from chalicelib.services.access import require_staff
from chalicelib.services.context import Context
from chalicelib.services.plan_succession import (
    make_way,
    ready_plans,
    require_given_up,
    require_its_place,
    stand_again,
)
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.store import claims, needs, partners, plans
from chalicelib.store.needs import NeedFilter
from chalicelib.store.paging import Page
from chalicelib.store.plans import LineFilter
from chalicelib.store.writes import Write, changed_meanwhile

_ON_ITS_WAY = "plan#on_its_way"
"""Held by the plan that is being made or sent: there is one at most."""
_NOTHING: Final[Mapping[str, int]] = {}


@dataclass(frozen=True, slots=True)
class PlannedView:
    """A line of a plan with the partners that it names, by id."""

    line: PlannedNeed
    partners: Mapping[str, Partner]


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the queue since a plan was made."""

    posted: int = 0
    closed: int = 0
    changed: int = 0


def on_its_way(context: Context) -> SurgePlan | None:
    """The plan that is being made or sent, if there is one."""
    holder = claims.holder_of(_ON_ITS_WAY, context.now)
    return plans.find(holder) if holder else None


def is_wanted(context: Context) -> bool:
    """Whether a plan waits to be made."""
    going = on_its_way(context)
    return going is not None and going.state is PlanState.WANTED


@retried
def ask_for_plan(context: Context, given_up: Mapping[str, int] = _NOTHING) -> SurgePlan:
    """Ask for a plan of the whole queue; while one is being made, it is that one.

    It takes the place of every plan that is ready. `given_up` are the colleagues' plans that may go for it,
    each with the version that was looked at.

    Raises `PLAN_OF_COLLEAGUE` where it would take the place of another colleague's plan, `PLAN_CHANGED` where
    that has changed since, and `PLAN_ON_ITS_WAY` while one is being sent.
    """
    require_staff(context)
    ready, going = ready_plans(), on_its_way(context)
    if going is not None and going.is_on_its_way:
        return _the_one_being_made(going)
    require_given_up(context, ready, given_up)
    return _ask(context, ready)


def _the_one_being_made(going: SurgePlan) -> SurgePlan:
    if going.state is not PlanState.WANTED:
        raise conflict(ErrorCode.PLAN_ON_ITS_WAY)
    return going


@retried
def ask_in_time(context: Context) -> SurgePlan | None:
    """What the timer asks for: a plan when a need is open, unless one is on its way or staff work on one."""
    if (
        on_its_way(context) is not None
        or not needs.list_by_urgency(NeedFilter(NeedState.OPEN), limit=1).items
    ):
        return None
    ready = ready_plans()
    if any(one.is_of_staff and not one.is_stale(context.now) for one in ready):
        return None
    return _ask(context, ready)


def _ask(context: Context, ready: Iterable[SurgePlan]) -> SurgePlan:
    """What is ready makes way in the same transaction: nobody changes it any more without being told so.

    Who comes at the same moment reads again, and finds the plan that was asked for first.
    """
    plan = domain.ask(context.new_id(), context.account_id, context.now)
    told = [deed(plan, Tag.PLAN_ASKED)] if plan.is_of_staff else []
    held = claims.take(_ON_ITS_WAY, plan.id, context.now, changed_meanwhile())
    carry_out(context, [plans.save(plan, None), held, *make_way(ready, plan)], told)
    return plan


def hold(plan: SurgePlan, context: Context) -> Write:
    """Be the one plan on its way; raises `PLAN_ON_ITS_WAY` where another is."""
    return claims.take(_ON_ITS_WAY, plan.id, context.now, conflict(ErrorCode.PLAN_ON_ITS_WAY))


def let_go(plan: SurgePlan) -> Write:
    """Be on the way no more."""
    return claims.leave(_ON_ITS_WAY, plan.id)


def deed(plan: SurgePlan, tag: Tag, **details: str | int) -> Deed:
    """A line of the plan's trail."""
    return Deed(subject_of("plan", plan.id), tag, details)


def list_plans(context: Context, cursor: str | None = None) -> Page[SurgePlan]:
    """The plans, the newest first."""
    require_staff(context)
    return plans.list_newest(cursor)


def read_plan(context: Context, plan_id: str) -> SurgePlan:
    """A plan without its lines."""
    require_staff(context)
    return plans.read(plan_id)


def list_planned_needs(
    context: Context, plan_id: str, wanted: LineFilter, cursor: str | None = None
) -> Page[PlannedView]:
    """Lines of a plan, the most urgent first; none while it is being made."""
    if read_plan(context, plan_id).state is PlanState.WANTED:
        return Page(())
    page = plans.list_lines(plan_id, wanted, cursor)
    named = _partners_of(page.items)
    return Page(tuple(PlannedView(line, named) for line in page.items), page.next_cursor)


def read_planned_need(context: Context, plan_id: str, number: int) -> PlannedView:
    """A line of a plan."""
    require_staff(context)
    line = plans.read_line(plan_id, number)
    return PlannedView(line, _partners_of([line]))


def _partners_of(lines: Iterable[PlannedNeed]) -> dict[str, Partner]:
    ids = {piece.partner_id for line in lines for piece in line.pieces}
    return {one.id: one for one in partners.read_many(ids)}


def change_planned_need(
    context: Context, plan_id: str, number: int, quantities: Mapping[str, int]
) -> PlannedNeed:
    """Ask the offerings for less than planned; `quantities` are by offering, those not named stay."""
    return _change(context, plan_id, number, lambda line: surge_lines.with_quantities(line, quantities))


def leave_out(context: Context, plan_id: str, number: int) -> PlannedNeed:
    """Do not send this line."""
    return _change(context, plan_id, number, surge_lines.leave_out)


def take_in(context: Context, plan_id: str, number: int) -> PlannedNeed:
    """Send this line after all, as it was planned."""
    return _change(context, plan_id, number, surge_lines.take_in)


@retried
def _change(
    context: Context, plan_id: str, number: int, decide: Callable[[PlannedNeed], PlannedNeed]
) -> PlannedNeed:
    require_staff(context)
    plan, line = plans.read(plan_id), plans.read_line(plan_id, number)
    if plan.state is not PlanState.READY:
        raise conflict(ErrorCode.ILLEGAL_TRANSITION, state=plan.state.value, action="change")
    require_its_place(context, plan)
    after = decide(line)
    changed = domain.change(plan, line, after, context.account_id)
    writes = [plans.save(changed, plan), plans.save_line(after, line)]
    told = deed(plan, Tag.PLAN_CHANGED, need=line.need_id, quantity=after.given)
    carry_out(context, writes, [told])
    return after


@retried
def commit_plan(context: Context, plan_id: str, seen: int | None = None) -> SurgePlan:
    """Let the plan go out, in this person's name; `seen` is the version that this person has looked at.

    Raises `PLAN_STALE`, `PLAN_CHANGED` where it is another by now, and `PLAN_ON_ITS_WAY` beside another plan.
    """
    require_staff(context)
    was = plans.read(plan_id)
    plan = domain.commit(was, context.actor, context.now)
    require_its_place(context, was)
    if seen is not None and seen != was.version:
        raise conflict(ErrorCode.PLAN_CHANGED)
    told = deed(plan, Tag.PLAN_COMMITTED, needs=plan.to_send)
    carry_out(context, [plans.save(plan, was), hold(plan, context)], [told])
    return plan


@retried
def discard_plan(context: Context, plan_id: str) -> SurgePlan:
    """Throw the plan away, also while it is being made; one that is being sent stops where it is."""
    require_staff(context)
    was = plans.read(plan_id)
    plan = domain.discard(was, context.actor, context.now)
    held = [let_go(plan)] if was.is_on_its_way else []
    made_way = stand_again(plan) if was.state is PlanState.WANTED else []
    carry_out(context, [plans.save(plan, was), *held, *made_way], [deed(plan, Tag.PLAN_DISCARDED)])
    return plan


def changes_since(context: Context, plan_id: str) -> Changes:
    """What happened to the queue since the plan was made: why a stale one is refused."""
    plan = read_plan(context, plan_id)
    if plan.made_at is None:
        return Changes()
    lines = tuple(plans.every_line(plan_id))
    now = needs.versions_of_open()
    closed = sum(line.need_id not in now for line in lines)
    changed = sum(now.get(line.need_id, line.need_version) != line.need_version for line in lines)
    posted = sum(one.posted_at > plan.made_at for one in needs.posted_since(plan.made_at))
    return Changes(posted, closed, changed)


def read_shortages(context: Context) -> ShortageReport | None:
    """Where more would help, as the newest plan saw it; None before the first plan."""
    require_staff(context)
    return plans.newest_report()
