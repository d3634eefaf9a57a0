"""Charts are drawn in reading direction, and every one has its table."""

import re
from pathlib import Path

import pytest

from aman_site.charts import LONGEST, WIDTH, bars

ROWS = [("نجدة الطفل", 100), ("التطوع", 25)]


def boxes(drawn: str) -> list[tuple[int, int]]:
    return [(int(x), int(width)) for x, width in re.findall(r'<rect x="(\d+)" y="\d+" width="(\d+)"', drawn)]


def test_bars_grow_from_where_reading_starts() -> None:
    assert boxes(bars(ROWS, "مكالمات", "rtl", "a")) == [(WIDTH - LONGEST, LONGEST), (WIDTH - 68, 68)]
    assert boxes(bars(ROWS, "Calls", "ltr", "a")) == [(0, LONGEST), (0, 68)]


def test_the_longest_bar_comes_first_and_its_number_stays_inside() -> None:
    drawn = bars(list(reversed(ROWS)), "Calls", "ltr", "a")
    assert drawn.index("نجدة") < drawn.index("التطوع")
    assert LONGEST + 8 + 7 * 10 <= WIDTH


@pytest.mark.parametrize("page", ["figures", "en/figures"])
def test_every_chart_is_followed_by_a_table_with_the_same_numbers(site: Path, page: str) -> None:
    html = (site / page / "index.html").read_text(encoding="utf-8")
    charts = re.findall(r'<svg class="chart".*?</svg>', html, re.DOTALL)
    tables = re.findall(r'<table class="numbers">.*?</table>', html, re.DOTALL)
    assert len(charts) == len(tables) == 3
    for chart, table in zip(charts, tables, strict=True):
        numbers = re.findall(r'class="number">([\d,]+)<', chart)
        assert numbers
        assert [number for number in numbers if f"<td>{number}</td>" not in table] == []
