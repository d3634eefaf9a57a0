"""The two engines that stand in for AWS on one machine: how each is started, and its address."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.local.ports import LOOPBACK

ACCOUNT = "123456789012"
REGION = "me-central-1"


class ToolMissingError(Exception):
    """A program that the locked requirements install is not there."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A server to start: its command, what it must find in its environment, and where it listens."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    port: int

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"


def roto(port: int, data_dir: Path) -> Engine:
    """DynamoDB over SQLite; `--durable` syncs every commit to the disk before it is acknowledged."""
    command = (tool("roto-server"), "--host", LOOPBACK, "--port", str(port))
    return Engine("roto", (*command, "--data-dir", str(data_dir), "--durable"), {}, port)


def ministack(port: int, scratch: Path, services: str = "ses") -> Engine:
    """SES in memory. `services` is a comma-separated list; an empty one starts them all.

    Without BIND_HOST it would listen on every address, and without the two switches on two more ports.
    """
    environment = {
        "BIND_HOST": LOOPBACK,
        "GATEWAY_PORT": str(port),
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "MINISTACK_REGION": REGION,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "SERVICES": services,
        "LOG_LEVEL": "WARNING",  # at INFO it writes subjects down, and with them sign-in codes
        "TMPDIR": str(scratch),
    }
    return Engine("ministack", (tool("ministack"),), environment, port)


def tool(name: str) -> str:
    """The path of a program beside this Python. Raises ToolMissingError."""
    path = Path(sys.executable).parent / name
    if not path.is_file():
        raise ToolMissingError(name)
    return str(path)
