"""Starts the real engines of one machine for a test, each on a free port, and ends what it started."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.engines import Engine, ministack, roto
from infra.local.ports import answers, free_port

PATIENCE_SECONDS = 30


class EngineFailed(Exception):
    """An engine ended, or never listened."""


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
        _await_port(process, engine, log)
        yield engine.url
    finally:
        process.kill()
        process.wait()


def _await_port(process: subprocess.Popen[bytes], engine: Engine, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not answers(engine.port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise EngineFailed(f"{engine.name} did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.02)
