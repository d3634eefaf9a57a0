"""Names behind ids, colleagues, and partners found by name."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts import Account, AccountState
from chalicelib.domain.actors import PUBLIC, Role
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Field
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.partners import Partner
from chalicelib.services.directory import find_approved_partners, list_colleagues, list_partners
from chalicelib.store import accounts
from chalicelib.store.commit import commit
from chalicelib.store.partners import PartnerFilter, find_in_state
from tests.factories import NOW, a_context, a_profile, an_account, as_partner
from tests.refusals import refused
from tests.stored import a_stored_partner

pytestmark = pytest.mark.usefixtures("store")
APPROVED = PartnerFilter(PartnerState.APPROVED)


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
    assert refused(find_approved_partners, a_context(PUBLIC), "") is ErrorCode.NOT_PERMITTED


def test_staff_list_the_partners_of_a_state_a_page_at_a_time() -> None:
    stored = {a_stored_partner(state=PartnerState.REGISTERED).id for _ in range(26)}
    wanted = PartnerFilter(PartnerState.REGISTERED)
    first = list_partners(a_context(), wanted).page
    rest = list_partners(a_context(), wanted, first.next_cursor).page
    assert (len(first.items), len(rest.items), rest.next_cursor) == (25, 1, None)
    assert {one.id for one in first.items + rest.items} == stored


def test_only_staff_list_partners_narrowed_or_not() -> None:
    partner = a_stored_partner()
    for actor in (as_partner(partner), PUBLIC):
        for wanted in (APPROVED, replace(APPROVED, field=Field.HEALTH)):
            assert refused(list_partners, a_context(actor), wanted) is ErrorCode.NOT_PERMITTED


def a_partner_who_gives(
    fields: set[Field], areas: set[Area], minute: int = 0, state: PartnerState = PartnerState.APPROVED
) -> Partner:
    profile = a_profile(fields=frozenset(fields), areas=frozenset(areas))
    return a_stored_partner(profile=profile, registered_at=NOW + timedelta(minutes=minute), state=state)


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ({"field": Field.LIVING}, {"both", "kalba"}),
        ({"area": Area.KALBA}, {"both", "kalba", "everywhere"}),
        ({"area": Area.DIBBA}, {"everywhere"}),
        ({"area": Area.EMIRATE}, {"everywhere"}),
        ({"field": Field.LIVING, "area": Area.DHAID}, {"both"}),
        ({"field": Field.LEGAL, "area": Area.DIBBA}, set()),
        ({}, {"both", "kalba", "everywhere"}),
    ],
)
def test_partners_are_narrowed_by_the_field_in_which_they_give_and_the_area_they_serve(
    narrowed: dict[str, Any], found: set[str]
) -> None:
    partners = {
        "both": a_partner_who_gives({Field.LIVING, Field.LEGAL}, {Area.KALBA, Area.DHAID}),
        "kalba": a_partner_who_gives({Field.LIVING}, {Area.KALBA}),
        "everywhere": a_partner_who_gives({Field.HEALTH}, {Area.EMIRATE}),
    }
    a_partner_who_gives(set(Field), set(Area), state=PartnerState.SUSPENDED)
    listed = list_partners(a_context(), replace(APPROVED, **narrowed))
    assert {one.id for one in listed.page.items} == {partners[name].id for name in found}
    assert listed.looked_at == len(partners)


def test_a_name_narrows_together_with_field_and_area_and_in_every_state() -> None:
    oasis = a_profile(name_ar="مؤسّسة الواحة", fields=frozenset({Field.LIVING}))
    wanted = a_stored_partner(profile=oasis, state=PartnerState.SUSPENDED)
    a_stored_partner(profile=oasis)
    a_stored_partner(state=PartnerState.SUSPENDED)
    suspended = PartnerFilter(PartnerState.SUSPENDED, "الواحه", Field.LIVING)
    assert list_partners(a_context(), suspended).page.items == (wanted,)
    assert list_partners(a_context(), replace(suspended, field=Field.LEGAL)).page.items == ()


def test_a_narrowed_list_comes_in_whole_pages_newest_first_without_gap_or_overlap() -> None:
    for minute in range(90):
        a_partner_who_gives({Field.LEGAL if minute % 3 else Field.HEALTH}, {Area.KALBA}, minute)
    wanted = replace(APPROVED, field=Field.HEALTH)
    first = list_partners(a_context(), wanted)
    rest = list_partners(a_context(), wanted, first.page.next_cursor)
    assert (len(first.page.items), len(rest.page.items), rest.page.next_cursor) == (25, 5, None)
    days = [one.registered_at for one in first.page.items + rest.page.items]
    assert days == [NOW + timedelta(minutes=minute) for minute in range(87, -1, -3)]
    assert first.looked_at + rest.looked_at == 90


def test_a_narrowed_page_looks_at_so_many_and_leads_on_also_where_nobody_fits() -> None:
    oldest = a_partner_who_gives({Field.HEALTH}, {Area.KALBA})
    for minute in range(1, 26):
        a_partner_who_gives({Field.LEGAL}, {Area.KALBA}, minute)
    wanted = replace(APPROVED, field=Field.HEALTH)
    first = find_in_state(wanted, most=10)
    second = find_in_state(wanted, first.page.next_cursor, most=10)
    last = find_in_state(wanted, second.page.next_cursor, most=10)
    assert [page.looked_at for page in (first, second, last)] == [10, 10, 6]
    assert (first.page.items, second.page.items) == ((), ())
    assert (last.page.items, last.page.next_cursor) == ((oldest,), None)
