"""API tokens: a program's way in, with the rights of the account that made it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain import accounts as domain
from chalicelib.domain.accounts import TOKEN_HOLDS_AT_MOST, ApiToken
from chalicelib.domain.actors import Actor
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.errors import ErrorCode, conflict, invalid, not_permitted
from chalicelib.services.context import Context
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.services.secrets_kept import Bearer, hash_of, new_secret, proves, read_bearer
from chalicelib.store import accounts

PREFIX = "aman."
"""By it a scanner for leaked secrets knows one of ours."""
NAME_MOST = 80


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A token and its text, which is shown this once and kept nowhere."""

    token: ApiToken
    text: str


@retried
def make_api_token(context: Context, name: str, days: int) -> MadeToken:
    """Make a token of one's own that holds so many days, a year at most."""
    account_id = _own_account(context)
    label = " ".join(name.split())
    if not 1 <= len(label) <= NAME_MOST:
        raise invalid(ErrorCode.REQUIRED, "name")
    if not 1 <= days <= TOKEN_HOLDS_AT_MOST.days:
        raise invalid(ErrorCode.PERIOD_INVALID, "days", most=TOKEN_HOLDS_AT_MOST.days)
    bearer = Bearer(account_id, context.new_id(), new_secret())
    expires_at = context.now + timedelta(days=days)
    token = ApiToken(account_id, bearer.id, label, hash_of(bearer.secret), context.now, expires_at)
    deed = Deed(subject_of("account", account_id), Tag.API_TOKEN_MADE, {"token": token.id, "days": days})
    carry_out(context, [accounts.save_token(token, None)], [deed])
    return MadeToken(token, f"{PREFIX}{bearer}")


def list_api_tokens(context: Context) -> tuple[ApiToken, ...]:
    """One's own tokens, the newest first, those that no longer hold too."""
    found = accounts.list_tokens(_own_account(context))
    return tuple(sorted(found, key=lambda one: one.made_at, reverse=True))


@retried
def revoke_api_token(context: Context, token_id: str) -> None:
    """End a token of one's own, at once and for good."""
    was = accounts.read_token(_own_account(context), token_id)
    if was.revoked_at is not None:
        raise conflict(ErrorCode.ILLEGAL_TRANSITION, state="revoked", action="revoke")
    after = replace(was, revoked_at=context.now, version=was.version + 1)
    deed = Deed(subject_of("account", was.account_id), Tag.API_TOKEN_REVOKED, {"token": was.id})
    carry_out(context, [accounts.save_token(after, was)], [deed])


def read_api_token(now: datetime, text: str) -> Actor | None:
    """Who comes with that token; None where it is none of ours, has expired or was revoked."""
    bearer = read_bearer(text.removeprefix(PREFIX)) if text.startswith(PREFIX) else None
    token = accounts.find_token(bearer.account_id, bearer.id) if bearer else None
    if bearer is None or token is None or not proves(bearer, token.secret_hash):
        return None
    account = accounts.find(bearer.account_id)
    holds = account is not None and domain.token_holds(token, account, now)
    return account.actor if account is not None and holds else None


def _own_account(context: Context) -> str:
    if context.actor.account_id is None:
        raise not_permitted()
    return context.actor.account_id
