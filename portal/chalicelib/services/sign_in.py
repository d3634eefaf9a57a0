"""Sign in without a password: a code by mail, and for staff a second one from an authenticator."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain import accounts as domain
from chalicelib.domain.accounts import Account, AccountState, SignInCode
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.contacts import normalise_email
from chalicelib.domain.errors import DomainError, ErrorCode, Kind, invalid, limited
from chalicelib.domain.notices import Notice, NoticeKind, write
from chalicelib.domain.partners import Language
from chalicelib.services.context import Context
from chalicelib.services.enrolment import Enrolment, count_second_code, enrolment_for
from chalicelib.services.keys import email_key
from chalicelib.services.notices import send_now
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.services.secrets_kept import keyed_hash, new_code, new_secret, read_code
from chalicelib.services.sessions import Opened, open_session
from chalicelib.store import accounts, claims, limits
from chalicelib.store.commit import commit

_WINDOW = timedelta(minutes=15)
_MOST_FOR_ONE_ADDRESS = 5
_DAY = timedelta(days=1)
_MOST_A_DAY = 20
"""Codes for one address in a day: with five tries each, a hundred guesses among a million."""
_MOST_FROM_ONE_SOURCE = 30


@dataclass(frozen=True, slots=True)
class SecondCodeNeeded:
    """The code by mail was right. `enrolment` is there for whoever has no authenticator yet and needs one."""

    challenge_id: str
    enrolment: Enrolment | None


def begin_sign_in(context: Context, email: str, language: Language, source: str) -> str:
    """Mail a code to that address, and give the id under which it is typed in.

    An address without an account gets a mail that says so: answer, work and time are the same, so nobody
    learns who has one. `language` is the reader's, for whom we do not know; `source` is where the request
    came from. Raises `EMAIL_INVALID`, and `TOO_MANY_REQUESTS` by address and by source.
    """
    address = normalise_email(email)
    _limit(context, f"source#{source}", _MOST_FROM_ONE_SOURCE)
    _limit(context, f"address#{address}", _MOST_FOR_ONE_ADDRESS)
    _limit(context, f"day#{address}", _MOST_A_DAY, _DAY)
    account = find_by_email(address, context.now)
    if account is not None and account.state is not AccountState.ACTIVE:
        account = None
    code = new_code()
    challenge = _challenge(context, account, code)
    notice = _notice(context, account, address, language, code)
    carry_out(context, [accounts.save_code(challenge, None)], [], [notice])
    send_now(context, notice.id)
    return challenge.id


def find_by_email(address: str, now: datetime) -> Account | None:
    """The account that signs in with that address. Whoever else holds the address signs in as nobody.

    It reads as much for an address that nobody holds: the time of the answer tells nothing.
    """
    holder = claims.holder_of(email_key(address), now)
    account = accounts.find(holder or address)
    return account if account is not None and account.email == address else None


def _limit(context: Context, key: str, most: int, window: timedelta = _WINDOW) -> None:
    """Count under a hash: addresses have no business among the keys of a counter."""
    limits.count(f"sign_in#{keyed_hash(context.settings, 'limit', key)}", most, window, context.now)


def _challenge(context: Context, account: Account | None, code: str) -> SignInCode:
    challenge_id = new_secret()
    return SignInCode(
        id=challenge_id,
        account_id=account.id if account else None,
        code_hash=_hash(context, challenge_id, code),
        expires_at=context.now + context.settings.code_life,
        tries_left=context.settings.code_tries,
    )


def _hash(context: Context, challenge_id: str, code: str) -> str:
    return keyed_hash(context.settings, "sign-in code", challenge_id, code)


def _notice(context: Context, account: Account | None, address: str, language: Language, code: str) -> Notice:
    until = context.now + context.settings.code_life
    if account is None:
        kind = NoticeKind.NO_ACCOUNT
        return write(context.new_id(), kind, address, language, context.now, {}, until)
    minutes = int(context.settings.code_life / timedelta(minutes=1))
    params: dict[str, str | int] = {"code": code, "minutes": minutes}
    kind = NoticeKind.SIGN_IN_CODE
    return write(context.new_id(), kind, address, account.language, context.now, params, until)


@retried
def enter_code(context: Context, challenge_id: str, typed: str) -> Opened | SecondCodeNeeded:
    """Take the code from the mail: signed in, or on to the second code.

    Raises `CODE_WRONG` with the tries that are left, `TOO_MANY_TRIES` after the last one, `CODE_EXPIRED`
    when it is too old or was used, and `ACCOUNT_DISABLED`.
    """
    was = _find(challenge_id)
    tried, right = domain.try_code(was, _hash(context, was.id, read_code(typed)), context.now)
    if not right or tried.account_id is None:
        commit([accounts.save_code(tried, was)])
        raise _wrong(tried)
    account = _active(tried.account_id)
    if not _needs_second_code(context, account):
        return open_session(context, account, [accounts.delete_code(was)])
    proven = domain.prove(was, context.settings.code_tries)
    commit([accounts.save_code(proven, was)])
    return SecondCodeNeeded(was.id, enrolment_for(context, account, was.id))


def read_second_step(context: Context, challenge_id: str) -> SecondCodeNeeded:
    """The second step again, for a page loaded once more. Raises `CODE_EXPIRED` where there is none."""
    challenge = _find(challenge_id)
    if not challenge.proven or challenge.account_id is None or context.now >= challenge.expires_at:
        raise _expired()
    account = _active(challenge.account_id)
    return SecondCodeNeeded(challenge.id, enrolment_for(context, account, challenge.id))


def enter_totp(context: Context, challenge_id: str, typed: str) -> Opened:
    """Take the code of the authenticator, and with it enrol the one who had none. Raises as `enter_code`."""
    count_second_code(context, _find(challenge_id).account_id or challenge_id)
    return _enter_totp(context, challenge_id, read_code(typed))


@retried
def _enter_totp(context: Context, challenge_id: str, typed: str) -> Opened:
    was = _find(challenge_id)
    tried = domain.try_second_code(was, context.now)
    account = _active(was.account_id or "")
    enrolment = enrolment_for(context, account, was.id)
    secret = enrolment.secret if enrolment else account.totp_secret
    step = domain.totp_step(secret, typed, account.totp_last_step, context.now)
    if step is None:
        commit([accounts.save_code(tried, was)])
        raise _wrong(tried)
    after = domain.with_totp(account, secret, step)
    writes = [accounts.save(after, account), accounts.delete_code(was)]
    deeds = [Deed(subject_of("account", account.id), Tag.TOTP_ENROLLED)] if enrolment else []
    return open_session(context, after, writes, deeds)


def _needs_second_code(context: Context, account: Account) -> bool:
    required = context.settings.totp_required and account.actor.is_staff
    return required or bool(account.totp_secret)


def _find(challenge_id: str) -> SignInCode:
    """One that is gone was used, or its row outlived its time: whoever typed is told the same of both."""
    challenge = accounts.find_code(challenge_id)
    if challenge is None:
        raise _expired()
    return challenge


def _active(account_id: str) -> Account:
    account = accounts.read(account_id)
    if account.state is not AccountState.ACTIVE:
        raise DomainError(ErrorCode.ACCOUNT_DISABLED, Kind.NOT_PERMITTED)
    return account


def _expired() -> DomainError:
    return invalid(ErrorCode.CODE_EXPIRED, "code")


def _wrong(tried: SignInCode) -> DomainError:
    if tried.tries_left < 1:
        return limited(ErrorCode.TOO_MANY_TRIES)
    return invalid(ErrorCode.CODE_WRONG, "code", tries_left=tried.tries_left)
