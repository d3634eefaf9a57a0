"""Things as rows: how a frozen dataclass becomes a table's document and comes back."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from pydantic import TypeAdapter
from pynamodb.exceptions import DoesNotExist

from chalicelib.domain.errors import not_found
from chalicelib.store.batch_get import documents_at
from chalicelib.store.tables import Row
from chalicelib.store.writes import Kind, Write


class Versioned(Protocol):
    """What every stored thing has: it counts its changes."""

    @property
    def version(self) -> int: ...


T = TypeVar("T", bound=Versioned)
R = TypeVar("R", bound=Row)


class Documents(Generic[T, R]):
    """The rows of one thing. `columns` gives a row's keys and what its indexes and conditions need."""

    def __init__(
        self, thing: str, row: type[R], type_: type[T], columns: Callable[[T], Mapping[str, Any]]
    ) -> None:
        self.thing = thing
        self.row = row
        self._type = type_
        self._columns = columns

    @cached_property
    def _adapter(self) -> TypeAdapter[T]:
        return TypeAdapter(self._type)

    def parse(self, row: R) -> T:
        """The thing that a row holds."""
        return self.of_document(row.document)

    def of_document(self, document: str) -> T:
        """The thing that a document tells of."""
        return self._adapter.validate_json(document)

    def find(self, hash_key: str, range_key: str | None = None) -> T | None:
        """The thing with that key, or None. The read is consistent; no thing has an empty key."""
        if not hash_key:
            return None
        try:
            return self.parse(self.row.get(hash_key, range_key, consistent_read=True))
        except DoesNotExist:
            return None

    def read(self, hash_key: str, range_key: str | None = None) -> T:
        """The thing with that key. Raises `NOT_FOUND`."""
        found = self.find(hash_key, range_key)
        if found is None:
            raise not_found(self.thing)
        return found

    def read_many(self, keys: Iterable[str | tuple[str, str]]) -> list[T]:
        """Those of the keys that are there, in no order."""
        wanted = list(dict.fromkeys(keys))
        return [self.of_document(text) for _, text in documents_at((self.row, key) for key in wanted)]

    def save(self, thing: T, was: T | None) -> Write:
        """Put the thing in the place of what was read before (None: of nothing), unless that changed."""
        row = self.row(
            document=self._adapter.dump_json(thing).decode(), version=thing.version, **self._columns(thing)
        )
        before = 0 if was is None else was.version
        condition = self.row.version == before if before else self.row.version.does_not_exist()
        return Write(Kind.PUT, row, condition)

    def unchanged(self, thing: T) -> Write:
        """Write nothing, and fail when the thing changed since it was read (version 0: when it is there)."""
        row = self.row(**self._columns(thing))
        version = self.row.version
        return Write(Kind.CHECK, row, version == thing.version if thing.version else version.does_not_exist())

    def delete(self, thing: T) -> Write:
        """Delete it, unless it changed since it was read."""
        row = self.row(**self._columns(thing))
        return Write(Kind.DELETE, row, self.row.version == thing.version)
