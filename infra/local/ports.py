"""Ports on this machine's own address; nothing here ever listens on another one."""

import socket

LOOPBACK = "127.0.0.1"


class PortTakenError(Exception):
    """Another program listens on the port that was asked for."""


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Whether something accepts connections on the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def claim(port: int) -> socket.socket:
    """Bind the port before anything else is started, so that a taken one costs nothing.

    Port 0 takes any free one. Raises PortTakenError.
    """
    claimed = socket.socket()
    claimed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        claimed.bind((LOOPBACK, port))
        claimed.listen(128)
    except OSError as error:
        claimed.close()
        raise PortTakenError(port) from error
    return claimed
