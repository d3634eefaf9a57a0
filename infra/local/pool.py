"""Several single-request workers behind one queue; one that ends is started again."""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from infra.local.children import Children

# API Gateway gives up after as many seconds.
ANSWER_SECONDS = 29.0
START_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 10.0

Routes = Mapping[str, Sequence[str]]


class WorkerLostError(Exception):
    """A worker ended before it answered; one that never began is named."""


class NoAnswerError(Exception):
    """No worker answered, or was free, in time."""


@dataclass(frozen=True, slots=True)
class Worker:
    process: Process
    routes: Routes

    async def ask(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Give the worker's answer. Raises WorkerLostError."""
        return _object(await _exchange(self.process, json.dumps(event).encode() + b"\n"))

    def alive(self) -> bool:
        output = self.process.stdout
        return self.process.returncode is None and output is not None and not output.at_eof()


class Pool:
    """Hands each event to a worker that is free, in the order of arrival."""

    def __init__(
        self, children: Children, command: Sequence[str], environment: Mapping[str, str], count: int
    ) -> None:
        self._children = children
        self._command = command
        self._environment = environment
        self._count = count
        self._free: asyncio.Queue[Worker] = asyncio.Queue()
        self._keepers: list[asyncio.Task[None]] = []
        self.routes: Routes = {}

    async def open(self) -> None:
        """Start every worker and wait until each can be asked. Raises WorkerLostError."""
        names = [f"worker-{number}" for number in range(1, self._count + 1)]
        workers = await asyncio.gather(*(self._start(name) for name in names))
        self._keepers = [
            asyncio.create_task(self._keep(name, worker)) for name, worker in zip(names, workers, strict=True)
        ]

    async def close(self) -> None:
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)

    async def ask(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Give the app's answer to an event. Raises WorkerLostError, NoAnswerError."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                worker = await self._take()
                return await self._ask(worker, event)
        except TimeoutError:
            raise NoAnswerError from None

    async def _take(self) -> Worker:
        worker = await self._free.get()
        while not worker.alive():
            worker = await self._free.get()
        return worker

    async def _ask(self, worker: Worker, event: Mapping[str, Any]) -> dict[str, Any]:
        """Ask, and free the worker; one that did not finish its answer is never asked again."""
        finished = False
        try:
            answer = await worker.ask(event)
            finished = True
        finally:
            if finished:
                self._free.put_nowait(worker)
            elif worker.process.returncode is None:
                worker.process.kill()
        return answer

    async def _start(self, name: str) -> Worker:
        process = await self._children.start(name, self._command, self._environment, output=PIPE)
        try:
            async with asyncio.timeout(START_SECONDS):
                worker = Worker(process, _object(await _exchange(process, b"")))
        except (WorkerLostError, TimeoutError):
            await self._children.end(process)
            raise WorkerLostError(name) from None
        except asyncio.CancelledError:
            await self._children.end(process)
            raise
        self.routes = worker.routes
        self._free.put_nowait(worker)
        return worker

    async def _keep(self, name: str, worker: Worker) -> None:
        """Start the worker again whenever it ends, more slowly each time it can't even start."""
        while True:
            try:
                await self._children.ended(worker.process)
                worker = await self._restart(name)
            except asyncio.CancelledError:
                await self._children.end(worker.process)
                raise

    async def _restart(self, name: str) -> Worker:
        pause = 0.25
        while True:
            try:
                return await self._start(name)
            except WorkerLostError:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


async def _exchange(process: Process, line: bytes) -> bytes:
    """Write a line to a worker and read the one it answers with. Raises WorkerLostError."""
    if process.stdin is None or process.stdout is None:
        raise WorkerLostError
    try:
        process.stdin.write(line)
        await process.stdin.drain()
        answer = await process.stdout.readline()
    except (ConnectionError, ValueError) as error:
        raise WorkerLostError from error
    if not answer.endswith(b"\n"):
        raise WorkerLostError
    return answer


def _object(line: bytes) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(line)
    return decoded
