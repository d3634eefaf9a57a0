"""How matches are weighed: the weights, their versions, and the score that follows from kept inputs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from chalicelib.domain.assignments import RankingInputs


@dataclass(frozen=True, slots=True)
class Policy:
    """The weights of a ranking, which sum to 1, and the prior of reliability in answers."""

    version: str
    fulfilment: float
    nearness: float
    load: float
    timeliness: float
    reliability: float
    prior_answers: float
    prior_answered: float


POLICY = Policy("2026-1", 0.35, 0.15, 0.25, 0.10, 0.15, prior_answers=5.0, prior_answered=4.0)

POLICIES: Final[Mapping[str, Policy]] = {POLICY.version: POLICY}
"""Every policy that ever ranked, by version: a new one joins, none goes while its assignments are kept."""


def score(inputs: Mapping[str, float], policy: Policy) -> float:
    """From 0 to 1, the better the higher; each input is between 0 and 1 too."""
    weighed = (
        policy.fulfilment * inputs["fulfilment"]
        + policy.nearness * inputs["nearness"]
        + policy.load * inputs["load"]
        + policy.timeliness * inputs["timeliness"]
        + policy.reliability * inputs["reliability"]
    )
    return round(weighed, 6)


def replayed(ranking: RankingInputs) -> float:
    """The score that the inputs kept with an assignment give again under the policy of that time."""
    return score(ranking.inputs, POLICIES[ranking.policy_version])
