"""Transactions one after the other, each ready for the wire while the store still works on the one before."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from threading import Event

from chalicelib.store.commit import Transaction
from chalicelib.store.connection import shared

_EVENT = "before-send.dynamodb.TransactWriteItems"
_turn: ContextVar[Callable[[], None] | None] = ContextVar("turn", default=None)


class InTurn:
    """Sends each transaction once the one before was carried out, and none that follows a refused one."""

    def __init__(self, beside: ThreadPoolExecutor) -> None:
        self._beside = beside
        self._last: Future[None] | None = None

    def carry_out(self, transaction: Transaction) -> None:
        """Begin with it, once the one before was carried out. Raises what that was refused with."""
        before, on_its_way = self._last, Event()

        def turn() -> None:
            try:
                _await(before)
            finally:
                on_its_way.set()

        self._last = self._beside.submit(copy_context().run, _commit, transaction, turn)
        self._last.add_done_callback(lambda _: on_its_way.set())
        on_its_way.wait()
        try:
            _await(before)
        except BaseException:
            self._last = None
            raise

    def finish(self) -> None:
        """Wait for the last. Raises what it was refused with."""
        last, self._last = self._last, None
        _await(last)


def _await(going: Future[None] | None) -> None:
    if going is not None:
        going.result()


def _commit(transaction: Transaction, turn: Callable[[], None]) -> None:
    _turn.set(turn)
    transaction.commit()


def _await_turn(**_request: object) -> None:
    turn = _turn.get()
    if turn is not None:
        turn()


@contextmanager
def in_turn() -> Iterator[InTurn]:
    """Where transactions are carried out in turn; the block ends when nothing is on its way any more."""
    events = shared().client.meta.events
    events.register_first(_EVENT, _await_turn)
    try:
        with ThreadPoolExecutor(2) as beside:
            yield InTurn(beside)
    finally:
        events.unregister(_EVENT, _await_turn)
