"""Rows as they go over the wire, and both sides of the comparison in small, with their units."""

import pytest

from chalicelib.domain.areas import Area
from tests.bench import postgres, side_by_side, unit_costs
from tests.bench.committing import commit_a_surge
from tests.bench.figures import Figure
from tests.bench.filling import fill
from tests.bench.proposing import a_client_context, place
from tests.bench.side_by_side import NO_RIVAL, Scale
from tests.bench.supplies import demanded, some_needs, some_supply, stored
from tests.bench.written import written

SMALL = Scale(offerings=400, alone=4, together=8, clients=2, surge=(30, 60), rival_needs=60)


@pytest.mark.usefixtures("store")
def test_a_proposals_rows_are_counted_by_table() -> None:
    fill(some_supply(100, seed=1))
    (need,) = made = some_needs(1, demanded()[0], Area.SHARJAH)
    fill(stored(made))
    with written() as seen:
        assert place(a_client_context(), need)
    for table in ("needs", "assignments", "capacities", "records", "audit", "outbox"):
        assert seen.rows[table] == 1
        assert seen.sizes[table] > 100
    assert seen.transactions == 1
    assert seen.checked == 2
    assert seen.rows_a_transaction == 6 + seen.rows_moved


@pytest.mark.usefixtures("store")
def test_a_committed_plan_makes_an_assignment_for_nearly_every_need() -> None:
    assert commit_a_surge(40, 150).assignments > 25


@pytest.mark.engines
def test_without_postgresql_the_report_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "programs", lambda: None)
    report = side_by_side.measure(SMALL)
    assert NO_RIVAL in report.note
    assert not any("PostgreSQL" in one.name for one in report.figures)


@pytest.mark.engines
def test_both_sides_are_measured_where_postgresql_is_there() -> None:
    named = {one.name: one.value for one in side_by_side.measure(SMALL).figures}
    assert named["one by one, 1 client"] > 0
    assert named["its assignments"] > 15
    theirs = {name: value for name, value in named.items() if "PostgreSQL" in name}
    assert bool(theirs) == bool(postgres.programs())
    assert all(value > 0 for value in theirs.values())


@pytest.mark.engines
def test_units_agree_with_what_ministack_reports_of_writes() -> None:
    named = {one.name: one.value for one in unit_costs.measure((100,), 5, (20, 40)).figures}
    by_rules = named["a proposal at 100 offerings, written"]
    assert by_rules > 10
    assert named["as ministack reports it"] == pytest.approx(
        named["an assignment of a committed plan, written"], rel=0.02
    )


def test_a_figure_may_have_a_least_value() -> None:
    assert Figure("share", 0.5, "×", least=0.7).verdict == "NOT MET"
    assert Figure("share", 0.7, "×", least=0.7).verdict == "met"
