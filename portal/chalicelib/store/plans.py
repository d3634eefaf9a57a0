"""Surge plans, their lines and what they say of shortages, in the store."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_

from pynamodb.expressions.condition import Condition

from chalicelib.domain.areas import Area
from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import Holding
from chalicelib.domain.surge_lines import KEPT_FOR, LineState, PlannedNeed
from chalicelib.domain.surge_plans import ShortageReport, SurgePlan
from chalicelib.store.documents import Documents
from chalicelib.store.paging import PAGE_SIZE, Page, page_of, to_key
from chalicelib.store.tables import PlannedNeedRow, PlanRow

_SHELF, _SHORTAGES = "plans", "shortages"
_LOOKED_AT = 1000
"""How many lines a filtered list looks at in one call: of 25, few might pass."""

PLANS = Documents(
    "plan",
    PlanRow,
    SurgePlan,
    lambda one: {"shelf": _SHELF, "id": one.id, "expires_at": one.asked_at + KEPT_FOR},
)
REPORTS = Documents(
    "shortages",
    PlanRow,
    ShortageReport,
    lambda one: {"shelf": _SHORTAGES, "id": one.plan_id, "expires_at": one.made_at + KEPT_FOR},
)
LINES = Documents(
    "planned_need",
    PlannedNeedRow,
    PlannedNeed,
    lambda one: {
        "plan_id": one.plan_id,
        "line": line_key(one.number),
        "state": one.state.value,
        "why": one.why.value if one.why else None,
        "priority": one.priority.value,
        "category": one.category,
        "area": one.area.value,
        "expires_at": one.kept_until,
    },
)
save, delete = PLANS.save, PLANS.delete
save_report, save_line = REPORTS.save, LINES.save


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Which lines of a plan a list shows; None is any, and so is the empty set."""

    states: frozenset[LineState] = frozenset()
    whys: frozenset[Holding] = frozenset()
    priority: Priority | None = None
    category: str | None = None
    area: Area | None = None


def line_key(number: int) -> str:
    """The key under which a line stands: its number, so that the most urgent comes first."""
    return f"{number:06}"


def find(plan_id: str) -> SurgePlan | None:
    """The plan of that id, or None."""
    return PLANS.find(_SHELF, plan_id) if plan_id else None


def read(plan_id: str) -> SurgePlan:
    """The plan of that id. Raises `NOT_FOUND`."""
    return PLANS.read(_SHELF, plan_id)


def read_line(plan_id: str, number: int) -> PlannedNeed:
    """A line of a plan. Raises `NOT_FOUND`."""
    return LINES.read(plan_id, line_key(number))


def read_lines(lines: Iterable[PlannedNeed]) -> list[PlannedNeed]:
    """Those lines as they stand now, in no order."""
    return LINES.read_many((one.plan_id, line_key(one.number)) for one in lines)


def list_newest(cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[SurgePlan]:
    """The plans, the newest first."""
    rows = PlanRow.query(
        _SHELF,
        scan_index_forward=False,
        limit=limit,
        last_evaluated_key=to_key(cursor),
        consistent_read=True,
    )
    return page_of(PLANS, rows)


def newest_report() -> ShortageReport | None:
    """What the newest plan that was made says of shortages."""
    rows = PlanRow.query(_SHORTAGES, scan_index_forward=False, limit=1, consistent_read=True)
    return next((REPORTS.parse(row) for row in rows), None)


def write_lines(lines: Iterable[PlannedNeed]) -> None:
    """Put the lines of a plan that is not ready yet: nobody reads them before it is."""
    with PlannedNeedRow.batch_write() as batch:
        for line in lines:
            batch.save(LINES.save(line, None).row)


def every_line(plan_id: str) -> Iterator[PlannedNeed]:
    """All lines of a plan, the most urgent first."""
    rows = PlannedNeedRow.query(plan_id, consistent_read=True)
    return (LINES.parse(row) for row in rows)


def lines_to_send(plan_id: str) -> Iterator[PlannedNeed]:
    """The lines that are still to be sent, the most urgent first."""
    wanted = PlannedNeedRow.state == LineState.PLANNED.value
    rows = PlannedNeedRow.query(
        plan_id, filter_condition=wanted, attributes_to_get=["document"], consistent_read=True
    )
    return (LINES.parse(row) for row in rows)


def list_lines(
    plan_id: str, wanted: LineFilter, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[PlannedNeed]:
    """The lines of a filter, the most urgent first."""
    condition = _condition(wanted)
    rows = PlannedNeedRow.query(
        plan_id,
        filter_condition=condition,
        limit=limit,
        page_size=limit if condition is None else _LOOKED_AT,
        last_evaluated_key=to_key(cursor),
        consistent_read=True,
    )
    return page_of(LINES, rows)


def _condition(wanted: LineFilter) -> Condition | None:
    several = {"state": wanted.states, "why": wanted.whys}
    columns = {"priority": wanted.priority, "category": wanted.category, "area": wanted.area}
    conditions = [
        getattr(PlannedNeedRow, column).is_in(*sorted(map(str, values)))
        for column, values in several.items()
        if values
    ]
    conditions += [
        getattr(PlannedNeedRow, column) == str(value)
        for column, value in columns.items()
        if value is not None
    ]
    return reduce(and_, conditions) if conditions else None


def delete_lines(plan_id: str) -> None:
    """Take away what a run of the job that died has left of a plan that is not ready."""
    keys = PlannedNeedRow.query(plan_id, attributes_to_get=["plan_id", "line"], consistent_read=True)
    with PlannedNeedRow.batch_write() as batch:
        for row in keys:
            batch.delete(PlannedNeedRow(row.plan_id, row.line))
