"""How partners answered, in the store."""

from collections.abc import Iterable

from chalicelib.domain.records import PartnerRecord
from chalicelib.store.documents import Documents
from chalicelib.store.tables import RecordRow

RECORDS = Documents("record", RecordRow, PartnerRecord, lambda one: {"partner_id": one.partner_id})
save = RECORDS.save


def read(partner_id: str) -> PartnerRecord:
    """The partner's record; an empty one for a newcomer."""
    return RECORDS.find(partner_id) or PartnerRecord(partner_id)


def read_many(partner_ids: Iterable[str]) -> dict[str, PartnerRecord]:
    """The records that are written, by partner."""
    return {one.partner_id: one for one in RECORDS.read_many(partner_ids)}
