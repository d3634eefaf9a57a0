"""Needs in the store, and the lists of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.pagination import ResultIterator
from ulid import ULID

from chalicelib.domain.assignments import Assignment
from chalicelib.domain.categories import OTHER
from chalicelib.domain.coverage import Coverage, coverage_of
from chalicelib.domain.lifecycle import NeedState
from chalicelib.domain.needs import Need, to_verify_until
from chalicelib.store.documents import Documents
from chalicelib.store.paging import PAGE_SIZE, Page, to_cursor, to_key
from chalicelib.store.tables import NeedRow
from chalicelib.store.writes import Write


def urgency_of(need: Need) -> str:
    """What sorts needs: the most urgent, and nearest to its deadline, first."""
    return f"{need.details.priority.value}#{need.details.deadline.isoformat()}#{need.id}"


def _columns(need: Need) -> dict[str, Any]:
    details, due = need.details, to_verify_until(need)
    return {
        "id": need.id,
        "state": need.state.value,
        "urgency": urgency_of(need),
        "priority": details.priority.value,
        "category": details.category,
        "area": details.area.value,
        "owner": need.owner,
        "case_reference": details.case_reference,
        "covered": 0,
        "verify_by": due.isoformat() if due else None,
    }


_OF_THE_TIME = 10
"""So many letters of a ULID are its time."""
_LOOKED_AT = 100
"""How many needs a filtered list looks at in one call: of 25, few might pass."""

NEEDS = Documents("need", NeedRow, Need, _columns)
find, read, read_many = NEEDS.find, NEEDS.read, NEEDS.read_many


@dataclass(frozen=True, slots=True)
class NeedFilter:
    """Which needs a list shows; None is any."""

    state: NeedState = NeedState.OPEN
    priority: str | None = None
    category: str | None = None
    area: str | None = None
    owner: str | None = None
    case_reference: str | None = None


@dataclass(frozen=True, slots=True)
class ListedNeed:
    """A need as a list shows it, with how many of its units are with somebody."""

    need: Need
    covered: int


def save(need: Need, was: Need | None, assignments: Iterable[Assignment] = ()) -> Write:
    """Put the need. `assignments` are all of its assignments afterwards, for the lists' column."""
    write = NEEDS.save(need, was)
    coverage: Coverage = coverage_of(need.details.quantity, assignments)
    write.row.covered = coverage.quantity - coverage.uncovered  # type: ignore[attr-defined]
    return write


def _condition(wanted: NeedFilter) -> Condition | None:
    condition: Condition | None = None
    for column in ("priority", "category", "area", "owner", "case_reference"):
        value = getattr(wanted, column)
        if value is not None:
            one = getattr(NeedRow, column) == value
            condition = one if condition is None else condition & one
    return condition


def _listed(row: NeedRow) -> ListedNeed:
    return ListedNeed(NEEDS.parse(row), int(row.covered))


def _page_of(rows: ResultIterator[NeedRow]) -> Page[ListedNeed]:
    items = tuple(map(_listed, rows))
    return Page(items, to_cursor(rows.last_evaluated_key))


def list_by_urgency(
    wanted: NeedFilter, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[ListedNeed]:
    """The needs of a filter, the most urgent and nearest to its deadline first."""
    condition = _condition(wanted)
    rows = NeedRow.by_state.query(
        wanted.state.value,
        filter_condition=condition,
        limit=limit,
        page_size=limit if condition is None else _LOOKED_AT,
        last_evaluated_key=to_key(cursor),
    )
    return _page_of(rows)


def list_to_verify(state: NeedState, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[ListedNeed]:
    """The needs in a state whose attestations are still to be seen, the next to run out first."""
    rows = NeedRow.to_verify.query(state.value, limit=limit, last_evaluated_key=to_key(cursor))
    return _page_of(rows)


def every_open() -> Iterator[ListedNeed]:
    """All open needs, the most urgent first."""
    rows = NeedRow.by_state.query(NeedState.OPEN.value)
    return map(_listed, rows)


def versions_of_open() -> dict[str, int]:
    """The version of each open need, by id."""
    rows = NeedRow.by_state.query(NeedState.OPEN.value, attributes_to_get=["id", "version"])
    return {row.id: int(row.version) for row in rows}


def posted_since(moment: datetime) -> list[Need]:
    """The needs posted from then on that have a category, in the order of posting. Ids sort by time."""
    first = str(ULID.from_datetime(moment))[:_OF_THE_TIME]
    found = [
        NEEDS.parse(row)
        for state in (NeedState.OPEN, NeedState.CLOSED)
        for row in NeedRow.by_age.query(state.value, NeedRow.id >= first)
    ]
    recent = (need for need in found if need.posted_at >= moment and need.details.category != OTHER)
    return sorted(recent, key=lambda need: (need.posted_at, need.id))


def list_by_age(wanted: NeedFilter, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[ListedNeed]:
    """The needs of a filter, the newest first."""
    condition = _condition(wanted)
    rows = NeedRow.by_age.query(
        wanted.state.value,
        filter_condition=condition,
        scan_index_forward=False,
        limit=limit,
        page_size=limit if condition is None else _LOOKED_AT,
        last_evaluated_key=to_key(cursor),
    )
    return _page_of(rows)
