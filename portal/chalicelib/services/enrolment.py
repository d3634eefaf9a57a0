"""Authenticators: enrol one, prove that it works, take it off the account of whoever lost it."""

import base64
from dataclasses import dataclass
from datetime import timedelta

import pyotp
import segno

from chalicelib.domain import accounts as domain
from chalicelib.domain.accounts import Account
from chalicelib.domain.actors import Role
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.errors import ErrorCode, conflict, invalid, not_permitted
from chalicelib.services.context import Context
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.services.secrets_kept import keyed_hash, read_code
from chalicelib.store import accounts, limits

ISSUER = "Aman Network"
_SECRET_BYTES = 20
_WINDOW = timedelta(minutes=15)
_MOST_SECOND_CODES = 10


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator has to be told: to be typed, opened or scanned. `qr_svg` is an SVG element."""

    secret: str
    uri: str
    qr_svg: str


def enrolment_for(context: Context, account: Account, binding: str) -> Enrolment | None:
    """What to show an account that has no authenticator yet; None to one that has.

    The secret follows from `binding`, the sign-in or the session that asks: nothing has to be kept before it
    is proven, and two browsers never share one.
    """
    if account.totp_secret:
        return None
    digest = bytes.fromhex(keyed_hash(context.settings, "authenticator", account.id, binding))
    secret = base64.b32encode(digest[:_SECRET_BYTES]).decode()
    uri = pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=ISSUER)
    return Enrolment(secret, uri, segno.make(uri, error="m").svg_inline(scale=4, border=4, light="#fff"))


def count_second_code(context: Context, account_id: str) -> None:
    """Count a try of a second code over all sign-ins: whoever reads the mails must not guess it either."""
    limits.count(f"second_code#{account_id}", _MOST_SECOND_CODES, _WINDOW, context.now)


def offer_enrolment(context: Context, session_id: str) -> Enrolment:
    """What to show staff who enrol of their own accord. Raises `ALREADY_EXISTS` to those who have."""
    return _offer(context, _own_staff_account(context), session_id)


def _offer(context: Context, account: Account, session_id: str) -> Enrolment:
    enrolment = enrolment_for(context, account, session_id)
    if enrolment is None:
        raise conflict(ErrorCode.ALREADY_EXISTS)
    return enrolment


def confirm_enrolment(context: Context, session_id: str, typed: str) -> None:
    """Enrol the authenticator that gave this code. Raises `CODE_WRONG`."""
    count_second_code(context, _own_staff_account(context).id)
    _confirm_enrolment(context, session_id, read_code(typed))


@retried
def _confirm_enrolment(context: Context, session_id: str, typed: str) -> None:
    was = _own_staff_account(context)
    secret = _offer(context, was, session_id).secret
    step = domain.totp_step(secret, typed, was.totp_last_step, context.now)
    if step is None:
        raise invalid(ErrorCode.CODE_WRONG, "code")
    deed = Deed(subject_of("account", was.id), Tag.TOTP_ENROLLED)
    carry_out(context, [accounts.save(domain.with_totp(was, secret, step), was)], [deed])


@retried
def remove_totp(context: Context, account_id: str) -> None:
    """Take the authenticator off the account of a colleague who lost it, and sign the account out.

    For supervisors, of others only: a stolen session must not take off its own. SYSTEM is the operator's
    command, for the supervisor who is alone.
    """
    if context.actor.role not in {Role.SUPERVISOR, Role.SYSTEM} or context.actor.account_id == account_id:
        raise not_permitted()
    was = accounts.read(account_id)
    if not was.totp_secret:
        raise conflict(ErrorCode.ILLEGAL_TRANSITION, state="without_totp", action="remove_totp")
    deed = Deed(subject_of("account", was.id), Tag.TOTP_REMOVED)
    carry_out(context, [accounts.save(domain.without_totp(was, context.now), was)], [deed])


def _own_staff_account(context: Context) -> Account:
    if not context.actor.is_staff or context.actor.account_id is None:
        raise not_permitted()
    return accounts.read(context.actor.account_id)
