"""What an artefact is built for: Lambda itself, or the machine on which the rehearsal runs."""

import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Platform:
    """Where the compiled wheels and the bytecode of an artefact have to run."""

    name: str
    python: str
    """The version of Python, like 3.13."""
    machine: str
    """As `uname -m` says it."""
    wheel_tags: tuple[str, ...]
    """Platform tags of wheels that run there, the best first; none where pip itself runs there."""

    @property
    def runtime(self) -> str:
        """The runtime's name in a template."""
        return f"python{self.python}"

    @property
    def markers(self) -> dict[str, str]:
        """What requirements may depend on there."""
        return {
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "platform_machine": self.machine,
            "sys_platform": "linux",
            "platform_system": "Linux",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }


LAMBDA = Platform(
    "lambda", "3.13", "aarch64", ("manylinux_2_28_aarch64", "manylinux2014_aarch64", "manylinux_2_17_aarch64")
)
"""Lambda's arm64 on Amazon Linux 2023, whose glibc is 2.34."""

HERE = Platform("here", f"{sys.version_info.major}.{sys.version_info.minor}", platform.machine(), ())
"""This Python on this machine: what the rehearsal's engine runs functions with."""


def interpreter_of(target: Platform) -> str | None:
    """A Python of that version, which alone can write its bytecode; None where this machine has none."""
    if target.python == HERE.python:
        return sys.executable
    command = f"python{target.python}"
    kept_by_pyenv = Path.home().glob(f".pyenv/versions/{target.python}*/bin/{command}")
    return next((one for one in (command, *map(str, kept_by_pyenv)) if _runs(one)), None)


def _runs(command: str) -> bool:
    try:
        subprocess.run([command, "-c", ""], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True
