"""API tokens: shown once, kept as hashes, expiring, revocable."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.accounts import Account, AccountState
from chalicelib.domain.actors import PUBLIC, Role
from chalicelib.domain.errors import ErrorCode
from chalicelib.services.api_tokens import (
    list_api_tokens,
    make_api_token,
    read_api_token,
    revoke_api_token,
)
from chalicelib.services.context import Context
from chalicelib.services.sessions import open_session, read_session
from chalicelib.store import accounts
from chalicelib.store.commit import commit
from tests.factories import NOW, a_context
from tests.observed import events_of
from tests.refusals import refused, refused_field
from tests.stored import a_stored_account

pytestmark = pytest.mark.usefixtures("store")


def as_account(account: Account) -> Context:
    return a_context(account.actor)


def test_a_token_acts_for_the_account_that_made_it() -> None:
    account = a_stored_account(role=Role.PARTNER, partner_id="01JPARTNER")
    made = make_api_token(as_account(account), "  stock   system ", 30)
    assert read_api_token(NOW, made.text) == account.actor
    assert (made.token.name, made.token.expires_at) == ("stock system", NOW + timedelta(days=30))


def test_its_text_is_kept_nowhere() -> None:
    account = a_stored_account()
    made = make_api_token(as_account(account), "stock system", 30)
    secret = made.text.split(".")[3]
    assert secret not in repr(accounts.list_tokens(account.id))
    assert secret not in repr(events_of("account", account.id))


def test_it_is_known_by_how_it_begins() -> None:
    made = make_api_token(as_account(a_stored_account()), "stock system", 30)
    assert made.text.startswith("aman.")
    assert read_api_token(NOW, made.text.removeprefix("aman.")) is None


def test_it_ends_with_its_days() -> None:
    made = make_api_token(as_account(a_stored_account()), "stock system", 1)
    assert read_api_token(NOW + timedelta(hours=23, minutes=59), made.text) is not None
    assert read_api_token(NOW + timedelta(days=1), made.text) is None


def test_it_ends_when_it_is_revoked_and_stays_on_the_list() -> None:
    context = as_account(a_stored_account())
    made, other = (make_api_token(context, name, 30) for name in ("one", "other"))
    revoke_api_token(context, made.token.id)
    assert read_api_token(NOW, made.text) is None
    assert read_api_token(NOW, other.text) is not None
    assert {one.name: one.revoked_at for one in list_api_tokens(context)} == {"one": NOW, "other": None}
    assert refused(revoke_api_token, context, made.token.id) is ErrorCode.ILLEGAL_TRANSITION


def test_it_does_not_let_a_disabled_account_in() -> None:
    account = a_stored_account()
    made = make_api_token(as_account(account), "stock system", 30)
    commit([accounts.save(replace(account, state=AccountState.DISABLED, version=2), account)])
    assert read_api_token(NOW, made.text) is None


def test_nobody_revokes_or_lists_anothers() -> None:
    made = make_api_token(as_account(a_stored_account()), "stock system", 30)
    stranger = as_account(a_stored_account())
    assert list_api_tokens(stranger) == ()
    assert refused(revoke_api_token, stranger, made.token.id) is ErrorCode.NOT_FOUND


@pytest.mark.parametrize(
    "text", ["", "aman.", "aman.a.b", "aman.a.b.c", "aman.a.b." + "x" * 43, "aman.é.b.c"]
)
def test_what_is_no_token_of_ours_leads_nowhere(text: str) -> None:
    assert read_api_token(NOW, text) is None


def test_a_session_is_no_token_and_a_token_is_no_session() -> None:
    account = a_stored_account()
    opened = open_session(a_context(PUBLIC), account, ())
    made = make_api_token(as_account(account), "stock system", 30)
    assert read_api_token(NOW, f"aman.{opened.token}") is None
    assert read_session(NOW, made.text.removeprefix("aman.")) is None


@pytest.mark.parametrize(
    ("name", "days", "field"), [("  ", 30, "name"), ("a", 0, "days"), ("a", 367, "days")]
)
def test_it_needs_a_name_and_an_end_within_a_year(name: str, days: int, field: str) -> None:
    assert refused_field(make_api_token, as_account(a_stored_account()), name, days) == field


def test_the_public_makes_none() -> None:
    assert refused(make_api_token, a_context(PUBLIC), "a", 30) is ErrorCode.NOT_PERMITTED


def test_making_and_revoking_stand_in_the_trail() -> None:
    account = a_stored_account()
    made = make_api_token(as_account(account), "stock system", 30)
    revoke_api_token(as_account(account), made.token.id)
    events = events_of("account", account.id)
    assert [event.tag.value for event in events] == ["account:api_token_made", "account:api_token_revoked"]
    assert all(event.details["token"] == made.token.id for event in events)
