"""What the ids in a part of the audit trail stand for, read together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from chalicelib.domain.accounts import Account
from chalicelib.domain.assignments import Assignment
from chalicelib.domain.audit import AuditEvent
from chalicelib.domain.needs import Need
from chalicelib.domain.partners import Partner
from chalicelib.services.access import require_staff
from chalicelib.services.context import Context
from chalicelib.store import accounts, needs, partners
from chalicelib.store.assignments import ASSIGNMENTS

T = TypeVar("T", Account, Partner, Need, Assignment)


@dataclass(frozen=True, slots=True)
class TrailNames:
    """The things behind the ids, by id; what is gone is missing."""

    accounts: Mapping[str, Account]
    partners: Mapping[str, Partner]
    needs: Mapping[str, Need]
    assignments: Mapping[str, Assignment]


_NOTHING: Final = TrailNames({}, {}, {}, {})


def names_of(
    context: Context,
    events: Iterable[AuditEvent],
    known: TrailNames = _NOTHING,
    also_accounts: Iterable[str] = (),
    also_partners: Iterable[str] = (),
) -> TrailNames:
    """Everything that these events name, and what else a page needs. What is known is not read again."""
    require_staff(context)
    told = tuple(events)
    keys = [key for key in _assignment_keys(told) if key[1] not in known.assignments]
    placed = {**known.assignments, **_by_id(ASSIGNMENTS.read_many(keys))}
    concerned = {*_ids(told, "partner"), *(one.partner_id for one in placed.values()), *also_partners}
    acting = {*_ids(told, "account"), *also_accounts}
    return TrailNames(
        accounts={**known.accounts, **_by_id(accounts.read_many(acting - known.accounts.keys()))},
        partners={**known.partners, **_by_id(partners.read_many(concerned - known.partners.keys()))},
        needs={**known.needs, **_by_id(needs.read_many({*_ids(told, "need")} - known.needs.keys()))},
        assignments=placed,
    )


def _by_id(things: Iterable[T]) -> dict[str, T]:
    return {one.id: one for one in things}


def subject_id(event: AuditEvent, thing: str) -> str | None:
    """The id of the thing whose chain the event stands in, where it is a thing of that kind."""
    kind, _, id_ = event.subject.partition(":")
    return id_ if kind == thing else None


def _ids(events: Iterable[AuditEvent], thing: str) -> list[str]:
    found: list[str | None] = []
    for event in events:
        acting = {"account": event.account_id, "partner": event.partner_id}.get(thing)
        named = event.details.get(thing)
        found += [acting, subject_id(event, thing), str(named) if named is not None else None]
    return [id_ for id_ in found if id_]


def _assignment_keys(events: Iterable[AuditEvent]) -> list[tuple[str, str]]:
    return [
        (need_id, str(event.details["assignment"]))
        for event in events
        if (need_id := subject_id(event, "need")) and "assignment" in event.details
    ]
