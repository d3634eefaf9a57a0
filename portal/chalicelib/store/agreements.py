"""Agreements in the store, a partner's together."""

from chalicelib.domain.agreements import Agreement
from chalicelib.store.documents import Documents
from chalicelib.store.tables import AgreementRow

AGREEMENTS = Documents(
    "agreement", AgreementRow, Agreement, lambda one: {"partner_id": one.partner_id, "id": one.id}
)
find, read, read_many, save = AGREEMENTS.find, AGREEMENTS.read, AGREEMENTS.read_many, AGREEMENTS.save


def list_of(partner_id: str) -> tuple[Agreement, ...]:
    """Every agreement of a partner, the oldest first. They are few."""
    return tuple(AGREEMENTS.parse(row) for row in AgreementRow.query(partner_id, consistent_read=True))
