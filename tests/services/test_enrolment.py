"""Authenticators: enrolled with a right code, taken off whoever lost theirs."""

from datetime import timedelta

import pyotp
import pytest

from chalicelib.domain.actors import PUBLIC, SYSTEM, Role
from chalicelib.domain.errors import ErrorCode
from chalicelib.services.enrolment import confirm_enrolment, offer_enrolment, remove_totp
from chalicelib.services.sessions import open_session, read_session
from chalicelib.store import accounts
from tests.factories import NOW, a_context, as_partner, by
from tests.observed import tags_of
from tests.refusals import refused
from tests.stored import a_stored_account, a_stored_partner


@pytest.mark.usefixtures("store")
class TestAuthenticators:
    def test_can_be_enrolled_by_staff_of_their_own_accord(self) -> None:
        one = a_stored_account()
        secret = offer_enrolment(by(one), "session").secret
        confirm_enrolment(by(one), "session", pyotp.TOTP(secret).at(NOW))
        assert accounts.read(one.id).totp_secret == secret
        assert refused(offer_enrolment, by(one), "session") is ErrorCode.ALREADY_EXISTS

    def test_are_enrolled_by_a_right_code_alone(self) -> None:
        one = a_stored_account()
        secret = offer_enrolment(by(one), "session").secret
        code = pyotp.TOTP(secret).at(NOW - timedelta(minutes=5))
        assert refused(confirm_enrolment, by(one), "session", code) is ErrorCode.CODE_WRONG
        assert accounts.read(one.id).totp_secret == ""

    def test_are_not_for_partners(self) -> None:
        partner = a_context(as_partner(a_stored_partner()))
        assert refused(offer_enrolment, partner, "session") is ErrorCode.NOT_PERMITTED

    def test_are_removed_by_a_supervisor_which_signs_out(self) -> None:
        one = a_stored_account(totp_secret=pyotp.random_base32(), totp_last_step=7)
        opened = open_session(a_context(PUBLIC, NOW - timedelta(minutes=1)), one, ())
        remove_totp(by(a_stored_account(role=Role.SUPERVISOR)), one.id)
        after = accounts.read(one.id)
        assert (after.totp_secret, after.totp_last_step) == ("", 0)
        assert read_session(NOW, opened.token) is None
        assert tags_of("account", one.id)[-1] == "account:totp_removed"

    def test_are_not_removed_by_oneself_nor_by_staff(self) -> None:
        one = a_stored_account(role=Role.SUPERVISOR, totp_secret=pyotp.random_base32())
        assert refused(remove_totp, by(one), one.id) is ErrorCode.NOT_PERMITTED
        assert refused(remove_totp, by(a_stored_account()), one.id) is ErrorCode.NOT_PERMITTED

    def test_of_the_supervisor_who_is_alone_are_removed_by_the_operators_command(self) -> None:
        one = a_stored_account(role=Role.SUPERVISOR, totp_secret=pyotp.random_base32())
        remove_totp(a_context(SYSTEM), one.id)
        assert accounts.read(one.id).totp_secret == ""
