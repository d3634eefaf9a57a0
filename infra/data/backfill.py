"""Fill a new field in rows written before it came: need by need, so it may be stopped, and run again.

A backfill finds what is still missing by looking, and keeps no record of how far it came. Each row is written
on the condition that nobody changed it meanwhile; then it is read and decided anew.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.needs import Need
from chalicelib.store import assignments, needs
from chalicelib.store.commit import commit
from chalicelib.store.tables import NeedRow

_TRIES: Final = 10


@dataclass(frozen=True, slots=True)
class Backfill:
    """What is missing where: ids to look at, and what fills one and tells whether anything was to do."""

    meaning: str
    missing: Callable[[], Iterator[str]]
    fill: Callable[[str], bool]


def run(backfill: Backfill) -> int:
    """Fill whatever is missing; how many rows were written."""
    return sum(map(backfill.fill, backfill.missing()))


def _needs_never_dated() -> Iterator[str]:
    found = (needs.NEEDS.parse(row) for row in NeedRow.scan())
    return (need.id for need in found if need.first_proposed_at is None)


def _date_first_proposal(need_id: str) -> bool:
    for _ in range(_TRIES - 1):
        try:
            return _date_once(needs.read(need_id))
        except DomainError as error:
            if error.code is not ErrorCode.CHANGED_MEANWHILE:
                raise
    return _date_once(needs.read(need_id))


def _date_once(need: Need) -> bool:
    placed = assignments.list_of(need.id)
    if need.first_proposed_at is not None or not placed:
        return False
    first = min(one.proposed_at for one in placed)
    dated = replace(need, first_proposed_at=first, version=need.version + 1)
    commit([needs.save(dated, need, placed)])
    return True


BACKFILLS: Final[Mapping[str, Backfill]] = MappingProxyType(
    {
        "first-proposed-at": Backfill(
            "when somebody was first asked for a need, from the need's assignments",
            _needs_never_dated,
            _date_first_proposal,
        )
    }
)
