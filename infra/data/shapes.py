"""Which thing each table's documents tell of."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from pydantic import TypeAdapter

from chalicelib.domain.accounts import Account
from chalicelib.domain.agreements import Agreement
from chalicelib.domain.assignments import Assignment
from chalicelib.domain.audit import AuditEvent
from chalicelib.domain.capacity import Capacity
from chalicelib.domain.categories import Category
from chalicelib.domain.needs import Need
from chalicelib.domain.network import NetworkSettings
from chalicelib.domain.notes import HandoverNote, PrivateNote
from chalicelib.domain.notices import Notice
from chalicelib.domain.offerings import Offering
from chalicelib.domain.partners import Partner
from chalicelib.domain.records import PartnerRecord
from chalicelib.domain.supply import Listing
from chalicelib.domain.surge_lines import PlannedNeed
from chalicelib.domain.surge_plans import ShortageReport, SurgePlan
from infra.data.travelling import Item

_THINGS: Final[Mapping[str, type]] = MappingProxyType(
    {
        "partners": Partner,
        "agreements": Agreement,
        "offerings": Offering,
        "capacities": Capacity,
        "listings": Listing,
        "needs": Need,
        "assignments": Assignment,
        "records": PartnerRecord,
        "planned-needs": PlannedNeed,
        "private-notes": PrivateNote,
        "handover-notes": HandoverNote,
        "categories": Category,
        "settings": NetworkSettings,
        "accounts": Account,
        "audit": AuditEvent,
        "outbox": Notice,
    }
)
WITHOUT_DOCUMENT: Final = frozenset({"supply", "waiting-needs", "claims"})
"""Tables whose rows are columns alone."""


def _plans(item: Item) -> type:
    return ShortageReport if item["shelf"]["S"] == "shortages" else SurgePlan


_MIXED: Final[Mapping[str, Callable[[Item], type]]] = MappingProxyType({"plans": _plans})


def thing_in(thing: str, item: Item) -> Any:  # noqa: ANN401 (any of the things)
    """The thing that a row tells of. Raises ValueError or KeyError where it tells of none."""
    kind = _MIXED[thing](item) if thing in _MIXED else _THINGS[thing]
    return adapter(kind).validate_json(item["document"]["S"])


@cache
def adapter(kind: type) -> TypeAdapter[Any]:
    """What reads and writes the documents of a thing."""
    return TypeAdapter(kind)
