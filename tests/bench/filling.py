"""Fill a store quickly: the rows that the store itself would write, in batches instead of transactions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from chalicelib.store.tables import Table
from chalicelib.store.writes import Write

_AT_ONCE = 1_000


def fill(writes: Iterable[Write]) -> int:
    """Put the rows of these writes, whatever their conditions; how many there were."""
    waiting, filled = iter(writes), 0
    while some := list(islice(waiting, _AT_ONCE)):
        for table, rows in _by_table(some):
            with table.batch_write() as batch:
                for row in rows:
                    batch.save(row)
        filled += len(some)
    return filled


def _by_table(writes: Iterable[Write]) -> Iterator[tuple[type[Table], list[Any]]]:
    rows: defaultdict[type[Any], list[Any]] = defaultdict(list)
    for write in writes:
        rows[type(write.row)].append(write.row)
    yield from rows.items()
