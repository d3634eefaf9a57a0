"""Becomes another program that dies with its parent: `leash.py PARENT COMMAND...`.

On Linux the kernel kills it when the parent ends, even by `kill -9`. Elsewhere our own processes end when
their standard input closes, and the next start ends what is left of the engines (see children.py).
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, command: list[str]) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the parent is gone already")
    os.execv(command[0], command)  # noqa: S606 - a fixed list, and no shell is wanted


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
