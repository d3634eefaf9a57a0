"""Bar charts as SVG, drawn while the site is built, for reading from right to left and from left to right."""

from collections.abc import Sequence
from html import escape

WIDTH = 360
ROW = 52
BAR = 18
LONGEST = 270


def bars(rows: Sequence[tuple[str, int]], title: str, direction: str, anchor: str) -> str:
    """Draw one bar a row, longest first; `anchor` makes the ids of the title unique on its page."""
    ordered = sorted(rows, key=lambda row: -row[1])
    top = max(calls for _, calls in ordered)
    drawn = "".join(
        bar(index, label, calls, calls / top, direction) for index, (label, calls) in enumerate(ordered)
    )
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {ROW * len(ordered)}" role="img" '
        f'aria-labelledby="{anchor}-title" direction="{direction}">'
        f'<title id="{anchor}-title">{escape(title)}</title>{drawn}</svg>'
    )


def bar(index: int, label: str, calls: int, share: float, direction: str) -> str:
    """Draw a row: its name above, the bar from the side where reading starts, the number at its end."""
    length = max(round(share * LONGEST), 2)
    y = index * ROW
    right = direction == "rtl"
    edge = WIDTH if right else 0
    bar_x = WIDTH - length if right else 0
    number_x = WIDTH - length - 8 if right else length + 8
    return (
        f'<text x="{edge}" y="{y + 17}">{escape(label)}</text>'
        f'<rect x="{bar_x}" y="{y + 24}" width="{length}" height="{BAR}" rx="3"/>'
        f'<text x="{number_x}" y="{y + 39}" class="number">{calls:,}</text>'
    )
