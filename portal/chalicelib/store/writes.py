"""One write of a transaction: what is put or deleted, on which condition, and what is said when it fails."""

from dataclasses import dataclass, field
from enum import StrEnum

from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from chalicelib.domain.errors import DomainError, ErrorCode, conflict


class Kind(StrEnum):
    """In the order in which PynamoDB regroups a transaction, and so reports why it was cancelled."""

    CHECK = "check"
    DELETE = "delete"
    PUT = "put"


def changed_meanwhile() -> DomainError:
    """Somebody else wrote what this writer had read: read it again."""
    return conflict(ErrorCode.CHANGED_MEANWHILE)


@dataclass(frozen=True, slots=True)
class Write:
    """A put of a whole row, a delete of a key, or a mere check of a condition."""

    kind: Kind
    row: Model
    condition: Condition | None = None
    refusal: DomainError = field(default_factory=changed_meanwhile)
