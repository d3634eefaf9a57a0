"""Starts the parts of the product in their order, and ends each when its block ends."""

import asyncio
import os
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.local.children import Children
from infra.local.engines import Engine, ministack, roto
from infra.local.pool import Pool, WorkerLostError
from infra.local.ports import answers, free_port

WORKERS = 3
START_SECONDS = 30.0
JOBS_PAUSE_SECONDS = 5


class PartFailedError(Exception):
    """A part did not start, or ended; the text is one sentence for whoever started the product."""


@dataclass(frozen=True, slots=True)
class Engines:
    """The two engines, listening, and their processes by name."""

    roto: Engine
    ministack: Engine
    processes: Mapping[str, Process]


@asynccontextmanager
async def engines(data: Path, children: Children) -> AsyncIterator[Engines]:
    """Run the engines. Raises PartFailedError."""
    scratch = data / "tmp"
    scratch.mkdir(exist_ok=True)
    pair = (roto(free_port(), data / "roto"), ministack(free_port(), scratch))
    running: dict[str, Process] = {}
    try:
        for engine in pair:
            running[engine.name] = await _start_engine(engine, children)
        for engine in pair:
            await _listening(engine, running[engine.name], children)
        yield Engines(*pair, running)
    finally:
        for process in running.values():
            await children.end(process)


async def _start_engine(engine: Engine, children: Children) -> Process:
    return await children.start(engine.name, engine.command, {**os.environ, **engine.environment})


async def _listening(engine: Engine, process: Process, children: Children) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers(engine.port):
        if process.returncode is not None or time.monotonic() > deadline:
            raise PartFailedError(_did_not_start(engine.name, children))
        await asyncio.sleep(0.02)


@asynccontextmanager
async def portal(demo: Path, children: Children, environment: Mapping[str, str]) -> AsyncIterator[Pool]:
    """Set the tables up, load the demo data while the workers start, then run the jobs beside the workers.

    Raises PartFailedError.
    """
    await _step(children, "prepare", ("-m", "infra.local.prepare"), environment)
    pool = Pool(children, _python("-m", "infra.local.worker"), environment, WORKERS)
    try:
        await asyncio.gather(_opened(pool, children), _step(children, "demo", ("-P", str(demo)), environment))
        async with _jobs(children, environment):
            yield pool
    finally:
        await pool.close()


async def _opened(pool: Pool, children: Children) -> None:
    try:
        await pool.open()
    except WorkerLostError as lost:
        raise PartFailedError(_did_not_start(str(lost), children)) from None


async def _step(
    children: Children, name: str, arguments: tuple[str, ...], environment: Mapping[str, str]
) -> None:
    if await children.run(name, _python(*arguments), environment) != 0:
        raise PartFailedError(_did_not_start(name, children))


@asynccontextmanager
async def _jobs(children: Children, environment: Mapping[str, str]) -> AsyncIterator[None]:
    keeper = asyncio.create_task(_keep_jobs(await _start_jobs(children, environment), children, environment))
    try:
        yield
    finally:
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)


async def _start_jobs(children: Children, environment: Mapping[str, str]) -> Process:
    return await children.start("jobs", _python("-m", "infra.local.jobs"), environment)


async def _keep_jobs(process: Process, children: Children, environment: Mapping[str, str]) -> None:
    """Start the timed jobs again whenever they end."""
    while True:
        try:
            await children.ended(process)
            await asyncio.sleep(JOBS_PAUSE_SECONDS)
            process = await _start_jobs(children, environment)
        except asyncio.CancelledError:
            await children.end(process)
            raise


def _python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)


def _did_not_start(name: str, children: Children) -> str:
    log = children.log_of(name)
    lines = log.read_text(errors="replace").strip().splitlines() or ["it said nothing"]
    return f"{name} did not start: {lines[-1]} (more in {log})"
