"""The account with which a partner signs in: made when it is approved, and moved with its address."""

from dataclasses import dataclass, replace

from chalicelib.domain.accounts import Account, sign_out_everywhere
from chalicelib.domain.actors import Role
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.errors import DomainError
from chalicelib.domain.partners import Partner
from chalicelib.services.context import Context
from chalicelib.services.keys import email_key, let_go
from chalicelib.services.recording import Deed
from chalicelib.store import accounts, claims
from chalicelib.store.writes import Write


@dataclass(frozen=True, slots=True)
class AccountStep:
    """What happens to an account, for the transaction of what brings it about."""

    writes: tuple[Write, ...] = ()
    deeds: tuple[Deed, ...] = ()


def account_of(context: Context, partner: Partner) -> Account | None:
    """The account that signs in with the partner's address, if there is one."""
    if partner.profile.email is None:
        return None
    holder = claims.holder_of(email_key(partner.profile.email), context.now)
    account = accounts.find(holder) if holder else None
    return account if account is not None and account.partner_id == partner.id else None


def open_account(context: Context, partner: Partner, refusal: DomainError) -> AccountStep:
    """An account for the partner's proven address; none where it has no address."""
    profile = partner.profile
    if profile.email is None:
        return AccountStep()
    account = Account(
        id=context.new_id(),
        role=Role.PARTNER,
        name=profile.contact_name,
        email=profile.email,
        language=profile.language,
        created_at=context.now,
        sessions_from=context.now,
        partner_id=partner.id,
    )
    claimed = claims.pass_on(email_key(profile.email), partner.id, account.id, context.now, refusal)
    return AccountStep((accounts.save(account, None), claimed), (_deed(account, Tag.ACCOUNT_CREATED),))


def move_account(context: Context, account: Account, partner: Partner, refusal: DomainError) -> AccountStep:
    """The account, which signs in with the partner's new address from now on and is signed out everywhere."""
    address = partner.profile.email or account.email
    moved = replace(sign_out_everywhere(account, context.now), email=address)
    writes = (
        accounts.save(moved, account),
        claims.pass_on(email_key(address), partner.id, account.id, context.now, refusal),
        *let_go(email_key(account.email), account.id, context.now),
    )
    return AccountStep(writes, (_deed(account, Tag.ACCOUNT_EDITED),))


def _deed(account: Account, tag: Tag) -> Deed:
    details = {"partner": account.partner_id} if account.partner_id else {}
    return Deed(subject_of("account", account.id), tag, details)
