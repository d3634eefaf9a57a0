"""The page about cost says what the script computes, from measured steps and prices that have a source."""

from typing import Any

import pytest

from chalicelib.jobs.schedule import SCHEDULES
from chalicelib.store.tables import TABLES
from infra.cost import model, page
from infra.data.travelling import thing_of

SHARED_KEYS = {"state", "day", "shelf", "queue", "role", "place"}


def hash_key(schema: Any) -> str:
    return next(str(one["AttributeName"]) for one in schema["key_schema"] if one["KeyType"] == "HASH")


def test_the_page_is_what_the_script_makes() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.page(), "run make cost"


def test_every_price_tells_where_and_when_it_was_found() -> None:
    for name, one in model.prices().items():
        assert {"per", "usd", "region", "date", "source"} <= one.keys(), name


def test_every_job_was_measured_idle() -> None:
    measured = {name for name in model.steps() if name.startswith("job ")}
    assert measured == {f"job {schedule.name}, idle" for schedule in SCHEDULES}


def test_every_key_that_many_rows_share_is_looked_at() -> None:
    shared = set()
    for table in TABLES:
        schema: Any = table._get_schema()
        shared |= {thing_of(table)} if hash_key(schema) in SHARED_KEYS else set()
        for index in schema["global_secondary_indexes"]:
            shared |= (
                {f"{thing_of(table)} {index['index_name']}"} if hash_key(index) in SHARED_KEYS else set()
            )
    assert shared == page._CONSTANT.keys()


def test_what_is_free_is_not_paid_for(monkeypatch: pytest.MonkeyPatch) -> None:
    priced = {"alarm": {"per": 1, "usd": 0.5, "free": 10}, "mail": {"per": 1000, "usd": 0.16}}
    monkeypatch.setattr(model, "prices", lambda: priced)
    assert (model.price("alarm", 10), model.price("alarm", 12)) == (0, 1)
    assert model.price("mail", 500) == pytest.approx(0.08)


def test_a_step_takes_longer_with_less_memory_and_never_more_than_a_whole_processor() -> None:
    step = {"processor_ms": 20.0, "calls": 2}
    wait = 2 * model.assumed()["store_call_ms"] / 1000
    assert model.duration(step, 1769) == pytest.approx(0.020 + wait)
    assert model.duration(step, 3538) == model.duration(step, 1769)
    assert model.duration(step, 884) == pytest.approx(0.020 * 1769 / 884 + wait)


def test_a_surge_costs_what_its_needs_use_above_an_idle_month() -> None:
    idle, surge = model.idle(), model.surge()
    count = model.assumed()["needs_of_a_surge"]
    assert idle.writes == idle.mails == 0
    assert surge.writes > count * sum(model.steps()[name]["written"] for name in model.PER_NEED)
    assert surge.starts > idle.starts
