"""The only writer: one transaction for what belongs together."""

from collections.abc import Iterable, Sequence

from pynamodb.exceptions import TransactWriteError
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.domain.errors import DomainError, ErrorCode, conflict
from chalicelib.store.connection import shared
from chalicelib.store.writes import Kind, Write, changed_meanwhile

MOST_ITEMS = 100
MOST_BYTES = 3_000_000
"""DynamoDB refuses more than 100 items, a key twice, and 4 MB; the local store does not check the last."""


def commit(writes: Iterable[Write]) -> None:
    """Carry out all the writes or none.

    Raises the refusal of the first write whose condition failed, `CHANGED_MEANWHILE` when another
    transaction was in the way, and `TRANSACTION_TOO_LARGE` before anything is sent.
    """
    ordered = sorted(writes, key=lambda write: list(Kind).index(write.kind))
    _check_size(ordered)
    try:
        with TransactWrite(connection=shared()) as transaction:
            for write in ordered:
                _add(transaction, write)
    except TransactWriteError as error:
        refusal = _refusal(error, ordered)
        if refusal is None:
            raise
        raise refusal from error


def _add(transaction: TransactWrite, write: Write) -> None:
    if write.kind is Kind.CHECK:
        hash_key, range_key = _key_of(write.row)
        transaction.condition_check(type(write.row), hash_key, range_key, condition=write.condition)
    elif write.kind is Kind.DELETE:
        transaction.delete(write.row, condition=write.condition)
    else:
        transaction.save(write.row, condition=write.condition)


def _key_of(row: Model) -> tuple[str, str | None]:
    keys = {
        attribute.is_hash_key: getattr(row, name)
        for name, attribute in row.get_attributes().items()
        if attribute.is_hash_key or attribute.is_range_key
    }
    return keys[True], keys.get(False)


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
    in_the_way = "TransactionConflict" in codes or error.cause_response_code in {
        "TransactionConflictException",
        "TransactionInProgressException",
    }
    return changed_meanwhile() if in_the_way else None
