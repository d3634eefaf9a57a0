"""Rows from before a field was there, and code from before it: each reads what the other wrote."""

import json
from dataclasses import MISSING, field, fields, make_dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.agreements import NO_BOUNDS
from chalicelib.domain.assignments import Assignment, is_half_over
from chalicelib.domain.deliveries import DeliveryReport, Trouble
from chalicelib.domain.needs import CascadeState, Need, hand_to
from chalicelib.domain.network import NetworkSettings
from chalicelib.domain.notices import NoticeKind, sent, take, write
from chalicelib.domain.records import PartnerRecord
from chalicelib.services.network import set_duty_desk
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.services.undelivered import take_report
from chalicelib.store import agreements, assignments, needs, network, outbox, partners, records
from chalicelib.store.commit import commit
from chalicelib.store.documents import Documents
from chalicelib.store.tables import (
    AgreementRow,
    AssignmentRow,
    NeedRow,
    NoticeRow,
    PartnerRow,
    RecordRow,
    Row,
    SettingsRow,
)
from infra.data import backfill
from infra.data.checking import faults_in
from infra.data.travelling import Item, travelling
from tests.factories import NOW, SUPERVISOR, a_context, an_id
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner

pytestmark = pytest.mark.usefixtures("store")
FIRST_PROPOSED_AT = backfill.BACKFILLS["first-proposed-at"]


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


def test_a_mail_from_before_reports_is_read_and_heeds_one() -> None:
    mail = sent(
        take(write(an_id(), NoticeKind.REGISTERED_AGAIN, "a@example.org", "ar", NOW, {}), NOW), NOW, "m"
    )
    commit([outbox.save(mail, None)])
    written_before(NoticeRow.get(mail.id), "message_id", "trouble", "need_id")
    old = outbox.read(mail.id)
    assert old == replace(mail, message_id=None)
    assert take_report(a_context(), DeliveryReport(mail.id, "m", Trouble.MAILBOX_FULL))
    assert outbox.read(mail.id).trouble is Trouble.MAILBOX_FULL


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


def need_of_before() -> type:
    """The class as it was before it knew when somebody was first asked."""
    kept = [
        (one.name, one.type) if one.default is MISSING else (one.name, one.type, field(default=one.default))
        for one in fields(Need)
        if one.name != "first_proposed_at"
    ]
    return make_dataclass("NeedOfBefore", kept, frozen=True, slots=True)


def documents_of_before() -> Documents[Any, NeedRow]:
    """How the code of before reads and writes needs."""
    return Documents("need", NeedRow, need_of_before(), needs.NEEDS._columns)


def a_need_asked_for() -> Need:
    offering, need = a_stored_offering(), a_stored_need(quantity=1)
    propose(a_context(), need.id, [Part(offering.id, 1)])
    return needs.read(need.id)


def test_a_need_from_before_its_first_proposal_was_dated_is_read_and_dated_by_the_backfill() -> None:
    need = a_need_asked_for()
    written_before(NeedRow.get(need.id), "first_proposed_at")
    assert needs.read(need.id).first_proposed_at is None
    assert backfill.run(FIRST_PROPOSED_AT) == 1
    assert needs.read(need.id) == replace(need, version=need.version + 1)


def test_code_from_before_a_field_reads_rows_that_have_it() -> None:
    need = a_need_asked_for()
    assert need.first_proposed_at == NOW
    old = documents_of_before().read(need.id)
    assert not hasattr(old, "first_proposed_at")
    assert (old.id, old.details, old.version) == (need.id, need.details, need.version)


def test_what_code_from_before_a_field_writes_lacks_it_until_the_backfill_runs() -> None:
    """Why nothing may depend on a new field as long as older code still writes."""
    need = a_need_asked_for()
    before = documents_of_before()
    old = before.read(need.id)
    commit([before.save(replace(old, owner="01JOTHER", version=old.version + 1), old)])
    assert needs.read(need.id).first_proposed_at is None
    assert backfill.run(FIRST_PROPOSED_AT) == 1
    after = needs.read(need.id)
    assert (after.owner, after.first_proposed_at) == ("01JOTHER", NOW)


def test_a_backfill_may_be_stopped_and_run_again() -> None:
    asked_for = [a_need_asked_for() for _ in range(3)]
    never = a_stored_need()
    for need in asked_for:
        written_before(NeedRow.get(need.id), "first_proposed_at")
    stopped = islice(FIRST_PROPOSED_AT.missing(), 4)
    filled = 0
    while filled < 1:
        filled += FIRST_PROPOSED_AT.fill(next(stopped))
    assert backfill.run(FIRST_PROPOSED_AT) == 2
    assert backfill.run(FIRST_PROPOSED_AT) == 0
    assert {needs.read(need.id).first_proposed_at for need in asked_for} == {NOW}
    assert needs.read(never.id) == never
    assert not FIRST_PROPOSED_AT.fill(asked_for[0].id)
    assert needs.read(asked_for[0].id).version == asked_for[0].version + 1


def test_a_backfill_decides_anew_where_somebody_wrote_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    need = a_need_asked_for()
    written_before(NeedRow.get(need.id), "first_proposed_at")
    list_of = assignments.list_of
    meanwhile: list[Need] = []

    def handing_over(need_id: str) -> tuple[Assignment, ...]:
        if not meanwhile:
            was = needs.read(need_id)
            meanwhile.append(hand_to(was, "01JOTHER"))
            commit([needs.save(meanwhile[0], was, list_of(need_id))])
        return list_of(need_id)

    monkeypatch.setattr(assignments, "list_of", handing_over)
    assert backfill.run(FIRST_PROPOSED_AT) == 1
    after = needs.read(need.id)
    assert (after.owner, after.first_proposed_at) == ("01JOTHER", NOW)


def kept_rows() -> list[tuple[str, Item]]:
    """A row of each kind as version 0.1 wrote it. Later versions add files beside it and change none."""
    lines = Path(__file__).with_name("rows_of_0_1.jsonl").read_text(encoding="utf-8").splitlines()
    return [(line["table"], line["Item"]) for line in map(json.loads, lines)]


def test_rows_of_every_table_that_holds_things_are_kept_as_the_first_version_wrote_them() -> None:
    assert {thing for thing, _ in kept_rows()} == travelling().keys()


def test_what_the_first_version_wrote_is_read_for_ever() -> None:
    faults = [
        (thing, fault) for thing, item in kept_rows() for fault in faults_in(thing, travelling()[thing], item)
    ]
    assert faults == []
