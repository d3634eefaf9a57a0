"""How things become rows and come back, and who may overwrite whom."""

from dataclasses import replace

import pytest

from chalicelib.domain.capacity import Capacity
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.partners import Partner
from chalicelib.store import agreements, capacities, offerings, partners
from chalicelib.store.commit import commit
from tests.factories import NOW, a_partner, an_agreement, an_offering
from tests.refusals import refused

pytestmark = pytest.mark.usefixtures("store")


def stored() -> Partner:
    partner = a_partner()
    commit([partners.save(partner, None)])
    return partner


def later(partner: Partner) -> Partner:
    return replace(partner, decision_reason="later", version=partner.version + 1)


def test_a_thing_comes_back_as_it_was() -> None:
    partner = stored()
    agreement, offering = an_agreement(partner), an_offering(partner)
    commit([agreements.save(agreement, None), offerings.save(offering, None)])
    assert partners.read(partner.id) == partner
    assert agreements.read(partner.id, agreement.id) == agreement
    assert offerings.read(offering.id) == offering
    assert partners.read(partner.id).registered_at.utcoffset() == NOW.utcoffset()


def test_what_is_not_there_is_not_found() -> None:
    assert partners.find("01JNOBODY") is None
    assert refused(partners.read, "01JNOBODY") is ErrorCode.NOT_FOUND


def test_many_are_read_together_without_those_that_are_not_there() -> None:
    first, second = stored(), stored()
    found = partners.read_many([second.id, "01JNOBODY", first.id, second.id])
    assert sorted(one.id for one in found) == [first.id, second.id]
    assert partners.read_many([]) == []


def test_a_thing_is_put_in_the_place_of_the_one_that_was_read() -> None:
    partner = stored()
    commit([partners.save(later(partner), partner)])
    assert partners.read(partner.id) == later(partner)


def test_who_read_an_older_version_does_not_overwrite_a_newer() -> None:
    partner = stored()
    commit([partners.save(later(partner), partner)])
    assert refused(commit, [partners.save(later(partner), partner)]) is ErrorCode.CHANGED_MEANWHILE


def test_a_new_thing_does_not_overwrite_one_of_its_id() -> None:
    partner = stored()
    assert refused(commit, [partners.save(later(partner), None)]) is ErrorCode.CHANGED_MEANWHILE


def test_a_thing_of_version_nought_is_one_that_is_not_written_yet() -> None:
    fresh = Capacity("01JOFFERING", "once", 10)
    commit([capacities.save(replace(fresh, reserved=1, version=1), fresh)])
    again = capacities.save(replace(fresh, reserved=2, version=1), fresh)
    assert refused(commit, [again]) is ErrorCode.CHANGED_MEANWHILE


def test_deleting_asks_that_nothing_changed() -> None:
    partner = stored()
    commit([partners.save(later(partner), partner)])
    assert refused(commit, [partners.PARTNERS.delete(partner)]) is ErrorCode.CHANGED_MEANWHILE
    commit([partners.PARTNERS.delete(later(partner))])
    assert partners.find(partner.id) is None


def test_that_a_thing_is_unchanged_can_be_asked_without_writing() -> None:
    partner = stored()
    commit([partners.PARTNERS.unchanged(partner)])
    commit([partners.save(later(partner), partner)])
    assert refused(commit, [partners.PARTNERS.unchanged(partner)]) is ErrorCode.CHANGED_MEANWHILE


def test_that_a_thing_is_still_unwritten_can_be_asked_too() -> None:
    fresh = Capacity("01JOFFERING", "once", 10)
    commit([capacities.CAPACITIES.unchanged(fresh)])
    commit([capacities.save(replace(fresh, version=1), fresh)])
    assert refused(commit, [capacities.CAPACITIES.unchanged(fresh)]) is ErrorCode.CHANGED_MEANWHILE


def test_a_row_written_before_a_field_was_added_is_still_read() -> None:
    partner = stored()
    row = partners.PARTNERS.row.get(partner.id)
    row.document = row.document.replace('"pending_email":null,', "").replace(',"pending_email":null', "")
    assert "pending_email" not in row.document
    row.save()
    assert partners.read(partner.id) == partner
