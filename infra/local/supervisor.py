"""Starts the whole product on this machine, keeps it running, and ends all of it."""

import asyncio
import json
import os
import signal
import socket
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from hypercorn.asyncio import serve
from hypercorn.config import Config

from infra.local.children import Children
from infra.local.engines import Engine, ministack, roto
from infra.local.environment import ROOT, portal_environment
from infra.local.gateway import Gateway
from infra.local.mailbox import Mailbox
from infra.local.pool import Pool, WorkerLostError
from infra.local.ports import LOOPBACK, answers, free_port
from infra.local.static_site import Site, read_rules

WORKERS = 3
START_SECONDS = 30.0
KEEP_ALIVE_SECONDS = 60
GRACE_SECONDS = 1
JOBS_PAUSE_SECONDS = 5


class StartFailedError(Exception):
    """A part did not start, or ended; the text is one sentence for whoever started the product."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What runs, and where: the data's folder, the built site, the portal, and the socket it listens on.

    `demo` is the program that loads the demo data and writes the accounts to AMAN_DEMO_FILE.
    """

    data: Path
    site: Path
    portal: Path
    demo: Path
    listener: socket.socket

    @property
    def base_url(self) -> str:
        return f"http://{LOOPBACK}:{self.listener.getsockname()[1]}"


async def run(machine: Machine) -> None:
    """Run the product until it is told to stop. Raises StartFailedError."""
    started = time.monotonic()
    stop = _told_to_stop()
    children = Children(machine.data, ROOT)
    try:
        async with _engines(machine, children) as (engines, running):
            environment = portal_environment(
                os.environ, machine.portal, machine.data, machine.base_url, (engines[0].url, engines[1].url)
            )
            async with _portal(machine, children, environment) as pool:
                gateway = Gateway(_site(machine), Mailbox(engines[1].port), pool)
                serving = asyncio.create_task(serve(gateway, _http(machine), shutdown_trigger=stop.wait))
                _announce(machine, time.monotonic() - started)
                await _until_stopped_or_broken(serving, running, stop)
    finally:
        await children.end_all()


def _site(machine: Machine) -> Site:
    return Site(machine.site, read_rules(ROOT / "site/data/headers.json"))


def _told_to_stop() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


@asynccontextmanager
async def _engines(
    machine: Machine, children: Children
) -> AsyncIterator[tuple[tuple[Engine, Engine], dict[str, Process]]]:
    scratch = machine.data / "tmp"
    scratch.mkdir(exist_ok=True)
    engines = (roto(free_port(), machine.data / "roto"), ministack(free_port(), scratch))
    running = {
        engine.name: await children.start(engine.name, engine.command, {**os.environ, **engine.environment})
        for engine in engines
    }
    try:
        for engine in engines:
            await _listening(engine, running[engine.name], children)
        yield engines, running
    finally:
        for process in running.values():
            await children.end(process)


async def _listening(engine: Engine, process: Process, children: Children) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers(engine.port):
        if process.returncode is not None or time.monotonic() > deadline:
            raise StartFailedError(_did_not_start(engine.name, children))
        await asyncio.sleep(0.02)


@asynccontextmanager
async def _portal(
    machine: Machine, children: Children, environment: Mapping[str, str]
) -> AsyncIterator[Pool]:
    """Set the tables up, then load the demo data while the workers start, then begin the timed jobs."""
    await _step(children, "prepare", ("-m", "infra.local.prepare"), environment)
    pool = Pool(children, _python("-m", "infra.local.worker"), environment, WORKERS)
    try:
        await asyncio.gather(
            _opened(pool, children),
            _step(children, "demo", ("-P", str(machine.demo)), environment),
        )
        first = await _start_jobs(children, environment)
        jobs = asyncio.create_task(_keep_jobs(first, children, environment))
        try:
            yield pool
        finally:
            jobs.cancel()
            await asyncio.gather(jobs, return_exceptions=True)
    finally:
        await pool.close()


async def _opened(pool: Pool, children: Children) -> None:
    try:
        await pool.open()
    except WorkerLostError as lost:
        raise StartFailedError(_did_not_start(str(lost), children)) from None


async def _step(
    children: Children, name: str, arguments: tuple[str, ...], environment: Mapping[str, str]
) -> None:
    if await children.run(name, _python(*arguments), environment) != 0:
        raise StartFailedError(_did_not_start(name, children))


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


async def _until_stopped_or_broken(
    serving: asyncio.Task[None], running: Mapping[str, Process], stop: asyncio.Event
) -> None:
    """Wait until we are told to stop; the portal is nothing without its engines, so one's end is ours."""
    ends = {asyncio.create_task(process.wait()): name for name, process in running.items()}
    done, _ = await asyncio.wait([serving, *ends], return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    await serving
    broken = [name for task, name in ends.items() if task in done]
    for task in ends:
        task.cancel()
    if broken:
        raise StartFailedError(f"{broken[0]} ended unexpectedly, so everything was stopped.")


def _http(machine: Machine) -> Config:
    config = Config()
    config.bind = [f"fd://{os.dup(machine.listener.fileno())}"]  # hypercorn closes its own
    config.errorlog = str(machine.data / "logs" / "gateway.log")
    config.loglevel = "WARNING"
    config.keep_alive_timeout = KEEP_ALIVE_SECONDS
    config.graceful_timeout = GRACE_SECONDS
    config.include_server_header = False
    return config


def _python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)


def _did_not_start(name: str, children: Children) -> str:
    log = children.log_of(name)
    lines = log.read_text(errors="replace").strip().splitlines() or ["it said nothing"]
    return f"{name} did not start: {lines[-1]} (more in {log})"


def _announce(machine: Machine, seconds: float) -> None:
    demo = json.loads((machine.data / "demo.json").read_text(encoding="utf-8"))
    print(f"Aman is ready: {machine.base_url} (after {seconds:.1f} s)")
    print(f"  English      {machine.base_url}/en/")
    print(f"  Portal       {machine.base_url}/portal/")
    print(f"  Mails        {machine.base_url}/_local/mail (sign-in codes arrive here)")
    print("Demo accounts; a sign-in asks for the address alone:")
    for account in demo["accounts"]:
        print(f"  {account['role']:<12} {account['email']}")
    print(f"Ctrl-C stops it; the data stay in {machine.data}.", flush=True)
