"""Sessions: who is signed in where, and how that ends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain import accounts as domain
from chalicelib.domain.accounts import Account, Session
from chalicelib.domain.actors import Actor
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.errors import DomainError, ErrorCode, not_found, not_permitted
from chalicelib.services.context import Context
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.services.secrets_kept import Bearer, hash_of, new_secret, proves, read_bearer
from chalicelib.store import accounts
from chalicelib.store.commit import commit
from chalicelib.store.writes import Write

_DELETED_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A request that came with a session. Form tokens are made of `csrf_secret`."""

    actor: Actor
    account: Account
    session_id: str
    csrf_secret: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that has just begun: what the browser has to keep, and whose it is."""

    token: str
    account: Account
    expires_at: datetime


def open_session(
    context: Context, account: Account, writes: Sequence[Write], deeds: Sequence[Deed] = ()
) -> Opened:
    """Begin a session together with the writes and deeds that earned it. The token is shown this once."""
    bearer = Bearer(account.id, context.new_id(), new_secret())
    session = Session(
        account_id=account.id,
        id=bearer.id,
        secret_hash=hash_of(bearer.secret),
        csrf_secret=new_secret(),
        began_at=context.now,
        expires_at=context.now + context.settings.session_life,
        seen_at=context.now,
        idle=context.settings.session_idle,
    )
    deed = Deed(subject_of("account", account.id), Tag.SIGNED_IN)
    signed_in = replace(context, actor=account.actor)
    carry_out(signed_in, [*writes, accounts.save_session(session, None)], [*deeds, deed])
    return Opened(str(bearer), account, session.expires_at)


def read_session(now: datetime, token: str) -> SignedIn | None:
    """Who comes with that token; None where it is none of ours or its session is over."""
    bearer = read_bearer(token)
    session = accounts.find_session(bearer.account_id, bearer.id) if bearer else None
    if bearer is None or session is None or not proves(bearer, session.secret_hash):
        return None
    account = accounts.find(bearer.account_id)
    if account is None or not domain.session_holds(session, account, now):
        return None
    _note_use(session, now)
    return SignedIn(account.actor, account, session.id, session.csrf_secret)


def _note_use(session: Session, now: datetime) -> None:
    """Another request of the same browser may note it first, or end the session: both are as good."""
    after = domain.seen(session, now)
    if after is session:
        return
    try:
        commit([accounts.save_session(after, session)])
    except DomainError as error:
        if error.code is not ErrorCode.CHANGED_MEANWHILE:
            raise


@retried
def sign_out(context: Context, session_id: str) -> None:
    """End one session of one's own; to others it is not there."""
    session = accounts.find_session(context.account_id, session_id)
    if session is None:
        raise not_found("session")
    deed = Deed(subject_of("account", session.account_id), Tag.SIGNED_OUT)
    carry_out(context, [accounts.delete_session(session)], [deed])


@retried
def sign_out_everywhere(context: Context) -> None:
    """End all sessions of one's own, this one too."""
    if context.actor.account_id is None:
        raise not_permitted()
    was = accounts.read(context.actor.account_id)
    after = domain.sign_out_everywhere(was, context.now)
    deed = Deed(subject_of("account", was.id), Tag.SIGNED_OUT_EVERYWHERE)
    carry_out(context, [accounts.save(after, was), *end_sessions(was)], [deed])


def end_sessions(account: Account) -> list[Write]:
    """Delete the account's sessions as they stand; `sessions_from` ends whatever begins beside it."""
    return [accounts.delete_session(one) for one in accounts.list_sessions(account.id)[:_DELETED_AT_ONCE]]


def list_sessions(context: Context) -> tuple[Session, ...]:
    """One's own sessions that still hold, the newest first."""
    if context.actor.account_id is None:
        raise not_permitted()
    account = accounts.read(context.actor.account_id)
    found = accounts.list_sessions(account.id)
    holding = (one for one in found if domain.session_holds(one, account, context.now))
    return tuple(sorted(holding, key=lambda one: one.began_at, reverse=True))
