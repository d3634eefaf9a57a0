"""The weights of a ranking, and the score that kept inputs give again."""

from dataclasses import replace

import pytest

from chalicelib.domain.assignments import RankingInputs
from chalicelib.domain.ranking import POLICIES, POLICY, replayed, score

WEIGHTED = ("fulfilment", "nearness", "load", "timeliness", "reliability")
INPUTS = {"fulfilment": 1.0, "nearness": 0.5, "load": 0.25, "timeliness": 0.8, "reliability": 0.9}


def test_the_weights_sum_to_one() -> None:
    for policy in POLICIES.values():
        assert sum(getattr(policy, name) for name in WEIGHTED) == pytest.approx(1)


@pytest.mark.parametrize("name", WEIGHTED)
def test_each_input_counts_by_its_weight(name: str) -> None:
    better = INPUTS | {name: INPUTS[name] - 0.1}
    lost = score(INPUTS, POLICY) - score(better, POLICY)
    assert lost == pytest.approx(0.1 * getattr(POLICY, name))


def test_kept_inputs_give_their_score_again_under_the_policy_of_that_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = RankingInputs(POLICY.version, score(INPUTS, POLICY), INPUTS)
    newer = replace(POLICY, version="2027-1", fulfilment=POLICY.load, load=POLICY.fulfilment)
    monkeypatch.setattr("chalicelib.domain.ranking.POLICIES", {**POLICIES, newer.version: newer})
    assert replayed(kept) == kept.score
    assert replayed(replace(kept, policy_version=newer.version)) != kept.score


def test_every_policy_is_found_by_its_own_version() -> None:
    assert all(policy.version == version for version, policy in POLICIES.items())
