"""Rows that were written before a field was there are read, with what the field means by default."""

import json
from datetime import timedelta

import pytest

from chalicelib.domain.agreements import NO_BOUNDS
from chalicelib.domain.assignments import is_half_over
from chalicelib.domain.needs import CascadeState
from chalicelib.domain.network import NetworkSettings
from chalicelib.domain.records import PartnerRecord
from chalicelib.services.network import set_duty_desk
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.store import agreements, assignments, needs, network, partners, records
from chalicelib.store.tables import (
    AgreementRow,
    AssignmentRow,
    NeedRow,
    PartnerRow,
    RecordRow,
    Row,
    SettingsRow,
)
from tests.factories import NOW, SUPERVISOR, a_context
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner

pytestmark = pytest.mark.usefixtures("store")


def written_before(row: Row, *fields: str) -> None:
    """Take the fields out of a row's document, as if they had never been."""
    document = json.loads(row.document)
    for name in fields:
        del document[name]
    row.document = json.dumps(document)
    row.save()


def test_a_need_from_before_the_cascade_goes_on_by_itself() -> None:
    need = a_stored_need()
    written_before(NeedRow.get(need.id), "manual", "cascade")
    old = needs.read(need.id)
    assert (old.manual, old.cascade) == (False, CascadeState.IDLE)
    assert old == need


def test_a_proposal_from_before_the_hours_counts_silence_and_is_reminded_of_at_half_its_time() -> None:
    offering, need = a_stored_offering(), a_stored_need(quantity=1)
    (one,) = propose(a_context(), need.id, [Part(offering.id, 1)])
    written_before(AssignmentRow.get(need.id, one.id), "remind_at", "silence_counts")
    old = assignments.read(need.id, one.id)
    assert (old.remind_at, old.silence_counts) == (None, True)
    assert is_half_over(old, NOW + timedelta(hours=2))
    assert not is_half_over(old, NOW + timedelta(minutes=119))


def test_a_partner_and_its_agreement_from_before_have_no_hours_of_their_own_and_no_bounds() -> None:
    partner = a_stored_partner()
    written_before(PartnerRow.get(partner.id), "answer_hours")
    written_before(AgreementRow.get(partner.id, partner.agreements[0]), "bounds")
    assert partners.read(partner.id) == partner
    assert agreements.read(partner.id, partner.agreements[0]).bounds == NO_BOUNDS


def test_a_record_from_before_the_quotas_has_counted_nothing_yet() -> None:
    offering, need = a_stored_offering(), a_stored_need(quantity=1)
    propose(a_context(), need.id, [Part(offering.id, 1)])
    row = RecordRow.get(offering.partner_id)
    written_before(row, "month", "requests", "units", "week", "notices")
    assert records.read(offering.partner_id) == PartnerRecord(offering.partner_id, version=1)


def test_settings_from_before_have_the_times_and_hours_of_a_new_network() -> None:
    set_duty_desk(a_context(SUPERVISOR), "800700")
    written_before(SettingsRow.get("network"), "answer_times", "calendar", "notices_a_week")
    assert network.read() == NetworkSettings(version=1)
