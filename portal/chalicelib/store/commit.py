"""The only writer: one transaction for what belongs together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from chalicelib.domain.errors import DomainError, ErrorCode, conflict
from chalicelib.store.connection import shared
from chalicelib.store.writes import Kind, Write, changed_meanwhile

MOST_ITEMS = 100
MOST_BYTES = 3_000_000
"""DynamoDB refuses more than 100 items, a key twice, and 4 MB; the local store does not check the last."""
_COME_AGAIN = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
"""Why DynamoDB cancels what another moment may allow; botocore tries none of these again by itself."""
_ORDER = {kind: number for number, kind in enumerate(Kind)}
_Values = dict[str, dict[str, Any]]


def commit(writes: Iterable[Write]) -> None:
    """Carry out all the writes or none.

    Raises the refusal of the first write whose condition failed, `CHANGED_MEANWHILE` when another
    transaction was in the way or too much was written at that moment, and `TRANSACTION_TOO_LARGE` before
    anything is sent.
    """
    prepare(writes).commit()


def prepare(writes: Iterable[Write]) -> "Transaction":
    """Put the writes into the words of the store, which takes longer than to send them.

    Raises `TRANSACTION_TOO_LARGE`.
    """
    ordered = tuple(sorted(writes, key=lambda write: _ORDER[write.kind]))
    _check_size(ordered)
    items: dict[Kind, list[dict[str, Any]]] = {kind: [] for kind in Kind}
    for write in ordered:
        items[write.kind].append(_item(write))
    return Transaction(ordered, items)


@dataclass(frozen=True, slots=True)
class Transaction:
    """Writes that are ready to be sent, together or not at all."""

    writes: Sequence[Write]
    items: Mapping[Kind, list[dict[str, Any]]]

    def commit(self) -> None:
        """Carry them out. Raises what the function of that name raises."""
        try:
            shared().transact_write_items(
                condition_check_items=self.items[Kind.CHECK],
                delete_items=self.items[Kind.DELETE],
                put_items=self.items[Kind.PUT],
                update_items=[],
            )
        except TransactWriteError as error:
            refusal = _refusal(error, self.writes)
            if refusal is None:
                raise
            raise refusal from error


def _item(write: Write) -> dict[str, Any]:
    row = write.row
    what = {"Item": row.serialize()} if write.kind is Kind.PUT else {"Key": _key_of(row)}
    return {"TableName": row.Meta.table_name, **what, **_asked(write.condition)}


def _key_of(row: Model) -> _Values:
    return {
        column.attr_name: {column.attr_type: column.serialize(getattr(row, name))}
        for name, column in row.get_attributes().items()
        if column.is_hash_key or column.is_range_key
    }


def _asked(condition: Condition | None) -> dict[str, Any]:
    if condition is None:
        return {}
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    asked: dict[str, Any] = {"ConditionExpression": condition.serialize(names, values)}
    asked["ExpressionAttributeNames"] = {short: name for name, short in names.items()}
    if values:
        asked["ExpressionAttributeValues"] = values
    return asked


def _check_size(writes: Sequence[Write]) -> None:
    size = sum(_bytes_of(write.row) for write in writes)
    if len(writes) > MOST_ITEMS or size > MOST_BYTES:
        raise conflict(ErrorCode.TRANSACTION_TOO_LARGE, items=len(writes), bytes=size)


def _bytes_of(row: Model) -> int:
    """About what DynamoDB counts: names and values in UTF-8. The margin to its 4 MB takes up the rest."""
    return sum(len(name) + len(str(value).encode()) for name, value in row.attribute_values.items())


def _refusal(error: TransactWriteError, writes: Sequence[Write]) -> DomainError | None:
    for reason, write in zip(error.cancellation_reasons, writes, strict=False):
        if reason is not None and reason.code == "ConditionalCheckFailed":
            return write.refusal
    codes = {reason.code for reason in error.cancellation_reasons if reason is not None}
    come_again = not codes.isdisjoint(_COME_AGAIN) or error.cause_response_code in {
        "TransactionConflictException",
        "TransactionInProgressException",
    }
    return changed_meanwhile() if come_again else None
