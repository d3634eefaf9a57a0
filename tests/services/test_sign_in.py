"""Signing in: a code by mail, a second one from an authenticator, and nobody learns who has an account."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.accounts import AccountState
from chalicelib.domain.audit import first_broken
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.partners import Language
from chalicelib.services.sessions import Opened, read_session
from chalicelib.services.sign_in import enter_code
from chalicelib.store import accounts, audit, outbox
from chalicelib.store.commit import commit
from tests.factories import NOW
from tests.mailbox import code_sent_to, other_than, sent_mails
from tests.observed import tags_of
from tests.refusals import refused
from tests.services.signing_in import begin, somebody
from tests.stored import a_stored_account


@pytest.mark.usefixtures("ses")
class TestTheCodeByMail:
    def test_opens_a_session_of_the_account_that_has_the_address(self) -> None:
        account = a_stored_account()
        challenge = begin(account.email)
        opened = enter_code(somebody(), challenge, code_sent_to(account.email))
        assert isinstance(opened, Opened)
        signed_in = read_session(NOW, opened.token)
        assert signed_in is not None
        assert signed_in.actor == account.actor
        assert tags_of("account", account.id) == ["account:signed_in"]

    def test_is_found_however_the_address_is_typed(self) -> None:
        account = a_stored_account(email="salem@example.org")
        begin("  Salem@Example.ORG ")
        assert code_sent_to(account.email)

    @pytest.mark.parametrize(
        "typed",
        [
            pytest.param(lambda code: f" {code[:3]} {code[3:]} ", id="with spaces"),
            pytest.param(
                lambda code: code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), id="Arabic-Indic"
            ),
            pytest.param(lambda code: f"\u200f{code}\u200e", id="with marks of direction"),
        ],
    )
    def test_is_taken_as_people_type_it(self, typed: Callable[[str], str]) -> None:
        account = a_stored_account()
        challenge = begin(account.email)
        assert isinstance(enter_code(somebody(), challenge, typed(code_sent_to(account.email))), Opened)

    def test_is_written_in_the_language_of_the_account(self) -> None:
        account = a_stored_account(language=Language.ARABIC)
        begin(account.email)
        assert 'lang="ar"' in sent_mails()[-1].html

    def test_is_kept_as_a_hash_that_hangs_on_its_challenge(self) -> None:
        account = a_stored_account()
        first, second = begin(account.email), begin(account.email)
        code = code_sent_to(account.email)
        kept = [accounts.find_code(one) for one in (first, second)]
        assert all(one is not None and code not in one.code_hash for one in kept)
        assert refused(enter_code, somebody(), first, code) is ErrorCode.CODE_WRONG

    def test_works_once(self) -> None:
        account = a_stored_account()
        challenge, context = begin(account.email), somebody()
        code = code_sent_to(account.email)
        enter_code(context, challenge, code)
        assert refused(enter_code, context, challenge, code) is ErrorCode.CODE_EXPIRED

    def test_expires_after_ten_minutes(self) -> None:
        account = a_stored_account()
        challenge = begin(account.email)
        late = somebody(NOW + timedelta(minutes=10))
        assert refused(enter_code, late, challenge, code_sent_to(account.email)) is ErrorCode.CODE_EXPIRED

    def test_may_be_mistyped_four_times_and_not_five(self) -> None:
        account = a_stored_account()
        challenge = begin(account.email)
        code = code_sent_to(account.email)
        for _ in range(4):
            assert refused(enter_code, somebody(), challenge, other_than(code)) is ErrorCode.CODE_WRONG
        assert refused(enter_code, somebody(), challenge, other_than(code)) is ErrorCode.TOO_MANY_TRIES
        assert refused(enter_code, somebody(), challenge, code) is ErrorCode.TOO_MANY_TRIES

    def test_of_another_challenge_leads_nowhere(self) -> None:
        assert refused(enter_code, somebody(), "nothing-of-ours", "123456") is ErrorCode.CODE_EXPIRED

    def test_is_of_no_use_to_a_disabled_account(self) -> None:
        account = a_stored_account()
        challenge = begin(account.email)
        commit([accounts.save(replace(account, state=AccountState.DISABLED, version=2), account)])
        code = code_sent_to(account.email)
        assert refused(enter_code, somebody(), challenge, code) is ErrorCode.ACCOUNT_DISABLED


@pytest.mark.usefixtures("ses")
class TestWhoHasAnAccount:
    def test_is_told_to_nobody_but_the_reader_of_the_mails(self) -> None:
        challenge = begin("stranger@example.org")
        assert sent_mails()[-1].to == "stranger@example.org"
        assert "No account uses it" in sent_mails()[-1].html
        refusals = [refused(enter_code, somebody(), challenge, "123456") for _ in range(5)]
        assert refusals == [ErrorCode.CODE_WRONG] * 4 + [ErrorCode.TOO_MANY_TRIES]

    def test_is_not_told_by_what_is_written_either(self) -> None:
        known, unknown = begin(a_stored_account().email), begin("stranger@example.org")
        of_both = [accounts.find_code(one) for one in (known, unknown)]
        assert all(one is not None for one in of_both)
        assert len(sent_mails()) == 2

    def test_is_not_told_to_a_disabled_account(self) -> None:
        account = a_stored_account(state=AccountState.DISABLED)
        begin(account.email)
        assert "No account uses it" in sent_mails()[-1].html


@pytest.mark.usefixtures("store")
class TestLimits:
    def test_five_codes_in_a_quarter_of_an_hour_for_one_address(self) -> None:
        address = a_stored_account().email
        for _ in range(5):
            begin(address)
        assert refused(begin, address) is ErrorCode.TOO_MANY_REQUESTS
        assert begin(address, somebody(NOW + timedelta(minutes=15)))

    def test_twenty_codes_in_a_day_for_one_address(self) -> None:
        address = a_stored_account().email
        morning = NOW.replace(hour=0)
        for quarter in range(20):
            begin(address, somebody(morning + timedelta(minutes=15 * quarter)))
        assert refused(begin, address, somebody(morning + timedelta(hours=6))) is ErrorCode.TOO_MANY_REQUESTS
        assert begin(address, somebody(morning + timedelta(hours=24)))

    def test_are_the_same_for_an_address_without_an_account(self) -> None:
        for _ in range(5):
            begin("stranger@example.org")
        assert refused(begin, "stranger@example.org") is ErrorCode.TOO_MANY_REQUESTS

    def test_thirty_codes_in_a_quarter_of_an_hour_from_one_source(self) -> None:
        for number in range(30):
            begin(f"stranger{number}@example.org")
        assert refused(begin, "one-more@example.org") is ErrorCode.TOO_MANY_REQUESTS

    def test_a_mail_that_cannot_go_out_waits_for_the_job(self) -> None:
        begin(a_stored_account().email)
        (waiting,) = outbox.list_due(NOW + timedelta(minutes=1), 10)
        assert (waiting.attempts, waiting.due_at) == (1, NOW + timedelta(seconds=30))


@pytest.mark.engines
@pytest.mark.usefixtures("roto")
class TestManyAtOnce:
    @pytest.fixture(autouse=True)
    def _codes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """No mail goes out of this store; the code is known instead."""
        monkeypatch.setattr("chalicelib.services.sign_in.new_code", lambda: "204817")

    def outcomes(self, challenge: str, typed: list[str]) -> list[ErrorCode | str]:
        def outcome(code: str) -> ErrorCode | str:
            try:
                enter_code(somebody(), challenge, code)
            except DomainError as refusal:
                return refusal.code
            return "in"

        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(outcome, typed))

    def test_the_right_code_typed_eight_times_opens_one_session(self) -> None:
        account = a_stored_account()
        outcomes = self.outcomes(begin(account.email), ["204817"] * 8)
        assert sorted(outcomes) == [ErrorCode.CODE_EXPIRED] * 7 + ["in"]
        assert len(accounts.list_sessions(account.id)) == 1
        events = audit.list_of(f"account:{account.id}").items
        assert (len(events), first_broken(events)) == (1, None)

    def test_eight_wrong_codes_are_five_tries(self) -> None:
        account = a_stored_account()
        challenge = begin(account.email)
        outcomes = self.outcomes(challenge, ["111111"] * 8)
        assert outcomes.count(ErrorCode.CODE_WRONG) == 4
        assert outcomes.count(ErrorCode.TOO_MANY_TRIES) == 4
        kept = accounts.find_code(challenge)
        assert kept is not None
        assert (kept.tries_left, kept.version) == (0, 6)
        assert refused(enter_code, somebody(), challenge, "204817") is ErrorCode.TOO_MANY_TRIES
