"""How much a need asks for, learned category by category, since each counts in its own unit.

A category with few needs says little about its usual size. How much it is drawn towards the others depends on
how alike the categories are: where all ask for about the same, it takes theirs; where one counts meals and
another roofs, it keeps its own. The sizes around the usual one are shaped alike in all.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean, variance

from chalicelib.domain.planning import Arrival

REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Sizes:
    """The usual quantity by category, that of a category not seen yet, and the sizes around it."""

    usual: dict[str, float]
    elsewhere: float
    shape: tuple[float, ...]

    def of(self, category: str) -> tuple[float, ...]:
        """Equally likely quantities of a need."""
        usual = self.usual.get(category, self.elsewhere)
        return tuple(usual * size for size in self.shape)

    def mean(self, category: str) -> float:
        """The quantity of a need on average."""
        return self.usual.get(category, self.elsewhere)


def learn_sizes(arrivals: Iterable[Arrival]) -> Sizes:
    """The sizes of the needs posted so far."""
    asked: dict[str, list[int]] = {}
    for arrival in arrivals:
        asked.setdefault(arrival.category, []).append(arrival.quantity)
    if not asked:
        return Sizes({}, 1.0, (1.0,))
    own = {category: fmean(quantities) for category, quantities in asked.items()}
    ratios = [quantity / own[category] for category, quantities in asked.items() for quantity in quantities]
    scatter = fmean((ratio - 1) ** 2 for ratio in ratios) * len(ratios) / max(1, len(ratios) - len(own))
    counts = {category: len(quantities) for category, quantities in asked.items()}
    usual, elsewhere = _drawn_together(own, counts, scatter)
    step = max(1, len(ratios) // REMEMBERED)
    return Sizes(usual, elsewhere, tuple(sorted(ratios)[step // 2 :: step]))


def _drawn_together(
    own: dict[str, float], counts: dict[str, int], scatter: float
) -> tuple[dict[str, float], float]:
    """Each category's mean, drawn towards all as far as chance alone explains how they differ.

    On logarithms: how much categories really differ is what they differ by, less what chance adds to it.
    """
    logs = {category: math.log(mean) for category, mean in own.items()}
    chance = {category: scatter / counts[category] for category in own}
    centre = sum(counts[category] * logs[category] for category in own) / sum(counts.values())
    differ = variance(logs.values()) if len(logs) > 1 else 0.0
    really = max(0.0, differ - fmean(chance.values()))
    trust = {category: really / (really + chance[category] or 1.0) for category in own}
    drawn = {category: math.exp(centre + trust[category] * (logs[category] - centre)) for category in own}
    return drawn, math.exp(centre)
