"""Sessions: a token that only its browser has, and every way in which it ends."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.accounts import Account, AccountState
from chalicelib.domain.actors import PUBLIC, Role
from chalicelib.domain.errors import ErrorCode
from chalicelib.services.context import Context
from chalicelib.services.secrets_kept import hash_of
from chalicelib.services.sessions import (
    Opened,
    list_sessions,
    open_session,
    read_session,
    sign_out,
    sign_out_everywhere,
)
from chalicelib.store import accounts
from chalicelib.store.commit import commit
from tests.factories import NOW, SETTINGS, a_context
from tests.observed import tags_of
from tests.refusals import refused
from tests.stored import a_stored_account

pytestmark = pytest.mark.usefixtures("store")


def signed_in(account: Account, context: Context | None = None) -> Opened:
    return open_session(context or a_context(PUBLIC), account, ())


def as_account(account: Account) -> Context:
    return a_context(account.actor)


def session_id(opened: Opened) -> str:
    return opened.token.split(".")[1]


def test_a_token_leads_to_its_account_and_says_how_forms_are_signed() -> None:
    account = a_stored_account(role=Role.PARTNER, partner_id="01JPARTNER")
    found = read_session(NOW, signed_in(account).token)
    assert found is not None
    assert (found.account, found.actor.partner_id) == (account, "01JPARTNER")
    assert len(found.csrf_secret) >= 40


def test_the_store_keeps_a_hash_of_the_secret_alone() -> None:
    account = a_stored_account()
    secret = signed_in(account).token.split(".")[2]
    (kept,) = accounts.list_sessions(account.id)
    assert kept.secret_hash == hash_of(secret)
    assert secret not in repr(kept)


@pytest.mark.parametrize("spoil", ["", "x", "a.b", "a.b.c", "{id}.{session}.{wrong}", "ä.ö.ü", "." * 3000])
def test_what_is_no_token_of_ours_leads_nowhere(spoil: str) -> None:
    account = a_stored_account()
    opened = signed_in(account)
    token = spoil.format(id=account.id, session=session_id(opened), wrong="w" * 43)
    assert read_session(NOW, token) is None


def test_the_secret_of_one_session_does_not_open_another() -> None:
    account = a_stored_account()
    first, second = signed_in(account), signed_in(account)
    mixed = f"{account.id}.{session_id(first)}.{second.token.split('.')[2]}"
    assert read_session(NOW, mixed) is None


def test_a_session_ends_after_its_life_however_much_it_is_used() -> None:
    long_ago = replace(SETTINGS, session_life=timedelta(hours=1), session_idle=timedelta(hours=9))
    opened = signed_in(a_stored_account(), replace(a_context(PUBLIC), settings=long_ago))
    assert read_session(NOW + timedelta(minutes=59), opened.token) is not None
    assert read_session(NOW + timedelta(minutes=60), opened.token) is None


def test_a_session_ends_when_nobody_uses_it() -> None:
    opened = signed_in(a_stored_account())
    assert read_session(NOW + SETTINGS.session_idle, opened.token) is None


def test_a_session_that_is_used_goes_on() -> None:
    opened = signed_in(a_stored_account())
    for hours in (1, 2, 3, 4):
        assert read_session(NOW + timedelta(hours=hours), opened.token) is not None


def test_its_use_is_not_written_down_at_every_request() -> None:
    account = a_stored_account()
    opened = signed_in(account)
    for minutes in (1, 2, 3, 4):
        read_session(NOW + timedelta(minutes=minutes), opened.token)
    (kept,) = accounts.list_sessions(account.id)
    assert kept.version == 1


def test_a_disabled_account_is_signed_out_at_once() -> None:
    account = a_stored_account()
    opened = signed_in(account)
    commit([accounts.save(replace(account, state=AccountState.DISABLED, version=2), account)])
    assert read_session(NOW, opened.token) is None


def test_signing_out_ends_this_session_and_leaves_the_others() -> None:
    account = a_stored_account()
    here, there = signed_in(account), signed_in(account)
    sign_out(as_account(account), session_id(here))
    assert read_session(NOW, here.token) is None
    assert read_session(NOW, there.token) is not None
    assert tags_of("account", account.id)[-1] == "account:signed_out"


def test_somebody_elses_session_is_not_there_to_be_ended() -> None:
    opened = signed_in(a_stored_account())
    stranger = a_stored_account()
    assert refused(sign_out, as_account(stranger), session_id(opened)) is ErrorCode.NOT_FOUND
    assert read_session(NOW, opened.token) is not None


def test_signing_out_everywhere_ends_all_sessions_and_lets_one_sign_in_anew() -> None:
    account = a_stored_account()
    before = [signed_in(account) for _ in range(3)]
    sign_out_everywhere(as_account(account))
    assert [read_session(NOW, opened.token) for opened in before] == [None] * 3
    again = signed_in(accounts.read(account.id))
    assert read_session(NOW, again.token) is not None
    assert tags_of("account", account.id)[-2:] == ["account:signed_out_everywhere", "account:signed_in"]


def test_the_list_has_the_sessions_that_still_hold() -> None:
    account = a_stored_account()
    signed_in(account, a_context(PUBLIC, NOW - timedelta(hours=13)))
    older = signed_in(account, a_context(PUBLIC, NOW - timedelta(hours=1)))
    newer = signed_in(account)
    listed = list_sessions(as_account(account))
    assert [one.id for one in listed] == [session_id(newer), session_id(older)]


def test_the_public_has_no_sessions_to_list_or_end() -> None:
    assert refused(list_sessions, a_context(PUBLIC)) is ErrorCode.NOT_PERMITTED
    assert refused(sign_out_everywhere, a_context(PUBLIC)) is ErrorCode.NOT_PERMITTED
