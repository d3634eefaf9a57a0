"""How partners answer, drawn from the workload: the surge's world, unknown to the policy."""

import math
from dataclasses import dataclass
from random import Random

from tests.bench.surge.workload import Partner, Workload

SILENT_SHARE = 0.1
ANSWER_SIGMA = 0.8


@dataclass(frozen=True, slots=True)
class Answer:
    """What a partner says to a proposal, and after how many hours. `says` is None for silence."""

    after_h: float
    says: bool | None


class AtOnce:
    """Instant mode: everybody accepts when asked."""

    def ask(self, _partner: str) -> Answer:
        return Answer(0.0, says=True)


class InTheirOwnTime:
    """Partners accept, decline or stay silent, each after its own time. The same workload draws the same."""

    def __init__(self, workload: Workload) -> None:
        self._partners: dict[str, Partner] = {partner.id: partner for partner in workload.partners}
        self._draw = Random(len(workload.needs))  # noqa: S311 - no secret

    def ask(self, partner: str) -> Answer:
        asked = self._partners[partner]
        silent = self._draw.random() < SILENT_SHARE
        accepts = self._draw.random() < asked.accept_p
        after = self._draw.lognormvariate(math.log(asked.answer_median_min / 60), ANSWER_SIGMA)
        return Answer(math.inf, None) if silent else Answer(after, accepts)
