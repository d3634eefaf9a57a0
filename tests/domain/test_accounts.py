"""Codes, second codes, sessions and tokens: when they hold and when no more."""

from dataclasses import replace
from datetime import datetime, timedelta

import pyotp
import pytest

from chalicelib.domain.accounts import (
    AccountState,
    ApiToken,
    Session,
    SignInCode,
    prove,
    seen,
    session_holds,
    sign_out_everywhere,
    switch,
    token_holds,
    totp_step,
    try_code,
    try_second_code,
    with_totp,
    without_totp,
)
from chalicelib.domain.errors import ErrorCode
from tests.factories import NOW, an_account
from tests.refusals import refused

SECRET = pyotp.random_base32()
STEP = int(NOW.timestamp()) // 30


def a_code(**given: object) -> SignInCode:
    sound = SignInCode("challenge", "account", "right", NOW + timedelta(minutes=10))
    return replace(sound, **given)  # type: ignore[arg-type]


def a_session(**given: object) -> Session:
    sound = Session("account", "id", "hash", "csrf", NOW, NOW + timedelta(hours=12), NOW, timedelta(hours=2))
    return replace(sound, **given)  # type: ignore[arg-type]


def at(moment: datetime) -> str:
    return pyotp.TOTP(SECRET).at(moment)


def test_a_try_is_counted_whether_right_or_wrong() -> None:
    for typed, right in (("right", True), ("wrong", False)):
        tried, was_right = try_code(a_code(tries_left=3), typed, NOW)
        assert (tried.tries_left, was_right) == (2, right)


def test_the_right_code_of_no_account_is_wrong() -> None:
    assert try_code(a_code(account_id=None), "right", NOW)[1] is False


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        (a_code(tries_left=0), ErrorCode.TOO_MANY_TRIES),
        (a_code(expires_at=NOW), ErrorCode.CODE_EXPIRED),
        (a_code(proven=True), ErrorCode.CODE_EXPIRED),
    ],
)
def test_no_code_is_taken_after_its_tries_its_time_or_its_use(code: SignInCode, refusal: ErrorCode) -> None:
    assert refused(try_code, code, "right", NOW) is refusal


def test_the_second_code_comes_after_the_first_and_has_tries_of_its_own() -> None:
    assert refused(try_second_code, a_code(), NOW) is ErrorCode.CODE_EXPIRED
    proven = prove(a_code(tries_left=1), tries=5)
    assert try_second_code(proven, NOW).tries_left == 4
    assert refused(try_second_code, proven, proven.expires_at) is ErrorCode.CODE_EXPIRED


def test_an_authenticator_may_be_a_step_early_or_late() -> None:
    found = [totp_step(SECRET, at(NOW + timedelta(seconds=s)), 0, NOW) for s in (-60, -30, 0, 30, 60)]
    assert found == [None, STEP - 1, STEP, STEP + 1, None]


def test_a_step_that_is_spent_spends_those_before_it() -> None:
    found = [totp_step(SECRET, at(NOW + timedelta(seconds=s)), STEP, NOW) for s in (-30, 0, 30)]
    assert found == [None, None, STEP + 1]


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef"])
def test_what_is_no_code_is_of_no_step(typed: str) -> None:
    assert totp_step(SECRET, typed, 0, NOW) is None


@pytest.mark.parametrize(
    ("session", "holds"),
    [
        (a_session(), True),
        (a_session(expires_at=NOW), False),
        (a_session(seen_at=NOW - timedelta(hours=2)), False),
        (a_session(seen_at=NOW - timedelta(hours=1, minutes=59)), True),
        (a_session(began_at=NOW - timedelta(days=61)), False),
    ],
)
def test_a_session_holds_within_its_life_while_it_is_used(session: Session, holds: bool) -> None:  # noqa: FBT001
    assert session_holds(session, an_account(), NOW) is holds


def test_signing_out_everywhere_ends_what_began_before() -> None:
    account = sign_out_everywhere(an_account(), NOW + timedelta(seconds=1))
    assert not session_holds(a_session(), account, NOW + timedelta(seconds=2))


def test_use_is_noted_every_five_minutes() -> None:
    session = a_session()
    assert seen(session, NOW + timedelta(minutes=4)) is session
    assert seen(session, NOW + timedelta(minutes=5)).seen_at == NOW + timedelta(minutes=5)


def test_disabling_ends_sessions_and_tokens_and_enabling_ends_sessions_again() -> None:
    token = ApiToken("account", "id", "name", "hash", NOW, NOW + timedelta(days=1))
    account = an_account()
    disabled = switch(account, AccountState.DISABLED, NOW)
    enabled = switch(disabled, AccountState.ACTIVE, NOW + timedelta(hours=1))
    assert not session_holds(a_session(), disabled, NOW)
    assert not session_holds(a_session(), enabled, NOW + timedelta(hours=1))
    assert [token_holds(token, one, NOW) for one in (account, disabled, enabled)] == [True, False, True]
    assert refused(switch, disabled, AccountState.DISABLED, NOW) is ErrorCode.ILLEGAL_TRANSITION


def test_a_token_holds_until_it_expires_or_is_revoked() -> None:
    token = ApiToken("account", "id", "name", "hash", NOW, NOW + timedelta(days=1))
    assert not token_holds(token, an_account(), NOW + timedelta(days=1))
    assert not token_holds(replace(token, revoked_at=NOW), an_account(), NOW)


def test_losing_the_authenticator_forgets_it_and_signs_out() -> None:
    account = without_totp(with_totp(an_account(), SECRET, STEP), NOW)
    assert (account.totp_secret, account.totp_last_step, account.sessions_from) == ("", 0, NOW)
    assert account.version == 3
