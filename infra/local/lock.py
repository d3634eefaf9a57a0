"""One running copy for a data folder: a lock let go by the system however its holder ends."""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


class AlreadyRunningError(Exception):
    """Another copy holds the data folder."""


@contextmanager
def held(data: Path, address: str) -> Iterator[None]:
    """Hold the folder's lock, with our process and address in it. Raises AlreadyRunningError."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data / "lock").open("a+") as lock:
        _take(lock, data)
        lock.truncate(0)
        lock.write(f"process {os.getpid()} at {address}")
        lock.flush()
        yield


def _take(lock: TextIO, data: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read() or "another process"
        raise AlreadyRunningError(
            f"Aman already runs with the data in {data} ({holder}); stop that copy first."
        ) from None


if __name__ == "__main__":
    try:
        with held(Path(sys.argv[1]), "no address"):
            pass
    except AlreadyRunningError as error:
        sys.exit(str(error))
