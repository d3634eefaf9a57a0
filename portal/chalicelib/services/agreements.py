"""The terms between a partner and the network: prepared by staff, signed by the partner, ended by staff."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from chalicelib.domain import agreements as domain
from chalicelib.domain.agreements import NO_BOUNDS, Agreement, Bounds, Signature
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.categories import Field
from chalicelib.domain.errors import ErrorCode, conflict
from chalicelib.domain.lifecycle import AgreementState
from chalicelib.domain.notices import Notice, NoticeKind, write
from chalicelib.domain.partners import Partner, require_approved
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.access import require_owner_or_staff, require_staff
from chalicelib.services.context import Context
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.store import agreements, partners


def read_agreement(context: Context, partner_id: str, agreement_id: str) -> Agreement:
    """An agreement, to its partner and to staff; to others `NOT_FOUND`."""
    require_owner_or_staff(context, partner_id, "agreement")
    return agreements.read(partner_id, agreement_id)


def list_agreements(context: Context, partner_id: str) -> tuple[Agreement, ...]:
    """Every agreement of a partner, the oldest first."""
    require_owner_or_staff(context, partner_id, "partner")
    return agreements.list_of(partner_id)


@retried
def prepare_agreement(
    context: Context,
    partner_id: str,
    starts_on: date,
    ends_on: date,
    covers: Iterable[Field],
    bounds: Bounds = NO_BOUNDS,
) -> Agreement:
    """An agreement that waits for its signature. Raises `PERIOD_INVALID` when it would be over already."""
    require_staff(context)
    was = partners.read(partner_id)
    require_approved(was)
    today = day_in_dubai(context.now)
    agreement = domain.prepare(context.new_id(), partner_id, starts_on, ends_on, covers, bounds)
    domain.require_not_over(agreement, today)
    partner = _with_agreements(was, (*_not_over(was, today), agreement.id))
    carry_out(
        context,
        [partners.save(partner, was), agreements.save(agreement, None)],
        [_deed(agreement, Tag.AGREEMENT_PREPARED)],
        _ready(context, partner),
    )
    return agreement


def _not_over(partner: Partner, today: date) -> list[str]:
    """Those of the partner's agreements that can still matter: it keeps no list that only grows."""
    listed = [one for one in agreements.list_of(partner.id) if one.id in partner.agreements]
    return [one.id for one in listed if one.ends_on >= today]


def _with_agreements(partner: Partner, ids: tuple[str, ...]) -> Partner:
    return replace(partner, agreements=ids, version=partner.version + 1)


def _ready(context: Context, partner: Partner) -> list[Notice]:
    profile = partner.profile
    if profile.email is None:
        return []
    params = {"name": partner.name(profile.language), "path": "/portal/agreement"}
    kind = NoticeKind.AGREEMENT_READY
    return [write(context.new_id(), kind, profile.email, profile.language, context.now, params)]


@retried
def sign_agreement(
    context: Context, partner_id: str, agreement_id: str, name: str, capacity: str
) -> Agreement:
    """Sign for the partner, through its own account; or staff record what was signed on paper.

    `capacity` is that in which the person signs (الصفة). Raises `AGREEMENT_NOT_READY` unless it waits for a
    signature.
    """
    require_owner_or_staff(context, partner_id, "agreement")
    partner = partners.read(partner_id)
    was = agreements.read(partner_id, agreement_id)
    require_approved(partner)
    if was.state is not AgreementState.PREPARED:
        raise conflict(ErrorCode.AGREEMENT_NOT_READY)
    domain.require_not_over(was, day_in_dubai(context.now))
    signature = Signature(name.strip(), capacity.strip(), context.now, context.account_id)
    agreement = domain.sign(was, signature, context.actor)
    writes = [agreements.save(agreement, was), partners.PARTNERS.unchanged(partner)]
    carry_out(context, writes, [_deed(agreement, Tag.AGREEMENT_SIGNED)])
    return agreement


@retried
def end_agreement(context: Context, partner_id: str, agreement_id: str) -> Agreement:
    """End an agreement before its last day: nothing new matches under it."""
    require_staff(context)
    partner = partners.read(partner_id)
    was = agreements.read(partner_id, agreement_id)
    agreement = domain.end(was, context.actor)
    left = _with_agreements(partner, tuple(id_ for id_ in partner.agreements if id_ != agreement_id))
    writes = [agreements.save(agreement, was), partners.save(left, partner)]
    carry_out(context, writes, [_deed(agreement, Tag.AGREEMENT_ENDED)])
    return agreement


def _deed(agreement: Agreement, tag: Tag) -> Deed:
    return Deed(subject_of("partner", agreement.partner_id), tag, {"agreement": agreement.id})
