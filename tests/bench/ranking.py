"""How long the domain takes to rank candidates that all match, so that no rule spares it work."""

from random import Random
from time import thread_time

from chalicelib.domain.capacity import Capacity
from chalicelib.domain.matching import Candidate, rank
from chalicelib.domain.records import PartnerRecord
from tests.factories import NOW, a_category, a_need, a_partner, an_agreement, an_offering


def some_candidates(count: int) -> list[Candidate]:
    """Candidates of different load and record."""
    chance = Random(1)  # noqa: S311 (a measurement, no secret)
    return [_candidate(chance) for _ in range(count)]


def _candidate(chance: Random) -> Candidate:
    partner = a_partner()
    offering = an_offering(partner)
    return Candidate(
        offering=offering,
        partner=partner,
        agreements=(an_agreement(partner),),
        capacity=Capacity(offering.id, "once", offering.terms.capacity, reserved=chance.randint(0, 9)),
        record=PartnerRecord(partner.id, chance.randint(0, 40), chance.randint(0, 9)),
    )


def rank_ms(count: int, times: int) -> list[float]:
    """Milliseconds of the processor for each ranking: it waits for nothing, and others share the machine."""
    need, category, candidates = a_need(), a_category(), some_candidates(count)
    taken = []
    for _ in range(times):
        began = thread_time()
        ranked = rank(need, category, candidates, 4, NOW)
        taken.append((thread_time() - began) * 1000)
        if len(ranked) != count:
            raise AssertionError("a candidate did not match: the figure would flatter")
    return taken
