"""Several kinds of things read in as few calls as their number allows."""

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from chalicelib.store.batch_get import Key, documents_at
from chalicelib.store.documents import Documents, Versioned

T = TypeVar("T", bound=Versioned)


@dataclass(frozen=True, slots=True)
class Wanted(Generic[T]):
    """Keys of one kind of thing. Those that are there stand in `found` after reading, in no order."""

    documents: Documents[T, Any]
    keys: frozenset[Key]
    found: list[T] = field(default_factory=list)


def read_together(*wanted: Wanted[Any]) -> None:
    """Find what is wanted, consistently. Each kind may be wanted once."""
    of_table = {one.documents.row: one for one in wanted}
    for row, document in documents_at((row, key) for row, one in of_table.items() for key in one.keys):
        one = of_table[row]
        one.found.append(one.documents.of_document(document))
