"""Transactions that are made ready beside one another go out one after the other, in the order given."""

from contextvars import ContextVar
from threading import Event

import pytest

from chalicelib.domain.errors import ErrorCode, conflict
from chalicelib.store import connection
from chalicelib.store.commit import Transaction, prepare
from chalicelib.store.in_turn import InTurn, in_turn
from chalicelib.store.tables import ClaimRow
from chalicelib.store.writes import Kind, Write
from tests.refusals import refused

pytestmark = [pytest.mark.usefixtures("roto"), pytest.mark.engines]


def step(number: int, holder: str = "us") -> Transaction:
    """The next of a row's states; refused unless the row stands at the one before."""
    row = ClaimRow("counter", holder=holder, until=str(number))
    before = ClaimRow.until == str(number - 1) if number > 1 else ClaimRow.key.does_not_exist()
    return prepare([Write(Kind.PUT, row, before, conflict(ErrorCode.CHANGED_MEANWHILE))])


def reached() -> str | None:
    return ClaimRow.get("counter", consistent_read=True).until


def steps(store: InTurn, numbers: range) -> None:
    for number in numbers:
        store.carry_out(step(number))
    store.finish()


def test_each_finds_what_the_one_before_has_left() -> None:
    with in_turn() as store:
        steps(store, range(1, 40))
    assert reached() == "39"


def test_none_goes_out_after_one_that_was_refused_and_its_refusal_is_told() -> None:
    beside = prepare([Write(Kind.PUT, ClaimRow("beside", holder="us"))])
    with in_turn() as store:
        steps(store, range(1, 4))
        store.carry_out(step(9))
        assert refused(store.carry_out, beside) is ErrorCode.CHANGED_MEANWHILE
        with pytest.raises(ClaimRow.DoesNotExist):
            ClaimRow.get("beside", consistent_read=True)
        steps(store, range(4, 8))
    assert reached() == "7"


def test_the_refusal_of_the_last_is_told_at_the_end() -> None:
    with in_turn() as store:
        store.carry_out(step(5))
        assert refused(store.finish) is ErrorCode.CHANGED_MEANWHILE
        steps(store, range(1, 3))
    assert reached() == "2"


def test_what_cannot_be_made_ready_is_told_and_waits_for_nobody() -> None:
    broken = Transaction((), {**step(1).items, Kind.PUT: [{"Item": {"key": object()}}]})
    with in_turn() as store:
        store.carry_out(step(1))
        store.carry_out(broken)
        with pytest.raises(Exception, match="object"):
            store.finish()
    assert reached() == "1"


def test_the_next_is_made_ready_while_the_store_works_and_is_not_sent_before_that_is_done() -> None:
    happened: list[str] = []
    second_is_ready = Event()

    def made_ready(**_: object) -> None:
        happened.append("ready")
        if happened.count("ready") == 2:
            second_is_ready.set()

    def sent(**_: object) -> None:
        happened.append("sent")
        assert second_is_ready.wait(10)

    with in_turn() as store:
        events = connection.shared().client.meta.events
        events.register("request-created.dynamodb.TransactWriteItems", made_ready)
        events.register("before-send.dynamodb.TransactWriteItems", sent)
        events.register("after-call.dynamodb.TransactWriteItems", lambda **_: happened.append("answered"))
        steps(store, range(1, 3))
    assert happened == ["ready", "sent", "ready", "answered", "sent", "answered"]


_running: ContextVar[str] = ContextVar("running", default="nobody")


def test_whoever_watches_calls_sees_in_whose_name_they_are_made() -> None:
    seen = []
    token = _running.set("us")
    with in_turn() as store:
        events = connection.shared().client.meta.events
        events.register("before-call.dynamodb.TransactWriteItems", lambda **_: seen.append(_running.get()))
        steps(store, range(1, 3))
    _running.reset(token)
    assert seen == ["us", "us"]
