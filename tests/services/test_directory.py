"""Names behind ids, colleagues, and partners found by name."""

import pytest

from chalicelib.domain.accounts import Account, AccountState
from chalicelib.domain.actors import PUBLIC, Role
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.services.directory import find_approved_partners, list_colleagues
from chalicelib.store import accounts
from chalicelib.store.commit import commit
from tests.factories import a_context, a_profile, an_account
from tests.stored import a_stored_partner

pytestmark = pytest.mark.usefixtures("store")


def a_stored_account(**given: object) -> Account:
    account = an_account(**given)
    commit([accounts.save(account, None)])
    return account


def test_colleagues_are_those_who_work_at_present_by_name_without_me() -> None:
    me = a_stored_account(name="Amal")
    zayed = a_stored_account(name="Zayed", role=Role.SUPERVISOR)
    huda = a_stored_account(name="Huda")
    a_stored_account(name="Gone", state=AccountState.DISABLED)
    a_stored_account(name="Partner", role=Role.PARTNER)
    assert list_colleagues(a_context(me.actor)) == (huda, zayed)


def test_an_approved_partner_is_found_in_either_language_and_spelling() -> None:
    palm = a_stored_partner(profile=a_profile(name_ar="مؤسّسة النخلة", name_en="Palm Trading"))
    a_stored_partner(profile=a_profile(name_ar="الواحة", name_en="Oasis"))
    a_stored_partner(profile=a_profile(name_en="Palm Elsewhere"), state=PartnerState.SUSPENDED)
    for words in ("palm", "PALM TRAD", "موسسه النخله"):
        assert find_approved_partners(a_context(), words) == (palm,)
    assert find_approved_partners(a_context(), "nobody") == ()


def test_of_many_partners_twenty_are_offered() -> None:
    for _ in range(22):
        a_stored_partner()
    assert len(find_approved_partners(a_context(), "")) == 20


def test_names_are_for_staff() -> None:
    with pytest.raises(DomainError) as refused:
        find_approved_partners(a_context(PUBLIC), "")
    assert refused.value.code is ErrorCode.NOT_PERMITTED
