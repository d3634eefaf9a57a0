"""A linear program written down piece by piece: rows with limits, columns with a worth and entries."""

import numpy as np
from numpy.typing import NDArray

from chalicelib.planner.highs import Floats, Program

Index = NDArray[np.int64]


class Draft:
    """Rows and columns as they are added; `program` puts them together."""

    def __init__(self) -> None:
        self._limits: list[Floats] = []
        self._exact: list[NDArray[np.bool_]] = []
        self._worth: list[Floats] = []
        self._most: list[Floats] = []
        self._entries: list[tuple[Index, Index, float]] = []
        self.row_count = 0
        self.column_count = 0

    def limited(self, limits: Floats) -> int:
        """Rows that may not exceed their limits; the number of the first."""
        return self._rows(limits, exact=False)

    def balanced(self, count: int) -> int:
        """Rows in which what comes in goes out; the number of the first."""
        return self._rows(np.zeros(count), exact=True)

    def _rows(self, limits: Floats, *, exact: bool) -> int:
        first = self.row_count
        self._limits.append(limits)
        self._exact.append(np.full(len(limits), exact))
        self.row_count += len(limits)
        return first

    def columns(self, worth: Floats, most: Floats | None = None) -> Index:
        """New columns, unbounded unless `most` says how much each may be at most."""
        made = np.arange(self.column_count, self.column_count + len(worth))
        self._worth.append(worth)
        self._most.append(np.full(len(worth), np.inf) if most is None else most)
        self.column_count += len(worth)
        return made

    def enter(self, rows: Index, columns: Index, sign: float = 1.0) -> None:
        """Give each column an entry in the row beside it."""
        self._entries.append((rows, columns, sign))

    def program(self) -> Program:
        return Program(
            np.concatenate(self._worth),
            np.concatenate(self._most),
            np.concatenate(self._limits),
            np.concatenate(self._exact),
            np.concatenate([rows for rows, _, _ in self._entries]).astype(np.int32),
            np.concatenate([columns for _, columns, _ in self._entries]).astype(np.int32),
            np.concatenate([np.full(len(rows), sign) for rows, _, sign in self._entries]),
        )
