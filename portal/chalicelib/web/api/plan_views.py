"""Surge plans, their lines and the shortages as programs see them."""

from dataclasses import asdict
from datetime import datetime

from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Unit
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.matching import Rejection
from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import Holding, Shortage
from chalicelib.domain.surge_intake import category_of, unit_of
from chalicelib.domain.surge_lines import LineState, PlannedNeed, Refusal
from chalicelib.domain.surge_plans import ShortageReport, Stage, SurgePlan
from chalicelib.web.schemas import View


class ProgressView(View):
    """How far the job is: so many of so many, in whatever the stage counts."""

    stage: Stage
    done: int
    of: int


class TallyView(View):
    """Needs of one priority: how many the plan covers wholly and in part, and the same in units."""

    priority: Priority
    needs: int
    covered: int
    in_part: int
    units: int
    given: int


class HeldView(View):
    """How many needs stay open, wholly or in part, for this reason."""

    why: Holding
    needs: int


class PlanView(View):
    """A plan without its lines. It may be committed until `fresh_until`.

    `not_sent` counts what staff left out and what did not go; null where that was not counted yet.
    `replaced_by` is the plan that took its place, or takes it once that is made.
    """

    id: str
    state: PlanState
    progress: ProgressView
    asked_by: str
    asked_at: datetime
    made_at: datetime | None
    fresh_until: datetime | None
    ended_at: datetime | None
    policy_version: str
    needs: int
    to_send: int
    sent: int
    refused: int
    not_sent: int | None
    by_priority: list[TallyView]
    held: list[HeldView]
    changed_by_staff: bool
    changed_by: list[str]
    replaced_by: str | None
    committed_by: str | None


class PieceView(View):
    """Units of an offering for a need: as planned, and as staff left it."""

    offering_id: str
    partner_id: str
    planned: int
    quantity: int
    sent: bool


class PlannedNeedView(View):
    """A line of a plan: the need as the plan saw it, who is asked, and why the rest stays open."""

    number: int
    need_id: str
    case_reference: str
    category: str
    area: Area
    unit: Unit
    priority: Priority
    posted_at: datetime
    deadline: datetime
    uncovered: int
    given: int
    missing: int
    state: LineState
    why: Holding | None
    refusal: Refusal | None
    rule: Rejection | None
    pieces: list[PieceView]


class ChangesView(View):
    """What happened to the queue since the plan was made."""

    posted: int
    closed: int
    changed: int


class ShortageView(View):
    """What one more offering of `typical` units in this area would add, and what stays open without it.

    Expectations over the hours that a plan looks ahead; they hold for the whole category.
    """

    category: str
    area: Area
    unit: Unit
    typical: int
    gained_needs: float
    gained_units: float
    open_needs: float
    open_units: float
    weight: float
    price: float


class ShortagesView(View):
    """Where more would help, the most first; nothing before the first plan."""

    plan_id: str | None
    made_at: datetime | None
    items: list[ShortageView]


def plan_view(plan: SurgePlan) -> PlanView:
    """A plan."""
    return PlanView(
        id=plan.id,
        state=plan.state,
        progress=ProgressView.model_validate(plan.progress),
        asked_by=plan.asked_by,
        asked_at=plan.asked_at,
        made_at=plan.made_at,
        fresh_until=plan.fresh_until,
        ended_at=plan.ended_at,
        policy_version=plan.policy_version,
        needs=plan.lines,
        to_send=plan.to_send,
        sent=plan.sent,
        refused=plan.refused,
        not_sent=plan.not_sent,
        by_priority=[TallyView(priority=priority, **asdict(tally)) for priority, tally in plan.tallies],
        held=[HeldView(why=why, needs=count) for why, count in plan.held],
        changed_by_staff=plan.changed_by_staff,
        changed_by=list(plan.changed_by),
        replaced_by=plan.replaced_by,
        committed_by=plan.committed_by.account_id if plan.committed_by else None,
    )


def planned_need_view(line: PlannedNeed) -> PlannedNeedView:
    """A line."""
    return PlannedNeedView.model_validate(line)


def shortages_view(report: ShortageReport | None) -> ShortagesView:
    """What the newest plan says of shortages."""
    if report is None:
        return ShortagesView(plan_id=None, made_at=None, items=[])
    items = [_shortage(one) for one in report.shortages]
    return ShortagesView(plan_id=report.plan_id, made_at=report.made_at, items=items)


def _shortage(shortage: Shortage) -> ShortageView:
    return ShortageView(
        category=category_of(shortage.category),
        area=Area(shortage.area),
        unit=unit_of(shortage.category),
        typical=shortage.typical,
        gained_needs=shortage.gained_needs,
        gained_units=shortage.gained_units,
        open_needs=shortage.needs,
        open_units=shortage.units,
        weight=shortage.weight,
        price=shortage.price,
    )
