"""Accounts, and the ways in: a code by mail, a session, a token for the API. Only hashes are kept."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.actors import Actor, Role
from chalicelib.domain.errors import ErrorCode, invalid, limited
from chalicelib.domain.partners import Language

CODE_HOLDS = timedelta(minutes=10)
CODE_TRIES = 5
TOKEN_HOLDS_AT_MOST = timedelta(days=366)


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
    """A code that was mailed. Its account is None where the address is unknown: nobody is told so."""

    id: str
    account_id: str | None
    code_hash: str
    expires_at: datetime
    tries_left: int = CODE_TRIES
    version: int = 1


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser."""

    account_id: str
    id: str
    secret_hash: str
    csrf_secret: str
    began_at: datetime
    expires_at: datetime
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

    Raises `CODE_EXPIRED` after ten minutes and `TOO_MANY_TRIES` after five.
    """
    if now >= code.expires_at:
        raise invalid(ErrorCode.CODE_EXPIRED, "code")
    if code.tries_left < 1:
        raise limited(ErrorCode.TOO_MANY_TRIES)
    right = typed_hash == code.code_hash and code.account_id is not None
    return replace(code, tries_left=code.tries_left - 1, version=code.version + 1), right


def session_holds(session: Session, account: Account, now: datetime) -> bool:
    """Whether the session still lets its account in."""
    in_time = session.began_at >= account.sessions_from and now < session.expires_at
    return in_time and account.state is AccountState.ACTIVE


def token_holds(token: ApiToken, account: Account, now: datetime) -> bool:
    """Whether the token still lets its account in."""
    return token.revoked_at is None and now < token.expires_at and account.state is AccountState.ACTIVE


def sign_out_everywhere(account: Account, now: datetime) -> Account:
    """The account after all its sessions ended."""
    return replace(account, sessions_from=now, version=account.version + 1)
