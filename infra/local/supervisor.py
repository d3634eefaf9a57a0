"""Starts the whole product on this machine, keeps it running, and ends all of it."""

import asyncio
import contextlib
import os
import signal
import socket
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from hypercorn.asyncio import serve
from hypercorn.config import Config

from infra.local.announcement import announce
from infra.local.children import Children
from infra.local.environment import ROOT, portal_environment
from infra.local.gateway import Gateway
from infra.local.mailbox import Mailbox
from infra.local.parts import PartFailedError, engines, portal
from infra.local.ports import LOOPBACK
from infra.local.static_site import Site, read_rules

KEEP_ALIVE_SECONDS = 60
GRACE_SECONDS = 1


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
    """Run the product until a signal says to stop, at any moment from now on. Raises PartFailedError."""
    children = Children(machine.data, ROOT)
    work = asyncio.create_task(_work(machine, children))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, work.cancel)
    try:
        with contextlib.suppress(asyncio.CancelledError):
            await work
    finally:
        await children.end_all()


async def _work(machine: Machine, children: Children) -> None:
    started = time.monotonic()
    async with engines(machine.data, children) as running:
        addresses = (running.roto.url, running.ministack.url)
        environment = portal_environment(
            os.environ, machine.portal, machine.data, machine.base_url, addresses
        )
        async with portal(machine.demo, children, environment) as pool:
            site = Site(machine.site, read_rules(ROOT / "site/data/headers.json"))
            gateway = Gateway(site, Mailbox(running.ministack.port), pool)
            async with _served(gateway, machine) as serving:
                announce(machine.data, machine.base_url, time.monotonic() - started)
                await _until_broken(serving, running.processes)


@asynccontextmanager
async def _served(gateway: Gateway, machine: Machine) -> AsyncIterator[asyncio.Task[None]]:
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(gateway, _http(machine), shutdown_trigger=stop.wait))
    try:
        yield serving
    finally:
        stop.set()
        await serving


def _http(machine: Machine) -> Config:
    config = Config()
    config.bind = [f"fd://{os.dup(machine.listener.fileno())}"]  # hypercorn closes its own
    config.errorlog = str(machine.data / "logs" / "gateway.log")
    config.loglevel = "WARNING"
    config.keep_alive_timeout = KEEP_ALIVE_SECONDS
    config.graceful_timeout = GRACE_SECONDS
    config.include_server_header = False
    return config


async def _until_broken(serving: asyncio.Task[None], processes: Mapping[str, Process]) -> None:
    """Wait for ever, or raise PartFailedError: without an engine the portal is nothing."""
    ends: dict[asyncio.Task[int] | asyncio.Task[None], str] = {
        asyncio.create_task(process.wait()): name for name, process in processes.items()
    }
    ends[serving] = "the gateway"
    done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    raise PartFailedError(f"{ends[done.pop()]} ended unexpectedly, so everything was stopped.")
