"""Accounts of staff and supervisors: invite, disable, enable, list; and one's own name and language."""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.domain import accounts as domain
from chalicelib.domain.accounts import Account, AccountState
from chalicelib.domain.actors import Role
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.contacts import normalise_email
from chalicelib.domain.errors import ErrorCode, conflict, invalid, not_permitted
from chalicelib.domain.notices import NoticeKind, write
from chalicelib.domain.partners import Language
from chalicelib.services.access import require_supervisor
from chalicelib.services.context import Context
from chalicelib.services.keys import email_key, taken
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.services.sessions import end_sessions
from chalicelib.store import accounts, claims
from chalicelib.store.paging import Page
from chalicelib.store.writes import Write

_NAME_MOST = 80
_FIRST_SUPERVISOR = "first_supervisor"


def invite_account(context: Context, name: str, email: str, role: Role, language: Language) -> Account:
    """Open an account for a colleague and mail an invitation. For supervisors.

    Raises `EMAIL_TAKEN` where another account or a partner has the address.
    """
    require_supervisor(context)
    return _open(context, name, email, role, language, ())


def first_supervisor(context: Context, name: str, email: str, language: Language) -> Account:
    """Open the account with which everything begins. For the operator's command, once and never again.

    Raises `ALREADY_EXISTS` when it was done before.
    """
    if context.actor.role is not Role.SYSTEM:
        raise not_permitted()
    refusal = conflict(ErrorCode.ALREADY_EXISTS)
    if claims.holder_of(_FIRST_SUPERVISOR, context.now) is not None:
        raise refusal
    first = claims.take(_FIRST_SUPERVISOR, context.new_id(), context.now, refusal)
    return _open(context, name, email, Role.SUPERVISOR, language, (first,))


@retried
def _open(
    context: Context, name: str, email: str, role: Role, language: Language, writes: tuple[Write, ...]
) -> Account:
    if role not in {Role.STAFF, Role.SUPERVISOR}:
        raise not_permitted()
    account = Account(
        id=context.new_id(),
        role=role,
        name=_checked_name(name),
        email=normalise_email(email),
        language=language,
        created_at=context.now,
        sessions_from=context.now,
    )
    claimed = claims.take(email_key(account.email), account.id, context.now, taken("email"))
    params = {"name": account.name, "role": role.value}
    kind = NoticeKind.INVITATION
    notice = write(context.new_id(), kind, account.email, language, context.now, params)
    deed = Deed(subject_of("account", account.id), Tag.ACCOUNT_INVITED, {"role": role.value})
    carry_out(context, [accounts.save(account, None), claimed, *writes], [deed], [notice])
    return account


def _checked_name(name: str) -> str:
    clean = " ".join(name.split())
    if not 1 <= len(clean) <= _NAME_MOST:
        raise invalid(ErrorCode.REQUIRED, "name")
    return clean


@retried
def disable_account(context: Context, account_id: str) -> Account:
    """Let an account in no more, and end its sessions. For supervisors.

    Raises `LAST_SUPERVISOR` where no other supervisor would be left, however many are disabled at once.
    """
    require_supervisor(context)
    was = accounts.read(account_id)
    after = domain.switch(was, AccountState.DISABLED, context.now)
    witness = [_another_supervisor(was)] if was.role is Role.SUPERVISOR else []
    deed = Deed(subject_of("account", was.id), Tag.ACCOUNT_DISABLED)
    carry_out(context, [accounts.save(after, was), *witness, *end_sessions(was)], [deed])
    return after


def _another_supervisor(leaving: Account) -> Write:
    """That another supervisor is active, and still is when the transaction is carried out."""
    for listed in _each(Role.SUPERVISOR):
        one = accounts.find(listed.id)
        if one is not None and one.id != leaving.id and one.state is AccountState.ACTIVE:
            return accounts.unchanged(one)
    raise conflict(ErrorCode.LAST_SUPERVISOR)


def _each(role: Role) -> Iterator[Account]:
    page = accounts.list_by_role(role)
    yield from page.items
    while page.next_cursor is not None:
        page = accounts.list_by_role(role, page.next_cursor)
        yield from page.items


@retried
def enable_account(context: Context, account_id: str) -> Account:
    """Let a disabled account in again; it has to sign in anew. For supervisors."""
    require_supervisor(context)
    was = accounts.read(account_id)
    after = domain.switch(was, AccountState.ACTIVE, context.now)
    deed = Deed(subject_of("account", was.id), Tag.ACCOUNT_ENABLED)
    carry_out(context, [accounts.save(after, was)], [deed])
    return after


def list_accounts(context: Context, role: Role, cursor: str | None = None) -> Page[Account]:
    """The accounts of a role, the newest first. For supervisors."""
    require_supervisor(context)
    return accounts.list_by_role(role, cursor)


def list_colleagues(context: Context) -> tuple[Account, ...]:
    """The active staff and supervisors, to whom a need can be handed over. For them alone."""
    if not context.actor.is_staff:
        raise not_permitted()
    found = [*_each(Role.STAFF), *_each(Role.SUPERVISOR)]
    return tuple(sorted((one for one in found if one.state is AccountState.ACTIVE), key=lambda one: one.name))


def read_account(context: Context, account_id: str) -> Account:
    """An account: one's own, or to supervisors any."""
    if context.actor.account_id != account_id:
        require_supervisor(context)
    return accounts.read(account_id)


@retried
def edit_account(context: Context, name: str, language: Language) -> Account:
    """Change one's own name and language; the address stays, for it is proven."""
    if context.actor.account_id is None:
        raise not_permitted()
    was = accounts.read(context.actor.account_id)
    after = replace(was, name=_checked_name(name), language=language, version=was.version + 1)
    deed = Deed(subject_of("account", was.id), Tag.ACCOUNT_EDITED)
    carry_out(context, [accounts.save(after, was)], [deed])
    return after
