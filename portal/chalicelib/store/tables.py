"""The tables: one a thing, on demand. A row has its keys, what conditions and indexes need, and a document.

The document is the thing itself as JSON, read and written through its dataclass: a field that is added with a
default reads old rows, and no second list of attributes has to agree with the domain.
"""

import os
from typing import Any

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.connection.table import TableConnection
from pynamodb.constants import PAY_PER_REQUEST_BILLING_MODE
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from chalicelib.store.connection import onto_shared


def _named(thing: str) -> Any:  # noqa: ANN401 (PynamoDB asks for a class)
    """The Meta of a table: its name, and how it is paid for."""
    return type(
        "Meta",
        (),
        {
            "table_name": f"{os.environ.get('AMAN_TABLE_PREFIX', 'aman-')}{thing}",
            "billing_mode": PAY_PER_REQUEST_BILLING_MODE,
        },
    )


def _index(name: str) -> Any:  # noqa: ANN401 (as above)
    return type("Meta", (), {"index_name": name, "projection": AllProjection()})


class Table(Model):
    """A table, reached through the one connection that the process has."""

    @classmethod
    def _get_connection(cls) -> TableConnection:
        return onto_shared(super()._get_connection())


class Row(Table):
    """What every row has. `version` guards against two writers."""

    document = UnicodeAttribute()
    version = NumberAttribute()


class PartnersByState(GlobalSecondaryIndex["PartnerRow"]):
    Meta = _index("by_state")
    state = UnicodeAttribute(hash_key=True)
    registered_at = UnicodeAttribute(range_key=True)


class PartnerRow(Row):
    Meta = _named("partners")
    id = UnicodeAttribute(hash_key=True)
    state = UnicodeAttribute()
    registered_at = UnicodeAttribute()
    by_state = PartnersByState()


class AgreementRow(Row):
    Meta = _named("agreements")
    partner_id = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)


class OfferingsByPartner(GlobalSecondaryIndex["OfferingRow"]):
    Meta = _index("by_partner")
    partner_id = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)


class OfferingsByState(GlobalSecondaryIndex["OfferingRow"]):
    Meta = _index("by_state")
    state = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)


class OfferingRow(Row):
    Meta = _named("offerings")
    id = UnicodeAttribute(hash_key=True)
    partner_id = UnicodeAttribute()
    state = UnicodeAttribute()
    by_partner = OfferingsByPartner()
    by_state = OfferingsByState()


class CapacityRow(Row):
    Meta = _named("capacities")
    offering_id = UnicodeAttribute(hash_key=True)
    period = UnicodeAttribute(range_key=True)


class ListingRow(Row):
    Meta = _named("listings")
    offering_id = UnicodeAttribute(hash_key=True)


class SupplyRow(Table):
    """One row an (offering, place): the key says all, so a match reads a bounded range of it."""

    Meta = _named("supply")
    place = UnicodeAttribute(hash_key=True)
    rank = UnicodeAttribute(range_key=True)
    offering_id = UnicodeAttribute()
    partner_id = UnicodeAttribute()


class NeedsByState(GlobalSecondaryIndex["NeedRow"]):
    Meta = _index("by_state")
    state = UnicodeAttribute(hash_key=True)
    urgency = UnicodeAttribute(range_key=True)


class NeedsByAge(GlobalSecondaryIndex["NeedRow"]):
    Meta = _index("by_age")
    state = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)


class NeedsToVerify(GlobalSecondaryIndex["NeedRow"]):
    """Only the needs with attestations to see: of the others `verify_by` is absent."""

    Meta = _index("to_verify")
    state = UnicodeAttribute(hash_key=True)
    verify_by = UnicodeAttribute(range_key=True)


class NeedRow(Row):
    """`priority` to `verify_by` serve the lists alone; the document and the assignments are the truth."""

    Meta = _named("needs")
    id = UnicodeAttribute(hash_key=True)
    state = UnicodeAttribute()
    urgency = UnicodeAttribute()
    priority = UnicodeAttribute()
    category = UnicodeAttribute()
    area = UnicodeAttribute()
    owner = UnicodeAttribute()
    case_reference = UnicodeAttribute()
    covered = NumberAttribute()
    verify_by = UnicodeAttribute(null=True)
    by_state = NeedsByState()
    by_age = NeedsByAge()
    to_verify = NeedsToVerify()


class WaitingNeedRow(Table):
    """That the rest of a need waits to go on to the next partner: all such rows are one short partition."""

    Meta = _named("waiting-needs")
    queue = UnicodeAttribute(hash_key=True)
    urgency = UnicodeAttribute(range_key=True)
    need_id = UnicodeAttribute()


class AssignmentsByPartner(GlobalSecondaryIndex["AssignmentRow"]):
    Meta = _index("by_partner")
    partner_id = UnicodeAttribute(hash_key=True)
    standing = UnicodeAttribute(range_key=True)


