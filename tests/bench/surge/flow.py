"""The optimum by flows alone: an independent check of the LP, and the smaller solver measured beside HiGHS.

A need is worth the same from whichever offering it is served. So the best plan serves as much of P1 as can be
served at all, then as much of P2 as can be added, then P3: three maximum flows, each kept by the next.
"""

from collections import deque
from collections.abc import Iterable

from tests.bench.surge.optimum import Optimum
from tests.bench.surge.workload import PRIORITIES, WEIGHTS, Need, Offering, Workload

SOURCE, SINK = 0, 1


class _Network:
    def __init__(self, nodes: int) -> None:
        self.edges: list[list[int]] = [[] for _ in range(nodes)]
        self.ends: list[int] = []
        self.left: list[float] = []

    def add(self, start: int, end: int, capacity: float) -> None:
        for node, other, room in ((start, end, capacity), (end, start, 0.0)):
            self.edges[node].append(len(self.ends))
            self.ends.append(other)
            self.left.append(room)

    def levels(self) -> list[int]:
        level = [-1] * len(self.edges)
        level[SOURCE] = 0
        queue = deque([SOURCE])
        while queue:
            node = queue.popleft()
            for edge in self.edges[node]:
                if self.left[edge] > 0 and level[self.ends[edge]] < 0:
                    level[self.ends[edge]] = level[node] + 1
                    queue.append(self.ends[edge])
        return level

    def push(self, level: list[int], tried: list[int]) -> float:
        """Send one path's worth of units along rising levels; 0 when there is no path left."""
        path: list[int] = []
        node = SOURCE
        while node != SINK:
            edges = self.edges[node]
            while tried[node] < len(edges) and not self._leads(edges[tried[node]], node, level):
                tried[node] += 1
            if tried[node] < len(edges):
                path.append(edges[tried[node]])
                node = self.ends[path[-1]]
            elif path:
                node = self.ends[path.pop() ^ 1]
                tried[node] += 1
            else:
                return 0.0
        units = min(self.left[edge] for edge in path)
        for edge in path:
            self.left[edge] -= units
            self.left[edge ^ 1] += units
        return units

    def _leads(self, edge: int, node: int, level: list[int]) -> bool:
        return self.left[edge] > 0 and level[self.ends[edge]] == level[node] + 1

    def fill(self) -> float:
        """Add as much flow as fits."""
        total = 0.0
        while (level := self.levels())[SINK] >= 0:
            tried = [0] * len(self.edges)
            while units := self.push(level, tried):
                total += units
        return total


def optimum_by_flow(workload: Workload) -> Optimum:
    """The clairvoyant optimum, category by category."""
    units = dict.fromkeys(PRIORITIES, 0.0)
    for category in {need.category for need in workload.needs}:
        needs = [need for need in workload.cases if need.category == category]
        offerings = [offering for offering in workload.offerings if offering.category == category]
        for priority, served in _category(needs, offerings):
            units[priority] += served
    return Optimum(sum(units[priority] * WEIGHTS[priority] for priority in PRIORITIES), units)


def _category(needs: list[Need], offerings: list[Offering]) -> Iterable[tuple[int, float]]:
    first_need = 2 + len(offerings)
    network = _Network(first_need + len(needs))
    for number, offering in enumerate(offerings):
        network.add(SOURCE, 2 + number, offering.capacity)
        for place, need in enumerate(needs):
            if offering.reaches(need):
                network.add(2 + number, first_need + place, need.quantity)
    for priority in PRIORITIES:
        for place, need in enumerate(needs):
            if need.priority == priority:
                network.add(first_need + place, SINK, need.quantity)
        yield priority, network.fill()
