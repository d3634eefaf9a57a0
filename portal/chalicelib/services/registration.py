"""Become a partner: register, and prove that the contact is yours. Nobody learns who is registered."""

from dataclasses import replace
from datetime import timedelta

from chalicelib.domain import partners as domain
from chalicelib.domain.actors import PUBLIC
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.contacts import normalise_email
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.partners import Partner, PartnerProfile
from chalicelib.services.access import require_staff
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
from chalicelib.services.links import confirmation_notices, link_expired, parse_token, proven_address
from chalicelib.services.partner_accounts import AccountStep, account_of, move_account, open_account
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.services.registered_again import may_mail, tell_holders
from chalicelib.store import accounts, claims, limits, partners
from chalicelib.store.writes import Write, changed_meanwhile

_HOUR = timedelta(hours=1)
_MOST_FROM_ONE_SOURCE = 10


def register_partner(
    context: Context, profile: PartnerProfile, partner_id: str | None = None, source: str | None = None
) -> None:
    """Register, and mail the link that proves the address; without one staff call the telephone.

    Whoever registers again learns nothing from it: the one who holds the number or the address is told.
    Staff, who may know, get `ALREADY_EXISTS` or `EMAIL_TAKEN`. `source` is where the request came from
    and is limited; a `partner_id` that is there already, of whatever kind, is left as it is.
    """
    partner = domain.register(partner_id or context.new_id(), profile, context.now)
    _limit_source("register", source, context)
    _register(context, partner)


def _limit_source(deed: str, source: str | None, context: Context) -> None:
    if source is not None:
        limits.count(f"{deed}#{source}", _MOST_FROM_ONE_SOURCE, _HOUR, context.now)


@retried
def _register(context: Context, partner: Partner) -> None:
    # The id comes with the form. As an account's it would hold an address in that account's name.
    if partners.find(partner.id) is not None or accounts.find(partner.id) is not None:
        return
    held = _holders(context, partner.profile)
    if held and context.actor.is_staff:
        raise taken(next(iter(held)))
    if held:
        tell_holders(context, sorted(set(held.values())))
        return
    until = context.now + UNPROVEN_HOLDS
    keys = keys_of(partner.profile).values()
    writes = [partners.save(partner, None)]
    writes += [claims.take(key, partner.id, context.now, changed_meanwhile(), until) for key in keys]
    deed = Deed(subject_of("partner", partner.id), Tag.PARTNER_REGISTERED)
    carry_out(context, writes, [deed], confirmation_notices(context, partner, partner.profile.email))


def _holders(context: Context, profile: PartnerProfile) -> dict[str, str]:
    holders = {name: claims.holder_of(key, context.now) for name, key in keys_of(profile).items()}
    return {name: holder for name, holder in holders.items() if holder}


def resend_confirmation(context: Context, email: str, source: str | None = None) -> None:
    """Mail the link again where that address still waits for its proof; the answer is the same if not."""
    address = normalise_email(email)
    _limit_source("resend", source, context)
    holder = claims.holder_of(email_key(address), context.now)
    partner = partners.find(holder) if holder else None
    if partner is None or not _awaits_proof(partner, address):
        return
    if may_mail(context, "confirm_email", partner.id):
        carry_out(context, [], [], confirmation_notices(context, partner, address))


def _awaits_proof(partner: Partner, address: str) -> bool:
    if partner.pending_email == address:
        return True
    return partner.state is PartnerState.REGISTERED and partner.profile.email == address


@retried
def confirm_email(context: Context, token: str) -> Partner:
    """Take the address that the link was sent to as proven; harmless when the link is used again.

    Raises `LINK_EXPIRED` for a link that is too old, none of ours, or of an address since replaced. Whoever
    follows it needs no account: the link is the right.
    """
    link = parse_token(token)
    was = partners.find(link.partner_id)
    if was is None:
        raise link_expired()
    addresses = (was.profile.email, was.pending_email)
    partner = domain.confirm_email(was, proven_address(context.settings, link, addresses, context.now))
    if partner != was:
        by_link = replace(context, actor=PUBLIC)
        step = _proven(by_link, was, partner)
        deed = Deed(subject_of("partner", partner.id), Tag.PARTNER_CONTACT_CONFIRMED, {"by": "email"})
        carry_out(by_link, [partners.save(partner, was), *step.writes], [deed, *step.deeds])
    return partner


def _proven(context: Context, was: Partner, partner: Partner) -> AccountStep:
    """What a proven address changes: who holds the keys, and with what the partner's account signs in."""
    if was.state is PartnerState.REGISTERED:
        return AccountStep(tuple(_held_for_good(context, partner)))
    account = account_of(context, was)
    if account is not None:
        return move_account(context, account, partner, link_expired())
    if partner.state in {PartnerState.APPROVED, PartnerState.SUSPENDED}:
        return open_account(context, partner, link_expired())
    previous = was.profile.email
    gone = let_go(email_key(previous), partner.id, context.now) if previous else []
    return AccountStep((*gone, *_held_for_good(context, partner)))


def _held_for_good(context: Context, partner: Partner) -> list[Write]:
    return [replace(write, refusal=link_expired()) for write in hold_for_good(partner, context.now)]


@retried
def confirm_telephone(context: Context, partner_id: str) -> Partner:
    """Staff reached the partner by telephone: it may be reviewed. The trail says who and when."""
    require_staff(context)
    was = partners.read(partner_id)
    partner = domain.confirm_telephone(was, context.actor)
    number = registration_key(partner.profile.registration_number)
    held = claims.take(number, partner.id, context.now, taken("registration_number"))
    deed = Deed(subject_of("partner", partner.id), Tag.PARTNER_CONTACT_CONFIRMED, {"by": "telephone"})
    carry_out(context, [partners.save(partner, was), held], [deed])
    return partner