class AssignmentsByState(GlobalSecondaryIndex["AssignmentRow"]):
    Meta = _index("by_state")
    state = UnicodeAttribute(hash_key=True)
    answer_due = UnicodeAttribute(range_key=True)


class AssignmentRow(Row):
    Meta = _named("assignments")
    need_id = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)
    partner_id = UnicodeAttribute()
    standing = UnicodeAttribute()
    state = UnicodeAttribute()
    answer_due = UnicodeAttribute()
    by_partner = AssignmentsByPartner()
    by_state = AssignmentsByState()


class RecordRow(Row):
    Meta = _named("records")
    partner_id = UnicodeAttribute(hash_key=True)


class PlanRow(Row):
    """Surge plans: few, so all of them stand on one shelf, in the order in which they were asked for."""

    Meta = _named("plans")
    shelf = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)
    expires_at = TTLAttribute()


class PlannedNeedRow(Row):
    """One line of a plan. `state` to `area` serve the lists alone."""

    Meta = _named("planned-needs")
    plan_id = UnicodeAttribute(hash_key=True)
    line = UnicodeAttribute(range_key=True)
    state = UnicodeAttribute()
    why = UnicodeAttribute(null=True)
    priority = UnicodeAttribute()
    category = UnicodeAttribute()
    area = UnicodeAttribute()
    expires_at = TTLAttribute()


class PrivateNoteRow(Row):
    Meta = _named("private-notes")
    need_id = UnicodeAttribute(hash_key=True)


class HandoverNoteRow(Row):
    Meta = _named("handover-notes")
    assignment_id = UnicodeAttribute(hash_key=True)
    expires_at = TTLAttribute()


class CategoryRow(Row):
    Meta = _named("categories")
    code = UnicodeAttribute(hash_key=True)


class SettingsRow(Row):
    Meta = _named("settings")
    id = UnicodeAttribute(hash_key=True)


class AccountsByRole(GlobalSecondaryIndex["AccountRow"]):
    Meta = _index("by_role")
    role = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)


class AccountRow(Row):
    Meta = _named("accounts")
    id = UnicodeAttribute(hash_key=True)
    role = UnicodeAttribute()
    by_role = AccountsByRole()


class SignInCodeRow(Row):
    Meta = _named("sign-in-codes")
    id = UnicodeAttribute(hash_key=True)
    expires_at = TTLAttribute()


class SessionRow(Row):
    Meta = _named("sessions")
    account_id = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)
    expires_at = TTLAttribute()


class ApiTokenRow(Row):
    Meta = _named("api-tokens")
    account_id = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)


class ClaimRow(Table):
    """That a key is taken, by whom, and until when if it is not for good."""

    Meta = _named("claims")
    key = UnicodeAttribute(hash_key=True)
    holder = UnicodeAttribute()
    until = UnicodeAttribute(null=True)


class LimitRow(Table):
    """How often something happened in a window of time."""

    Meta = _named("limits")
    key = UnicodeAttribute(hash_key=True)
    times = NumberAttribute()
    expires_at = TTLAttribute()


class RequestRow(Table):
    """That a request with an idempotency key was carried out, and what was answered."""

    Meta = _named("requests")
    key = UnicodeAttribute(hash_key=True)
    fingerprint = UnicodeAttribute()
    status = NumberAttribute(null=True)
    body = UnicodeAttribute(null=True)
    expires_at = TTLAttribute()


class AuditByDay(GlobalSecondaryIndex["AuditRow"]):
    Meta = _index("by_day")
    day = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)


class AuditRow(Table):
    Meta = _named("audit")
    subject = UnicodeAttribute(hash_key=True)
    number = NumberAttribute(range_key=True)
    id = UnicodeAttribute()
    day = UnicodeAttribute()
    document = UnicodeAttribute()
    by_day = AuditByDay()


class NoticesByState(GlobalSecondaryIndex["NoticeRow"]):
    Meta = _index("by_state")
    state = UnicodeAttribute(hash_key=True)
    due_at = UnicodeAttribute(range_key=True)


class NoticeRow(Row):
    Meta = _named("outbox")
    id = UnicodeAttribute(hash_key=True)
    state = UnicodeAttribute()
    due_at = UnicodeAttribute()
    by_state = NoticesByState()


TABLES: tuple[type[Table], ...] = (
    PartnerRow,
    AgreementRow,
    OfferingRow,
    CapacityRow,
    ListingRow,
    SupplyRow,
    NeedRow,
    WaitingNeedRow,
    AssignmentRow,
    RecordRow,
    PlanRow,
    PlannedNeedRow,
    PrivateNoteRow,
    HandoverNoteRow,
    CategoryRow,
    SettingsRow,
    AccountRow,
    SignInCodeRow,
    SessionRow,
    ApiTokenRow,
    ClaimRow,
    LimitRow,
    RequestRow,
    AuditRow,
    NoticeRow,
)


def create_tables() -> None:
    """Create each table that is not there yet; those that are stay as they are."""
    for table in TABLES:
        if not table.exists():
            table.create_table(wait=False)
