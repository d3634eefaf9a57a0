"""Signing in with a second code, from an authenticator."""

from datetime import datetime, timedelta

import pyotp
import pytest

from chalicelib.domain.accounts import Account
from chalicelib.domain.actors import Role
from chalicelib.domain.errors import ErrorCode
from chalicelib.services.context import Context
from chalicelib.services.sessions import Opened, read_session
from chalicelib.services.sign_in import SecondCodeNeeded, enter_code, enter_totp, read_second_step
from chalicelib.store import accounts
from tests.factories import NOW
from tests.mailbox import code_sent_to, other_than
from tests.observed import tags_of
from tests.refusals import refused
from tests.services.signing_in import begin, somebody
from tests.stored import a_stored_account

SECRET = pyotp.random_base32()


def at(moment: datetime, secret: str = SECRET) -> str:
    return pyotp.TOTP(secret).at(moment)


@pytest.mark.usefixtures("ses")
class TestTheSecondCode:
    def first_step(self, account: Account, context: Context) -> SecondCodeNeeded:
        challenge = begin(account.email, context)
        needed = enter_code(context, challenge, code_sent_to(account.email))
        assert isinstance(needed, SecondCodeNeeded)
        return needed

    def test_is_asked_of_whoever_has_an_authenticator(self) -> None:
        account = a_stored_account(totp_secret=SECRET)
        needed = self.first_step(account, somebody())
        assert needed.enrolment is None
        opened = enter_totp(somebody(), needed.challenge_id, at(NOW))
        assert read_session(NOW, opened.token) is not None

    def test_is_taken_a_step_early_or_late_and_no_more(self) -> None:
        account = a_stored_account(totp_secret=SECRET)
        needed = self.first_step(account, somebody())
        for seconds in (-60, 60):
            code = at(NOW + timedelta(seconds=seconds))
            assert refused(enter_totp, somebody(), needed.challenge_id, code) is ErrorCode.CODE_WRONG
        assert enter_totp(somebody(), needed.challenge_id, at(NOW - timedelta(seconds=30)))

    def test_works_once_even_for_another_sign_in(self) -> None:
        account = a_stored_account(totp_secret=SECRET)
        for _ in range(2):
            needed = self.first_step(account, somebody())
            if accounts.read(account.id).totp_last_step == 0:
                enter_totp(somebody(), needed.challenge_id, at(NOW))
        assert refused(enter_totp, somebody(), needed.challenge_id, at(NOW)) is ErrorCode.CODE_WRONG

    def test_comes_only_after_the_code_by_mail(self) -> None:
        account = a_stored_account(totp_secret=SECRET)
        challenge = begin(account.email)
        assert refused(enter_totp, somebody(), challenge, at(NOW)) is ErrorCode.CODE_EXPIRED
        assert refused(read_second_step, somebody(), challenge) is ErrorCode.CODE_EXPIRED

    def test_may_be_mistyped_four_times_and_not_five(self) -> None:
        account = a_stored_account(totp_secret=SECRET)
        needed = self.first_step(account, somebody())
        wrong = other_than(at(NOW))
        refusals = [refused(enter_totp, somebody(), needed.challenge_id, wrong) for _ in range(5)]
        assert refusals == [ErrorCode.CODE_WRONG] * 4 + [ErrorCode.TOO_MANY_TRIES]
        assert refused(enter_totp, somebody(), needed.challenge_id, at(NOW)) is ErrorCode.TOO_MANY_TRIES

    def test_cannot_be_guessed_by_signing_in_again_and_again(self) -> None:
        account = a_stored_account(totp_secret=SECRET)
        wrong = other_than(at(NOW))
        for _ in range(2):
            needed = self.first_step(account, somebody())
            for _ in range(5):
                refused(enter_totp, somebody(), needed.challenge_id, wrong)
        third = self.first_step(account, somebody())
        assert refused(enter_totp, somebody(), third.challenge_id, at(NOW)) is ErrorCode.TOO_MANY_REQUESTS

    @pytest.mark.parametrize("role", [Role.STAFF, Role.SUPERVISOR])
    def test_is_enrolled_by_staff_at_their_first_sign_in_where_it_is_required(self, role: Role) -> None:
        account, context = a_stored_account(role=role), somebody(second_code=True)
        needed = self.first_step(account, context)
        assert needed.enrolment is not None
        assert read_second_step(context, needed.challenge_id) == needed
        opened = enter_totp(context, needed.challenge_id, at(NOW, needed.enrolment.secret))
        assert opened.account.totp_secret == needed.enrolment.secret
        assert tags_of("account", account.id) == ["account:totp_enrolled", "account:signed_in"]

    def test_is_not_enrolled_by_a_wrong_one(self) -> None:
        account, context = a_stored_account(), somebody(second_code=True)
        needed = self.first_step(account, context)
        assert needed.enrolment is not None
        wrong = other_than(at(NOW, needed.enrolment.secret))
        assert refused(enter_totp, context, needed.challenge_id, wrong) is ErrorCode.CODE_WRONG
        assert accounts.read(account.id).totp_secret == ""

    def test_is_shown_to_be_typed_opened_and_scanned(self) -> None:
        account, context = a_stored_account(email="maryam@example.org"), somebody(second_code=True)
        enrolment = self.first_step(account, context).enrolment
        assert enrolment is not None
        assert pyotp.parse_uri(enrolment.uri).name == "maryam@example.org"
        assert f"secret={enrolment.secret}" in enrolment.uri
        assert enrolment.qr_svg.startswith("<svg")
        assert "style=" not in enrolment.qr_svg

    def test_differs_from_one_browser_to_the_next_until_it_is_enrolled(self) -> None:
        account, context = a_stored_account(), somebody(second_code=True)
        first, second = self.first_step(account, context), self.first_step(account, context)
        assert first.enrolment is not None
        assert second.enrolment is not None
        assert first.enrolment.secret != second.enrolment.secret

    def test_is_not_asked_of_partners(self) -> None:
        account = a_stored_account(role=Role.PARTNER, partner_id="01JPARTNER")
        context = somebody(second_code=True)
        challenge = begin(account.email, context)
        assert isinstance(enter_code(context, challenge, code_sent_to(account.email)), Opened)
