"""A throw-away PostgreSQL on a loopback port, where this machine has one: fsync on, every commit synced."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from pwd import getpwnam
from tempfile import TemporaryDirectory

import psycopg

from infra.local.ports import free_port

_NEEDED = ("initdb", "postgres", "pgbench")
_UNPRIVILEGED = ("postgres", "nobody")
_PATIENCE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server, and the folder of its programs."""

    programs: Path
    port: int

    @property
    def address(self) -> str:
        """How to connect to it."""
        return f"host=127.0.0.1 port={self.port} user=bench dbname=postgres"


def programs() -> Path | None:
    """The folder that has the server's programs: from the path, or where Debian keeps them; else None."""
    on_path = shutil.which("postgres")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((one for one in folders if all((one / name).exists() for name in _NEEDED)), None)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Start a server with the programs of that folder on data that go away with it."""
    with TemporaryDirectory(prefix="aman-bench-pg-") as scratch:
        data, port = Path(scratch) / "data", free_port()
        as_user = _as_somebody_else(scratch)
        _run(as_user, folder / "initdb", "--pgdata", str(data), "--username=bench", "--auth=trust")
        command = (*as_user, str(folder / "postgres"), "-D", str(data), *_options(port, scratch))
        with (Path(scratch) / "log").open("wb") as log:
            server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        running = Cluster(folder, port)
        try:
            _await(running)
            yield running
        finally:
            server.terminate()
            server.wait(_PATIENCE_SECONDS)


def _options(port: int, scratch: str) -> Sequence[str]:
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": scratch,
        "fsync": "on",
        "synchronous_commit": "on",
        "shared_buffers": "256MB",
    }
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _as_somebody_else(scratch: str) -> Sequence[str]:
    """The server refuses to run as root: the first unprivileged user there is owns the data instead."""
    if os.geteuid() != 0:
        return ()
    for name in _UNPRIVILEGED:
        try:
            user = getpwnam(name)
        except KeyError:
            continue
        os.chown(scratch, user.pw_uid, user.pw_gid)
        return ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
    raise LookupError("no user but root to run PostgreSQL as")


def _run(as_user: Sequence[str], program: Path, *arguments: str) -> None:
    subprocess.run((*as_user, str(program), *arguments), check=True, capture_output=True)


def _await(running: Cluster) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            psycopg.connect(running.address).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
