"""Starts the real processes of one machine for a test, each on a free port, and ends what it started."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from infra.local.engines import Engine, ministack, roto
from infra.local.environment import ROOT
from infra.local.ports import answers, free_port

PATIENCE_SECONDS = 60
READY = "Aman is ready: "


class EngineFailedError(Exception):
    """An engine or the product ended, or was never ready."""


@contextmanager
def roto_server(data_dir: Path) -> Iterator[str]:
    """DynamoDB whose data lie in `data_dir`; gives its endpoint's address."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with _running(roto(free_port(), data_dir), data_dir.parent) as url:
        yield url


@contextmanager
def ministack_server(scratch: Path, services: str = "ses") -> Iterator[str]:
    """SES, or the services named (an empty text: all of them); gives the endpoint's address."""
    scratch.mkdir(parents=True, exist_ok=True)
    with _running(ministack(free_port(), scratch, services), scratch) as url:
        yield url


@contextmanager
def _running(engine: Engine, log_dir: Path) -> Iterator[str]:
    log = log_dir / f"{engine.name}-{engine.port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            engine.command,
            env={**os.environ, **engine.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=log_dir,
        )
    try:
        _await(process, lambda: answers(engine.port), log)
        yield engine.url
    finally:
        process.kill()
        process.wait()


class Product:
    """The whole product as `make run` starts it, on data of its own. `port` 0 takes a free one each start."""

    def __init__(self, data_dir: Path, port: int, options: tuple[str, ...]) -> None:
        self.data_dir = data_dir
        self.base_url = ""
        self._log = data_dir.with_name(f"{data_dir.name}.log")
        self._command = (sys.executable, "-m", "infra.local", "--port", str(port), "--data", str(data_dir))
        self._options = options
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("wb") as output:
            process = subprocess.Popen(
                (*self._command, *self._options),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                start_new_session=True,
            )
        try:
            _await(process, lambda: READY in self.said(), self._log)
        except EngineFailedError:
            process.kill()
            process.wait()
            raise
        self.base_url = self.said().partition(READY)[2].split()[0]
        return process

    def said(self) -> str:
        """Give what it has printed since its last start."""
        return self._log.read_text(errors="replace")

    def children(self) -> list[int]:
        """Give the processes that the supervisor started and has not ended."""
        record = self.data_dir / "children.json"
        return [child["pid"] for child in json.loads(record.read_text())] if record.exists() else []

    def kill_everything(self) -> None:
        """End every process at once, as `kill -9` does: nobody gets to tidy up."""
        children = self.children()
        self.process.kill()
        for pid in children:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def start_again(self) -> None:
        """Start on the same data after the processes ended."""
        self.process = self._start()

    def stop(self, number: int = signal.SIGINT) -> int:
        """Ask it to stop, as Ctrl-C does; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def product(data_dir: Path, port: int = 0, options: tuple[str, ...] = ()) -> Iterator[Product]:
    """Run the whole product; `options` are further ones of `python -m infra.local`."""
    running = Product(data_dir, port, options)
    try:
        yield running
    finally:
        running.kill_everything()


def _await(process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise EngineFailedError(f"it did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.02)
