"""The solver: HiGHS through highspy. Programs are maximised over columns that are not negative."""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


class NoPlan(Exception):
    """HiGHS gave no optimal solution; the text is its status."""


@dataclass(frozen=True, slots=True)
class Program:
    """Maximise worth·x with rows <= limits (== where `exact`), 0 <= x <= most. Entries are triplets."""

    worth: Floats
    most: Floats
    limits: Floats
    exact: NDArray[np.bool_]
    rows: Ints
    columns: Ints
    signs: Floats


@dataclass(frozen=True, slots=True)
class Solution:
    """The columns' values; by row what one more unit of its limit would add, and how far it stays below."""

    values: Floats
    prices: Floats
    slack: Floats
    worth: float


def solve(program: Program) -> Solution:
    """The optimum of a program. Raises NoPlan when HiGHS finds none."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("presolve", "off")
    highs.passModel(_model(program))
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise NoPlan(highs.modelStatusToString(highs.getModelStatus()))
    found = highs.getSolution()
    values = np.array(found.col_value)
    return Solution(
        values,
        -np.array(found.row_dual),
        program.limits - np.array(found.row_value),
        float(program.worth @ values),
    )


def _model(program: Program) -> highspy.HighsLp:
    order = np.argsort(program.columns, kind="stable")
    count = len(program.worth)
    model = highspy.HighsLp()
    model.num_col_ = count
    model.num_row_ = len(program.limits)
    model.col_cost_ = -program.worth
    model.col_lower_ = np.zeros(count)
    model.col_upper_ = program.most
    model.row_lower_ = np.where(program.exact, program.limits, -highspy.kHighsInf)
    model.row_upper_ = program.limits
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.concatenate(
        ([0], np.cumsum(np.bincount(program.columns, minlength=count)))
    ).astype(np.int32)
    model.a_matrix_.index_ = program.rows[order]
    model.a_matrix_.value_ = program.signs[order]
    return model
