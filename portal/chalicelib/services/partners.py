"""Vet partners, and keep what is known of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from chalicelib.domain import partners as domain
from chalicelib.domain.answer_times import Week
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.credentials import Credential
from chalicelib.domain.lifecycle import Action, PartnerState
from chalicelib.domain.notices import Notice, NoticeKind, write
from chalicelib.domain.partners import Partner, PartnerProfile
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.access import require_owner_or_staff, require_staff
from chalicelib.services.context import Context
from chalicelib.services.keys import (
    UNPROVEN_HOLDS,
    email_key,
    hold_for_good,
    keys_of,
    let_go,
    registration_key,
    taken,
)
from chalicelib.services.links import confirmation_notices
from chalicelib.services.partner_accounts import open_account
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.store import claims, limits, partners
from chalicelib.store.writes import Write

_MOST_NEW_ADDRESSES = 5
_DAY = timedelta(days=1)


def read_partner(context: Context, partner_id: str) -> Partner:
    """A partner, to itself and to staff; to others `NOT_FOUND`."""
    require_owner_or_staff(context, partner_id, "partner")
    return partners.read(partner_id)


def edit_profile(context: Context, partner_id: str, profile: PartnerProfile) -> Partner:
    """Change what a partner says of itself; a new e-mail address counts once its link was followed.

    Raises `NOT_PERMITTED` when a partner would change what was vetted, its kind and its number,
    `ALREADY_EXISTS` or `EMAIL_TAKEN` when another holds the new number or address.
    """
    require_owner_or_staff(context, partner_id, "partner")
    new_address = domain.edit(partners.read(partner_id), profile, context.actor).pending_email
    if new_address is not None:
        limits.count(f"new_address#{partner_id}", _MOST_NEW_ADDRESSES, _DAY, context.now)
    return _edit(context, partner_id, profile)


@retried
def declare_hours(context: Context, partner_id: str, week: Week | None) -> Partner:
    """Set the hours in which a partner answers; None for those of the network."""
    require_owner_or_staff(context, partner_id, "partner")
    was = partners.read(partner_id)
    partner = domain.declare_hours(was, week)
    deed = Deed(subject_of("partner", partner_id), Tag.PARTNER_EDITED, {"fields": "answer_hours"})
    carry_out(context, [partners.save(partner, was)], [deed])
    return partner


@retried
def _edit(context: Context, partner_id: str, profile: PartnerProfile) -> Partner:
    was = partners.read(partner_id)
    partner = domain.edit(was, profile, context.actor)
    changed = domain.changed_fields(was.profile, domain.normalise_profile(profile))
    if not changed:
        return was
    deed = Deed(subject_of("partner", partner_id), Tag.PARTNER_EDITED, {"fields": " ".join(changed)})
    writes = [partners.save(partner, was), *_exchanged_keys(context, was, partner)]
    carry_out(context, writes, [deed], _proof_asked(context, was, partner))
    return partner


def _unproven_address(partner: Partner) -> str | None:
    return partner.profile.email if partner.state is PartnerState.REGISTERED else partner.pending_email


def _proof_asked(context: Context, was: Partner, partner: Partner) -> list[Notice]:
    address = _unproven_address(partner)
    return [] if address == _unproven_address(was) else confirmation_notices(context, partner, address)


def _exchanged_keys(context: Context, was: Partner, partner: Partner) -> list[Write]:
    """The keys that come and go with an edit; those of an unproven contact for a time alone."""
    now, until = context.now, context.now + UNPROVEN_HOLDS
    writes: list[Write] = []
    before, after = was.profile.registration_number, partner.profile.registration_number
    if before != after:
        held = until if partner.state is PartnerState.REGISTERED else None
        refusal = taken("registration_number")
        writes += [claims.take(registration_key(after), partner.id, now, refusal, held)]
        writes += let_go(registration_key(before), partner.id, now)
    old, new = _unproven_address(was), _unproven_address(partner)
    if old != new:
        writes += [claims.take(email_key(new), partner.id, now, taken("email"), until)] if new else []
        writes += let_go(email_key(old), partner.id, now) if old else []
    return writes


@retried
def approve_partner(context: Context, partner_id: str) -> Partner:
    """Approve a partner whose contact is confirmed; with an e-mail address it may sign in from now on."""
    was = partners.read(partner_id)
    partner = domain.move(was, Action.APPROVE, context.actor)
    account = open_account(context, partner, taken("email"))
    deeds = [_deed(partner, Tag.PARTNER_APPROVED), *account.deeds]
    notices = _notices(context, partner, NoticeKind.PARTNER_APPROVED, {"path": "/portal/sign-in"})
    carry_out(context, [partners.save(partner, was), *account.writes], deeds, notices)
    return partner


@retried
def decline_partner(context: Context, partner_id: str, reason: str) -> Partner:
    """Decline a partner, and tell it why; its number and its address are free again."""
    was = partners.read(partner_id)
    partner = domain.move(was, Action.DECLINE, context.actor, reason)
    keys = set(keys_of(was.profile).values())
    keys |= {email_key(was.pending_email)} if was.pending_email else set()
    gone = [write for key in sorted(keys) for write in let_go(key, partner.id, context.now)]
    notices = _notices(context, partner, NoticeKind.PARTNER_DECLINED, {"reason": partner.decision_reason})
    carry_out(context, [partners.save(partner, was), *gone], [_deed(partner, Tag.PARTNER_DECLINED)], notices)
    return partner


@retried
def reconsider_partner(context: Context, partner_id: str) -> Partner:
    """Review a declined partner again, unless another has its number or its address by now."""
    was = partners.read(partner_id)
    partner = domain.move(was, Action.RECONSIDER, context.actor)
    held = hold_for_good(partner, context.now)
    carry_out(context, [partners.save(partner, was), *held], [_deed(partner, Tag.PARTNER_RECONSIDERED)])
    return partner


@retried
def suspend_partner(context: Context, partner_id: str, reason: str) -> Partner:
    """Suspend an approved partner, for a reason: nothing of it matches until it is reinstated."""
    was = partners.read(partner_id)
    partner = domain.move(was, Action.SUSPEND, context.actor, reason)
    carry_out(context, [partners.save(partner, was)], [_deed(partner, Tag.PARTNER_SUSPENDED)])
    return partner


@retried
def reinstate_partner(context: Context, partner_id: str) -> Partner:
    """End a suspension."""
    was = partners.read(partner_id)
    partner = domain.move(was, Action.REINSTATE, context.actor)
    carry_out(context, [partners.save(partner, was)], [_deed(partner, Tag.PARTNER_REINSTATED)])
    return partner


@retried
def record_credential(context: Context, partner_id: str, credential: Credential) -> Partner:
    """Record a document that staff have seen, in the place of an older one of its kind and number."""
    require_staff(context)
    was = partners.read(partner_id)
    seen = replace(credential, recorded_by=context.account_id)
    partner = domain.record_credential(was, seen, day_in_dubai(context.now))
    details = {"kind": credential.kind.value, "expires_on": credential.expires_on.isoformat()}
    deed = Deed(subject_of("partner", partner.id), Tag.CREDENTIAL_RECORDED, details)
    carry_out(context, [partners.save(partner, was)], [deed])
    return partner


def _deed(partner: Partner, tag: Tag) -> Deed:
    return Deed(subject_of("partner", partner.id), tag)


def _notices(context: Context, partner: Partner, kind: NoticeKind, params: Mapping[str, str]) -> list[Notice]:
    profile = partner.profile
    if profile.email is None:
        return []
    told = {"name": partner.name(profile.language), **params}
    return [write(context.new_id(), kind, profile.email, profile.language, context.now, told)]
