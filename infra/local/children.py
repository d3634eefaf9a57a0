"""The processes that the supervisor starts: each on a leash, each written down, each ended."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from pathlib import Path

GRACE_SECONDS = 3
LEASH = Path(__file__).with_name("leash.py")
LINE_LIMIT = 16 * 1024 * 1024  # a worker's answer is one line; Lambda itself stops at 6 MB


class Children:
    """Starts processes and keeps their record in the data folder, so that a later start can find strays."""

    def __init__(self, data: Path, cwd: Path) -> None:
        self._record = data / "children.json"
        self._logs = data / "logs"
        self._cwd = cwd
        self._running: dict[Process, list[str]] = {}
        self._logs.mkdir(parents=True, exist_ok=True)

    def log_of(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    async def start(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], output: int | None = None
    ) -> Process:
        """Start a process whose errors (and output, unless piped) go to its log; its input is a pipe."""
        leashed = (sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), *command)
        with self.log_of(name).open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *leashed,
                env=environment,
                cwd=self._cwd,
                stdin=PIPE,
                stdout=log if output is None else output,
                stderr=log,
                start_new_session=True,  # a Ctrl-C in the terminal is for the supervisor alone
                limit=LINE_LIMIT,
            )
        self._running[process] = list(command)
        self._write_record()
        return process

    async def run(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> int:
        """Run a process to its end; its exit code."""
        process = await self.start(name, command, environment)
        return await self.ended(process)

    async def ended(self, process: Process) -> int:
        """Wait for a process to end, and forget it; its exit code."""
        code = await process.wait()
        self._running.pop(process, None)
        self._write_record()
        return code

    async def end(self, process: Process) -> None:
        """End a process: its input closes, then SIGTERM, and SIGKILL when it takes too long."""
        if process.stdin is not None:
            process.stdin.close()
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), GRACE_SECONDS)
        except TimeoutError:
            process.kill()
        await self.ended(process)

    async def end_all(self) -> None:
        """Kill whatever is still running and was not ended by its keeper, and wait until it is gone."""
        for process in list(self._running):
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await self.ended(process)
        self._record.unlink(missing_ok=True)

    def _write_record(self) -> None:
        scratch = self._record.with_suffix(".new")
        listed = [{"pid": one.pid, "command": command} for one, command in self._running.items()]
        scratch.write_text(json.dumps(listed))
        scratch.replace(self._record)


def end_strays(data: Path) -> None:
    """End what an earlier copy left behind; a process that only shares the number is left alone."""
    record = data / "children.json"
    if not record.exists():
        return
    for child in json.loads(record.read_text()):
        if command_line(child["pid"]).endswith(" ".join(child["command"])):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child["pid"], signal.SIGKILL)
    record.unlink()


def command_line(pid: int) -> str:
    """Give the command line of a process, an empty text when there is none."""
    proc = Path(f"/proc/{pid}/cmdline")
    if proc.exists():
        return proc.read_bytes().rstrip(b"\0").replace(b"\0", b" ").decode(errors="replace")
    shown = subprocess.run(
        ["/bin/ps", "-o", "command=", "-p", str(pid)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return shown.stdout.strip()
