"""Accounts of staff and supervisors, and the supervisor who must remain."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.domain.accounts import Account, AccountState
from chalicelib.domain.actors import PUBLIC, SYSTEM, Role
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.notices import NoticeKind
from chalicelib.domain.partners import Language
from chalicelib.services.accounts import (
    disable_account,
    edit_account,
    enable_account,
    first_supervisor,
    invite_account,
    list_accounts,
    list_colleagues,
    read_account,
)
from chalicelib.services.context import Context
from chalicelib.services.sessions import open_session, read_session
from chalicelib.services.sign_in import find_by_email
from chalicelib.store import accounts
from tests.factories import NOW, STAFF, SUPERVISOR, a_context, as_partner, by
from tests.observed import mails, tags_of
from tests.refusals import refused, refused_field
from tests.stored import a_stored_account, a_stored_partner


def a_supervisor() -> Account:
    return a_stored_account(role=Role.SUPERVISOR)


def invite(context: Context, email: str = "noura@example.org", role: Role = Role.STAFF) -> Account:
    return invite_account(context, " نورة   سعيد ", email, role, Language.ARABIC)


@pytest.mark.usefixtures("store")
class TestInviting:
    def test_opens_an_account_and_mails_an_invitation(self) -> None:
        account = invite(a_context(SUPERVISOR), "Noura@Example.org")
        assert find_by_email("noura@example.org", NOW) == account
        assert (account.name, account.role) == ("نورة سعيد", Role.STAFF)
        (mail,) = mails()
        assert (mail.kind, mail.to) == (NoticeKind.INVITATION, "noura@example.org")
        assert tags_of("account", account.id) == ["account:invited"]

    def test_is_refused_where_the_address_is_taken(self) -> None:
        invite(a_context(SUPERVISOR))
        assert refused(invite, a_context(SUPERVISOR)) is ErrorCode.EMAIL_TAKEN
        assert refused_field(invite, a_context(SUPERVISOR)) == "email"

    @pytest.mark.parametrize("role", [Role.PARTNER, Role.SYSTEM, Role.PUBLIC])
    def test_is_for_staff_and_supervisors_alone(self, role: Role) -> None:
        assert refused(invite, a_context(SUPERVISOR), role=role) is ErrorCode.NOT_PERMITTED

    @pytest.mark.parametrize("actor", [STAFF, PUBLIC, SYSTEM])
    def test_is_done_by_supervisors_alone(self, actor: object) -> None:
        assert refused(invite, a_context(actor)) is ErrorCode.NOT_PERMITTED  # type: ignore[arg-type]

    def test_needs_a_name(self) -> None:
        context = a_context(SUPERVISOR)
        field = refused_field(invite_account, context, " ", "a@example.org", Role.STAFF, Language.ARABIC)
        assert field == "name"


@pytest.mark.usefixtures("store")
class TestTheFirstSupervisor:
    def test_is_invited_by_the_operators_command_once(self) -> None:
        context = a_context(SYSTEM)
        first = first_supervisor(context, "نورة", "noura@example.org", Language.ARABIC)
        assert first.role is Role.SUPERVISOR
        again = refused(first_supervisor, context, "سالم", "salem@example.org", Language.ARABIC)
        assert again is ErrorCode.ALREADY_EXISTS

    def test_is_invited_by_nobody_who_is_signed_in(self) -> None:
        given = ("نورة", "noura@example.org", Language.ARABIC)
        assert refused(first_supervisor, a_context(SUPERVISOR), *given) is ErrorCode.NOT_PERMITTED


@pytest.mark.usefixtures("store")
class TestDisabling:
    def test_signs_out_and_enabling_does_not_bring_the_sessions_back(self) -> None:
        supervisor, colleague = a_supervisor(), a_stored_account()
        opened = open_session(a_context(PUBLIC), colleague, ())
        disable_account(by(supervisor), colleague.id)
        assert read_session(NOW, opened.token) is None
        enable_account(by(supervisor), colleague.id)
        assert read_session(NOW, opened.token) is None
        tags = tags_of("account", colleague.id)
        assert tags[-2:] == ["account:disabled", "account:enabled"]

    def test_is_done_by_supervisors_alone(self) -> None:
        one, other = a_stored_account(), a_stored_account()
        assert refused(disable_account, by(one), other.id) is ErrorCode.NOT_PERMITTED
        assert refused(enable_account, by(one), other.id) is ErrorCode.NOT_PERMITTED

    def test_is_refused_for_the_last_active_supervisor(self) -> None:
        last, gone = a_supervisor(), a_supervisor()
        disable_account(by(last), gone.id)
        assert refused(disable_account, by(last), last.id) is ErrorCode.LAST_SUPERVISOR
        assert accounts.read(last.id).state is AccountState.ACTIVE

    def test_twice_is_refused(self) -> None:
        supervisor, colleague = a_supervisor(), a_stored_account()
        disable_account(by(supervisor), colleague.id)
        assert refused(disable_account, by(supervisor), colleague.id) is ErrorCode.ILLEGAL_TRANSITION

    def test_a_supervisor_may_go_while_another_stays(self) -> None:
        one, other = a_supervisor(), a_supervisor()
        assert disable_account(by(one), one.id).state is AccountState.DISABLED
        assert accounts.read(other.id).state is AccountState.ACTIVE


@pytest.mark.usefixtures("store")
class TestReading:
    def test_the_list_is_for_supervisors(self) -> None:
        supervisor, colleague = a_supervisor(), a_stored_account()
        assert list_accounts(by(supervisor), Role.STAFF).items == (colleague,)
        assert refused(list_accounts, by(colleague), Role.STAFF) is ErrorCode.NOT_PERMITTED

    def test_a_need_can_be_handed_to_every_active_colleague(self) -> None:
        supervisor, colleague, gone = a_supervisor(), a_stored_account(), a_stored_account()
        disable_account(by(supervisor), gone.id)
        assert {one.id for one in list_colleagues(by(colleague))} == {supervisor.id, colleague.id}
        partner = a_context(as_partner(a_stored_partner()))
        assert refused(list_colleagues, partner) is ErrorCode.NOT_PERMITTED

    def test_an_account_is_read_by_its_owner_and_by_supervisors(self) -> None:
        supervisor, one, other = a_supervisor(), a_stored_account(), a_stored_account()
        assert read_account(by(one), one.id) == one
        assert read_account(by(supervisor), one.id) == one
        assert refused(read_account, by(other), one.id) is ErrorCode.NOT_PERMITTED

    def test_ones_own_name_and_language_can_be_changed(self) -> None:
        one = a_stored_account(language=Language.ARABIC)
        edited = edit_account(by(one), "Maryam  Said", Language.ENGLISH)
        assert (edited.name, edited.language) == ("Maryam Said", Language.ENGLISH)
        assert accounts.read(one.id) == edited
        assert refused(edit_account, a_context(PUBLIC), "x", Language.ENGLISH) is ErrorCode.NOT_PERMITTED


@pytest.mark.engines
@pytest.mark.usefixtures("roto")
def test_supervisors_who_disable_each_other_at_once_leave_one() -> None:
    all_of_them = [a_supervisor() for _ in range(4)]
    next_ones = [*all_of_them[1:], all_of_them[0]]

    def disable(pair: tuple[Account, Account]) -> ErrorCode | None:
        try:
            disable_account(by(pair[0]), pair[1].id)
        except DomainError as refusal:
            return refusal.code
        return None

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(disable, zip(all_of_them, next_ones, strict=True)))
    active = [one for one in all_of_them if accounts.read(one.id).state is AccountState.ACTIVE]
    assert (len(active), outcomes.count(ErrorCode.LAST_SUPERVISOR)) == (1, 1)
