"""What a page may show at its fullest: long lists, and things in every state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from chalicelib.domain.answer_times import Due
from chalicelib.domain.areas import Area
from chalicelib.domain.assignments import Assignment, RankingInputs, propose
from chalicelib.domain.capacity import Capacity
from chalicelib.domain.lifecycle import NeedState, OfferingState
from chalicelib.domain.needs import Attestation, Need, Priority
from chalicelib.domain.offerings import Offering
from chalicelib.domain.partners import Partner
from chalicelib.domain.periods import Renewal, period_of
from chalicelib.domain.supply import listing_of
from chalicelib.store import assignments, needs, offerings, supply
from chalicelib.store.needs import NeedFilter
from chalicelib.store.paging import PAGE_SIZE
from chalicelib.store.writes import Write
from tests.bench.supplies import AREAS, demanded
from tests.factories import a_need, an_id, an_offering, some_details, some_terms

_RANKING = RankingInputs("2026-1", 0.9, {"fulfilment": 1.0, "nearness": 1.0, "load": 0.8})
_SUMMARY = "عائلة من ستة أفراد عادت إلى بيتها بعد انحسار الماء، وتحتاج إلى ما يعينها على البدء من جديد."
_CONDITIONS = "التسليم من المستودع صباحًا، ومع التركيب في الطابق الأرضي عند الطلب."


def open_needs(count: int, owner: str, now: datetime) -> list[Need]:
    """Needs of every category, area and priority, one in ten with an attestation still to be seen."""
    return [_open_need(number, owner, now) for number in range(count)]


def _open_need(number: int, owner: str, now: datetime) -> Need:
    category = demanded()[number % len(demanded())]
    details = some_details(
        category=category.code,
        form=category.form,
        unit=category.unit,
        quantity=1 + number % 9,
        area=AREAS[number % len(AREAS)],
        priority=list(Priority)[number % len(Priority)],
        deadline=now + timedelta(hours=12 + number),
        low_income=Attestation.ATTESTED if number % 10 else Attestation.TO_VERIFY,
        summary=_SUMMARY,
    )
    return a_need(details=details, owner=owner, posted_by=owner, posted_at=now - timedelta(minutes=number))


def offerings_of(partner: Partner, count: int, now: datetime) -> list[Offering]:
    """Active offerings of one partner, of one category after another."""
    return [_offering_of(partner, number, now) for number in range(count)]


def _offering_of(partner: Partner, number: int, now: datetime) -> Offering:
    category = demanded()[number % len(demanded())]
    terms = some_terms(
        category=category.code,
        form=category.form,
        unit=category.unit,
        capacity=40,
        renewal=Renewal.WEEKLY,
        areas=frozenset({Area.KALBA, Area.KHORFAKKAN, Area.DIBBA}),
        available_from=(now - timedelta(days=10)).date(),
        conditions=_CONDITIONS,
    )
    return an_offering(partner, terms=terms, state=OfferingState.ACTIVE)


def a_full_desk(partner: Partner, owner: str, now: datetime, count: int) -> Iterator[Write]:
    """So many needs of one colleague; one partner with a list of offerings, asked for the first needs."""
    opened, given = open_needs(count, owner, now), offerings_of(partner, PAGE_SIZE + 5, now)
    for offering in given:
        period = period_of(offering.terms.renewal, now)
        untouched = Capacity(offering.id, period.key, offering.terms.capacity)
        yield offerings.save(offering, None)
        yield from supply.save_listing(listing_of(offering, untouched, period, 1), None)
    for number, need in enumerate(opened):
        if number >= len(given):
            yield needs.save(need, None)
            continue
        asked = _asked(need, given[number], now)
        yield needs.save(need, None, [asked])
        yield assignments.save(asked, None)


def _asked(need: Need, offering: Offering, now: datetime) -> Assignment:
    due = Due(now + timedelta(hours=8), now + timedelta(hours=4), silence_counts=True)
    period = period_of(offering.terms.renewal, now).key
    return propose(
        an_id(), need.id, offering.id, offering.partner_id, period, 1, due, _RANKING, need.owner, now
    )


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids that an address may name, all of the same case."""

    values: dict[str, str]

    def fill(self, path: str) -> str:
        """The address of the path."""
        for name, value in self.values.items():
            path = path.replace(f"{{{name}}}", value)
        return path


def cases(partners: Sequence[Partner]) -> list[Ids]:
    """What there is to open: needs of every state with their assignments, then partners with their things."""
    states = (NeedState.UNPLACED, NeedState.CLOSED, NeedState.OPEN)
    found = chain.from_iterable(needs.list_by_age(NeedFilter(state=state)).items for state in states)
    placed = [Ids({"need_id": one.need.id, **_assigned(one.need.id)}) for one in found]
    return [*placed, *(Ids(_of_partner(partner)) for partner in partners)]


def _assigned(need_id: str) -> dict[str, str]:
    return {
        name: value
        for one in assignments.list_of(need_id)
        for name, value in (("assignment_id", one.id), ("partner_id", one.partner_id))
    }


def _of_partner(partner: Partner) -> dict[str, str]:
    ids = {"partner_id": partner.id}
    if partner.agreements:
        ids["agreement_id"] = partner.agreements[-1]
    if given := offerings.list_of(partner.id).items:
        ids["offering_id"] = given[0].id
    return ids
