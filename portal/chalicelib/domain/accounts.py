"""Accounts, and the ways in: a code by mail, a second code, a session, a token for the API.

Of codes, sessions and tokens only hashes are kept; the secret of an authenticator has to be kept itself.
"""

import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

import pyotp

from chalicelib.domain.actors import Actor, Role
from chalicelib.domain.errors import ErrorCode, conflict, invalid, limited
from chalicelib.domain.partners import Language

CODE_TRIES = 5
TOKEN_HOLDS_AT_MOST = timedelta(days=366)
TOTP_STEP_SECONDS = 30
SEEN_EVERY = timedelta(minutes=5)
"""How old the note of a session's last use may grow before it is written anew."""


class AccountState(StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who signs in. Sessions that began before `sessions_from` are over."""

    id: str
    role: Role
    name: str
    email: str
    language: Language
    created_at: datetime
    sessions_from: datetime
    partner_id: str | None = None
    totp_secret: str = ""
    totp_last_step: int = 0
    state: AccountState = AccountState.ACTIVE
    version: int = 1

    @property
    def actor(self) -> Actor:
        """This account, acting."""
        return Actor(self.role, self.id, self.partner_id)


@dataclass(frozen=True, slots=True)
class SignInCode:
    """A code that was mailed. Its account is None where the address is unknown: nobody is told so.

    `proven` once it was typed rightly: it is of no use a second time, and a second code is awaited.
    """

    id: str
    account_id: str | None
    code_hash: str
    expires_at: datetime
    tries_left: int = CODE_TRIES
    proven: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. It ends at `expires_at`, and when it was not used for as long as `idle`."""

    account_id: str
    id: str
    secret_hash: str
    csrf_secret: str
    began_at: datetime
    expires_at: datetime
    seen_at: datetime
    idle: timedelta
    version: int = 1


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A program's way in, with its account's rights. The token itself is shown once."""

    account_id: str
    id: str
    name: str
    secret_hash: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    version: int = 1


def try_code(code: SignInCode, typed_hash: str, now: datetime) -> tuple[SignInCode, bool]:
    """The code after one try, and whether it was right.

    Raises `CODE_EXPIRED` after its time or when it was used, and `TOO_MANY_TRIES` after the last try.
    """
    if code.proven:
        raise invalid(ErrorCode.CODE_EXPIRED, "code")
    tried = _count_try(code, now)
    right = hmac.compare_digest(typed_hash, code.code_hash) and code.account_id is not None
    return tried, right


def prove(code: SignInCode, tries: int) -> SignInCode:
    """The code after it was typed rightly, with so many tries for the second one."""
    return replace(code, proven=True, tries_left=tries, version=code.version + 1)


def try_second_code(code: SignInCode, now: datetime) -> SignInCode:
    """The same after one try of the second code. Raises as `try_code` does."""
    if not code.proven:
        raise invalid(ErrorCode.CODE_EXPIRED, "code")
    return _count_try(code, now)


def _count_try(code: SignInCode, now: datetime) -> SignInCode:
    if now >= code.expires_at:
        raise invalid(ErrorCode.CODE_EXPIRED, "code")
    if code.tries_left < 1:
        raise limited(ErrorCode.TOO_MANY_TRIES)
    return replace(code, tries_left=code.tries_left - 1, version=code.version + 1)


def totp_step(secret: str, typed: str, last_step: int, now: datetime) -> int | None:
    """The step of 30 seconds whose code was typed: this one or a neighbour, and none before the last used."""
    current = int(now.timestamp()) // TOTP_STEP_SECONDS
    totp = pyotp.TOTP(secret)
    for step in (current - 1, current, current + 1):
        same = hmac.compare_digest(totp.at(step * TOTP_STEP_SECONDS), typed)
        if same and step > last_step:
            return step
    return None


def with_totp(account: Account, secret: str, step: int) -> Account:
    """The account whose authenticator has that secret, and whose code of that step is spent."""
    return replace(account, totp_secret=secret, totp_last_step=step, version=account.version + 1)


def without_totp(account: Account, now: datetime) -> Account:
    """The account after its authenticator was lost: all its sessions end."""
    return replace(sign_out_everywhere(account, now), totp_secret="", totp_last_step=0)


def session_holds(session: Session, account: Account, now: datetime) -> bool:
    """Whether the session still lets its account in."""
    in_time = now < session.expires_at and now < session.seen_at + session.idle
    return in_time and session.began_at >= account.sessions_from and account.state is AccountState.ACTIVE


def seen(session: Session, now: datetime) -> Session:
    """The session after it was used; the same one while that was noted lately."""
    if now - session.seen_at < SEEN_EVERY:
        return session
    return replace(session, seen_at=now, version=session.version + 1)


def token_holds(token: ApiToken, account: Account, now: datetime) -> bool:
    """Whether the token still lets its account in."""
    return token.revoked_at is None and now < token.expires_at and account.state is AccountState.ACTIVE


def sign_out_everywhere(account: Account, now: datetime) -> Account:
    """The account after all its sessions ended."""
    return replace(account, sessions_from=now, version=account.version + 1)


def switch(account: Account, state: AccountState, now: datetime) -> Account:
    """The account, disabled or enabled; sessions from before do not come back."""
    if account.state is state:
        raise conflict(ErrorCode.ILLEGAL_TRANSITION, state=account.state.value, action=state.value)
    return replace(sign_out_everywhere(account, now), state=state)
