"""The store of `make run`, from beside it: the running one where there is one, else started for a moment."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from infra.local.children import LEASH, command_line, end_strays
from infra.local.engines import ACCOUNT, REGION, roto
from infra.local.lock import AlreadyRunningError, held
from infra.local.ports import LOOPBACK, answers, free_port

_PATIENCE_SECONDS: Final = 30
_RECORD: Final = "children.json"


class NoStoreError(Exception):
    """There is no local store to reach. The text is one sentence for whoever typed the command."""


def point_at(endpoint: str) -> None:
    """Let everything that this process asks of DynamoDB go to that address, and nothing to AWS."""
    os.environ.update(
        AWS_ENDPOINT_URL_DYNAMODB=endpoint,
        AWS_ACCESS_KEY_ID=ACCOUNT,
        AWS_SECRET_ACCESS_KEY="local",  # noqa: S106 (the store of one machine asks for none)
        AWS_DEFAULT_REGION=REGION,
        AWS_EC2_METADATA_DISABLED="true",
    )


def require_data(data: Path) -> None:
    """Raises NoStoreError where make run has made nothing yet."""
    if not (data / "roto").is_dir():
        raise NoStoreError(f"There is no local data in {data}; make run makes some.")


@contextmanager
def store_for_reading(data: Path) -> Iterator[str]:
    """The store's address; it may be in use. Raises NoStoreError."""
    try:
        with store_for_writing(data) as endpoint:
            yield endpoint
    except AlreadyRunningError:
        yield _address_in(data)


@contextmanager
def store_for_writing(data: Path) -> Iterator[str]:
    """The store's address, while nobody else uses the data. Raises AlreadyRunningError and NoStoreError."""
    with held(data, "an export or import"):
        end_strays(data)
        engine = roto(free_port(), data / "roto")
        process = _started(engine.command, data)
        try:
            _await(process, engine.port)
            yield engine.url
        finally:
            process.terminate()
            process.wait(_PATIENCE_SECONDS)
            (data / _RECORD).unlink()


def _started(command: tuple[str, ...], data: Path) -> subprocess.Popen[bytes]:
    """The store on a leash and on record, as make run keeps it: it must not outlive us beside another."""
    leashed = (sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), *command)
    with (data / "data-tool.log").open("wb") as log:
        process = subprocess.Popen(leashed, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
    (data / _RECORD).write_text(json.dumps([{"pid": process.pid, "command": command}]))
    return process


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise NoStoreError("The store did not start; data-tool.log beside the data says why.")
        time.sleep(0.02)


def _address_in(data: Path) -> str:
    """Where the running copy's store listens, by the record that it keeps of its processes."""
    try:
        children = json.loads((data / _RECORD).read_text())
    except OSError:
        children = []
    for child in children:
        command = child["command"]
        if command[0].endswith("roto-server") and command_line(child["pid"]).endswith(" ".join(command)):
            return f"http://{LOOPBACK}:{command[command.index('--port') + 1]}"
    raise NoStoreError(f"Aman starts or stops just now with the data in {data}; try again.")


def mark_as_loaded(data: Path) -> None:
    """Keep make run from loading the demo beside what was imported."""
    (data / "demo.begun").unlink(missing_ok=True)
    file = data / "demo.json"
    if not file.exists():
        file.touch(mode=0o600)
    file.write_text(json.dumps({"base_url": "", "accounts": []}), encoding="utf-8")
