"""Listing what a partner can give, and changing it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.actors import PUBLIC
from chalicelib.domain.areas import Area
from chalicelib.domain.capacity import Capacity, reserve
from chalicelib.domain.categories import OTHER, Form, Unit
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import OfferingState, PartnerState
from chalicelib.domain.matching import Rejection
from chalicelib.domain.network import FinancialPermit
from chalicelib.domain.offerings import Offering
from chalicelib.domain.partners import Partner
from chalicelib.domain.periods import Renewal
from chalicelib.services.categories import retire_category
from chalicelib.services.holding import current_capacity, save_capacity
from chalicelib.services.matches import explain_need, match_need
from chalicelib.services.network import enter_financial_permit, remove_financial_permit
from chalicelib.services.offerings import (
    edit_offering,
    list_offering,
    list_offerings_of,
    list_unplaced,
    pause_offering,
    place_offering,
    read_offering,
    resume_offering,
    retire_offering,
)
from chalicelib.services.partners import suspend_partner
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.store import capacities, offerings, supply
from chalicelib.store.commit import commit
from tests.factories import NOW, STAFF, SUPERVISOR, TODAY, a_context, an_id, as_partner, some_terms
from tests.observed import events_of, tags_of
from tests.refusals import refused, refused_field
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner

pytestmark = pytest.mark.usefixtures("store")
AS_STAFF = a_context(STAFF)
AS_SUPERVISOR = a_context(SUPERVISOR)
PERMIT = FinancialPermit("P-1", "the issuer", "the receiving body", TODAY + timedelta(days=30))


def listed(partner: Partner | None = None, **terms: Any) -> Offering:
    owner = partner or a_stored_partner()
    return list_offering(a_context(as_partner(owner)), owner.id, some_terms(**terms))


def reserved(offering: Offering, quantity: int) -> None:
    held = current_capacity(offering, NOW)
    commit(save_capacity(offering, reserve(held, quantity), held, NOW))


def test_a_listed_offering_is_found_by_a_match_and_stands_in_the_trail() -> None:
    partner = a_stored_partner()
    offering = listed(partner)
    assert [one.offering for one in match_need(AS_STAFF, a_stored_need())] == [offering]
    event = events_of("partner", partner.id)[-1]
    assert (event.tag.value, event.details) == ("offering:listed", {"offering": offering.id})


def test_the_same_listing_sent_twice_is_one() -> None:
    partner = a_stored_partner()
    context, offering_id = a_context(as_partner(partner)), an_id()
    first = list_offering(context, partner.id, some_terms(), offering_id)
    assert list_offering(context, partner.id, some_terms(capacity=99), offering_id) == first
    assert len(list_offerings_of(context, partner.id).items) == 1


def test_an_id_that_another_partner_uses_is_not_taken_over() -> None:
    offering = listed()
    other = a_stored_partner()
    given = (a_context(as_partner(other)), other.id, some_terms(), offering.id)
    assert refused(list_offering, *given) is ErrorCode.ALREADY_EXISTS
    assert offerings.read(offering.id) == offering


def test_staff_list_for_a_partner_without_an_account() -> None:
    partner = a_stored_partner()
    offering = list_offering(AS_STAFF, partner.id, some_terms())
    assert offering.partner_id == partner.id


def test_a_partner_lists_nothing_in_the_name_of_another() -> None:
    partner, other = a_stored_partner(), a_stored_partner()
    for actor in (as_partner(other), PUBLIC):
        given = (a_context(actor), partner.id, some_terms())
        assert refused(list_offering, *given) is ErrorCode.NOT_FOUND


@pytest.mark.parametrize("state", [one for one in PartnerState if one is not PartnerState.APPROVED])
def test_only_an_approved_partner_lists(state: PartnerState) -> None:
    assert refused(listed, a_stored_partner(state=state)) is ErrorCode.PARTNER_NOT_APPROVED


def test_an_unknown_or_a_retired_category_is_refused() -> None:
    assert refused(listed, category="palaces") is ErrorCode.CATEGORY_UNKNOWN
    retire_category(AS_SUPERVISOR, "furniture")
    assert refused(listed) is ErrorCode.CATEGORY_UNKNOWN


def test_a_financial_offering_waits_for_the_permit_and_the_receiving_body() -> None:
    money: dict[str, Any] = {"form": Form.FINANCIAL, "unit": Unit.AED}
    assert refused(listed, **money) is ErrorCode.FINANCIAL_SWITCHED_OFF
    enter_financial_permit(AS_SUPERVISOR, PERMIT)
    offering = listed(**money)
    pause_offering(AS_STAFF, offering.id)
    remove_financial_permit(AS_SUPERVISOR)
    assert refused(resume_offering, AS_STAFF, offering.id) is ErrorCode.FINANCIAL_SWITCHED_OFF
    assert refused(edit_offering, AS_STAFF, offering.id, offering.terms) is ErrorCode.FINANCIAL_SWITCHED_OFF


def test_money_is_matched_and_proposed_only_while_the_permit_is_in_force() -> None:
    money: dict[str, Any] = {"form": Form.FINANCIAL, "unit": Unit.AED}
    enter_financial_permit(AS_SUPERVISOR, PERMIT)
    offering = listed(**money)
    need = a_stored_need(**money, deadline=NOW + timedelta(days=60))
    assert [one.offering for one in match_need(AS_STAFF, need)] == [offering]
    expired = a_context(STAFF, now=NOW + timedelta(days=31))
    assert match_need(expired, need) == ()
    remove_financial_permit(AS_SUPERVISOR)
    assert match_need(AS_STAFF, need) == ()
    assert explain_need(AS_STAFF, need).rejected == ((Rejection.FINANCIAL_SWITCHED_OFF, 1),)
    refusal = refused(propose, AS_STAFF, need.id, [Part(offering.id, 1)])
    assert refusal is ErrorCode.DOES_NOT_MATCH


def test_another_partner_cannot_tell_that_the_offering_is_there() -> None:
    offering = listed()
    context = a_context(as_partner(a_stored_partner()))
    assert refused(read_offering, context, offering.id) is ErrorCode.NOT_FOUND
    assert refused(read_offering, a_context(PUBLIC), offering.id) is ErrorCode.NOT_FOUND
    assert refused(edit_offering, context, offering.id, some_terms()) is ErrorCode.NOT_FOUND
    assert refused(list_offerings_of, context, offering.partner_id) is ErrorCode.NOT_FOUND
    for move in (pause_offering, resume_offering, retire_offering):
        assert refused(move, context, offering.id) is ErrorCode.NOT_FOUND


def test_offerings_are_shown_with_what_is_left_in_this_period() -> None:
    partner = a_stored_partner()
    touched, untouched = listed(partner, capacity=10), listed(partner, capacity=3)
    reserved(touched, 4)
    assert read_offering(AS_STAFF, touched.id).capacity.free == 6
    views = list_offerings_of(a_context(as_partner(partner)), partner.id).items
    assert [(one.offering.id, one.capacity.free) for one in views] == [(untouched.id, 3), (touched.id, 6)]


def test_a_week_later_a_weekly_capacity_is_there_anew() -> None:
    offering = listed(renewal=Renewal.WEEKLY, capacity=5)
    reserved(offering, 5)
    next_week = a_context(STAFF, now=NOW + timedelta(days=7))
    assert read_offering(AS_STAFF, offering.id).capacity.free == 0
    assert read_offering(next_week, offering.id).capacity.free == 5


def test_an_edit_resizes_this_period_and_lists_under_the_new_areas() -> None:
    offering = listed(capacity=10, areas=frozenset({Area.KALBA}))
    reserved(offering, 4)
    terms = some_terms(capacity=5, areas=frozenset({Area.DHAID}))
    edited = edit_offering(AS_STAFF, offering.id, terms)
    view = read_offering(AS_STAFF, offering.id)
    assert (view.offering, view.capacity.total, view.capacity.free) == (edited, 5, 1)
    listing = supply.find_listing(offering.id)
    assert listing is not None
    assert (listing.places, listing.rank) == (frozenset({"furniture#dhaid"}), "7")


def test_capacity_cannot_go_below_what_is_promised() -> None:
    offering = listed(capacity=10)
    reserved(offering, 4)
    refusal = refused(edit_offering, AS_STAFF, offering.id, some_terms(capacity=3))
    assert refusal is ErrorCode.CAPACITY_BELOW_RESERVED
    assert offerings.read(offering.id) == offering


def test_category_form_and_unit_of_an_offering_stay() -> None:
    offering = listed()
    terms = some_terms(category="food", unit=Unit.BASKET, conditions="in the morning")
    edited = edit_offering(AS_STAFF, offering.id, terms)
    assert edited.terms == replace(offering.terms, conditions="in the morning")


def test_bad_terms_are_refused_in_an_edit_too() -> None:
    offering = listed()
    assert refused_field(edit_offering, AS_STAFF, offering.id, some_terms(areas=frozenset())) == "areas"


def test_the_period_does_not_change_while_something_is_promised() -> None:
    offering = listed(capacity=10)
    reserved(offering, 10)
    weekly = some_terms(renewal=Renewal.WEEKLY)
    refusal = refused(edit_offering, AS_STAFF, offering.id, weekly)
    assert refusal is ErrorCode.OFFERING_HOLDS_RESERVATIONS


def test_the_period_changes_while_nothing_is_promised() -> None:
    offering = listed(capacity=10)
    edit_offering(AS_STAFF, offering.id, some_terms(renewal=Renewal.WEEKLY, capacity=7))
    capacity = read_offering(AS_STAFF, offering.id).capacity
    assert (capacity.period, capacity.free) == ("2026-W31", 7)
    edit_offering(AS_STAFF, offering.id, some_terms(capacity=4))
    assert read_offering(AS_STAFF, offering.id).capacity.free == 4


def test_a_paused_offering_matches_nothing_until_it_is_resumed() -> None:
    offering, need = listed(), a_stored_need()
    pause_offering(AS_STAFF, offering.id)
    assert match_need(AS_STAFF, need) == ()
    resume_offering(AS_STAFF, offering.id)
    assert len(match_need(AS_STAFF, need)) == 1
    tags = tags_of("partner", offering.partner_id)
    assert tags == ["offering:listed", "offering:paused", "offering:resumed"]


def test_a_suspended_partner_resumes_nothing() -> None:
    offering = listed()
    pause_offering(AS_STAFF, offering.id)
    suspend_partner(AS_SUPERVISOR, offering.partner_id, "reason")
    assert refused(resume_offering, AS_STAFF, offering.id) is ErrorCode.PARTNER_NOT_APPROVED


def test_what_is_promised_keeps_an_offering_from_retiring() -> None:
    offering = listed(capacity=10)
    reserved(offering, 1)
    assert refused(retire_offering, AS_STAFF, offering.id) is ErrorCode.OFFERING_HOLDS_RESERVATIONS


def test_what_was_promised_in_an_earlier_period_counts_too() -> None:
    offering = listed(renewal=Renewal.WEEKLY)
    commit([capacities.save(Capacity(offering.id, "2026-W30", 10, reserved=1, version=1), None)])
    assert refused(retire_offering, AS_STAFF, offering.id) is ErrorCode.OFFERING_HOLDS_RESERVATIONS


def test_a_retired_offering_is_listed_nowhere_and_never_changes_again() -> None:
    offering = listed()
    assert retire_offering(AS_STAFF, offering.id).state is OfferingState.RETIRED
    listing = supply.find_listing(offering.id)
    assert listing is not None
    assert listing.places == frozenset()
    refusal = refused(edit_offering, AS_STAFF, offering.id, some_terms())
    assert refusal is ErrorCode.ILLEGAL_TRANSITION


def test_something_else_waits_for_staff_to_place_it() -> None:
    offering = listed(category=OTHER, words="مولدات كهرباء", form=Form.IN_KIND, unit=Unit.PIECE)
    assert [one.offering for one in list_unplaced(AS_STAFF).items] == [offering]
    placed = place_offering(AS_STAFF, offering.id, "building_materials")
    assert (placed.state, placed.terms.unit) == (OfferingState.ACTIVE, Unit.LOAD)
    assert list_unplaced(AS_STAFF).items == ()
    found = match_need(AS_STAFF, a_stored_need(category="building_materials", unit=Unit.LOAD))
    assert [one.offering for one in found] == [placed]


def test_only_staff_place_and_see_what_waits() -> None:
    offering = listed(category=OTHER, words="مولدات كهرباء")
    own = a_context(as_partner(a_stored_partner()))
    assert refused(place_offering, own, offering.id, "furniture") is ErrorCode.NOT_PERMITTED
    assert refused(list_unplaced, own) is ErrorCode.NOT_PERMITTED


def test_an_offering_stored_before_is_edited_by_its_partner() -> None:
    partner = a_stored_partner()
    offering = a_stored_offering(partner, capacity=10)
    edited = edit_offering(a_context(as_partner(partner)), offering.id, some_terms(capacity=12))
    assert (edited.version, read_offering(AS_STAFF, offering.id).capacity.free) == (2, 12)
