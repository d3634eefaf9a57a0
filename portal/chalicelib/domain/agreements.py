"""The dated terms between a partner and the network."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.domain.actors import Actor
from chalicelib.domain.categories import Field
from chalicelib.domain.errors import ErrorCode, invalid
from chalicelib.domain.lifecycle import AGREEMENT, Action, AgreementState, permitted

TERMS_VERSION = "2026-1"
"""The terms that new agreements carry; the words of each version live in the catalogues."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, in which capacity (الصفة), when, and through which account."""

    name: str
    capacity: str
    signed_at: datetime
    account_id: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may be asked of the partner; None is no bound.

    With `night_calls` it may be called at any hour for the most urgent.
    """

    night_calls: bool = False
    requests_a_month: int | None = None
    units_a_month: int | None = None
    notices_a_week: int | None = None


NO_BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Agreement:
    """What it covers, from its first day through its last, under one version of the terms."""

    id: str
    partner_id: str
    terms_version: str
    starts_on: date
    ends_on: date
    covers: frozenset[Field]
    state: AgreementState = AgreementState.PREPARED
    signature: Signature | None = None
    bounds: Bounds = NO_BOUNDS
    version: int = 1


def prepare(
    agreement_id: str,
    partner_id: str,
    starts_on: date,
    ends_on: date,
    covers: Iterable[Field],
    bounds: Bounds = NO_BOUNDS,
) -> Agreement:
    """An agreement that waits for its signature."""
    fields = frozenset(covers)
    if ends_on < starts_on:
        raise invalid(ErrorCode.PERIOD_INVALID, "ends_on")
    if not fields:
        raise invalid(ErrorCode.FIELD_MISSING, "covers")
    for name in ("requests_a_month", "units_a_month", "notices_a_week"):
        if (getattr(bounds, name) or 1) < 1:
            raise invalid(ErrorCode.QUANTITY_INVALID, name)
    return Agreement(agreement_id, partner_id, TERMS_VERSION, starts_on, ends_on, fields, bounds=bounds)


def require_not_over(agreement: Agreement, today: date) -> None:
    """Raises `PERIOD_INVALID` when its last day has passed: nobody prepares or signs such a one."""
    if agreement.ends_on < today:
        raise invalid(ErrorCode.PERIOD_INVALID, "ends_on")


def sign(agreement: Agreement, signature: Signature, actor: Actor) -> Agreement:
    """The agreement, signed."""
    step = permitted(AGREEMENT, agreement.state, Action.SIGN, actor)
    if not signature.name.strip():
        raise invalid(ErrorCode.REQUIRED, "name")
    if not signature.capacity.strip():
        raise invalid(ErrorCode.REQUIRED, "capacity")
    return replace(agreement, state=step.after, signature=signature, version=agreement.version + 1)


def end(agreement: Agreement, actor: Actor) -> Agreement:
    """The agreement, ended before its last day; nothing new matches under it."""
    step = permitted(AGREEMENT, agreement.state, Action.END, actor)
    return replace(agreement, state=step.after, version=agreement.version + 1)


def in_force(agreements: Iterable[Agreement], field: Field, day: date) -> Agreement | None:
    """A signed agreement that covers the field on that day, the one that lasts longest."""
    covering = [
        one
        for one in agreements
        if one.state is AgreementState.SIGNED and field in one.covers and one.starts_on <= day <= one.ends_on
    ]
    return max(covering, key=lambda one: (one.ends_on, one.id), default=None)
