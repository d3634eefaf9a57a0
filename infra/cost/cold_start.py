"""How long a fresh process takes until it can serve, from the very zip that is deployed.

Beside it stands the least possible: Chalice and a client of boto3, from the same zip. Both are taken in turn,
so that whatever else the machine does meets both alike. boto3 is not in the zip: Lambda's Python has it.
"""

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Final

from infra.aws.package import PLACEHOLDERS, build
from infra.aws.platforms import HERE

PROCESSES: Final = 11
BARE: Final = "import boto3, chalice; chalice.Chalice('bare'); boto3.client('dynamodb')"
OURS: Final = "import app; from chalicelib.store.connection import shared; shared().client"
SERVED_BY_LAMBDA: Final = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six")
_TIMED: Final = """
import time
started = time.perf_counter()
{imports}
print(time.perf_counter() - started, time.process_time())
"""


@dataclass(frozen=True, slots=True)
class Started:
    """Medians of a start: seconds by the clock, and of the processor with the interpreter's own start."""

    clock: float
    processor: float


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Ours beside the least possible, and how large the zip is."""

    bare: Started
    ours: Started
    zip_bytes: int

    @property
    def above(self) -> Started:
        """What ours takes above the least possible."""
        return Started(self.ours.clock - self.bare.clock, self.ours.processor - self.bare.processor)


def measure(processes: int = PROCESSES) -> ColdStart:
    """Build the zip for this machine, and start it so many times."""
    packed = build(HERE).code
    with unpacked(packed) as folder:
        pairs = [(start(folder, BARE), start(folder, OURS)) for _ in range(processes)]
    bare, ours = ([*map(list, zip(*side, strict=True))] for side in zip(*pairs, strict=True))
    return ColdStart(Started(*map(median, bare)), Started(*map(median, ours)), packed.stat().st_size)


@contextmanager
def unpacked(packed: Path) -> Iterator[Path]:
    """The zip's content in a folder, as Lambda lays it out."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(packed) as found:
        found.extractall(folder)
        _lay_beside(Path(folder) / "lambda")
        yield Path(folder)


def _lay_beside(folder: Path) -> None:
    """What Lambda's Python has of its own."""
    folder.mkdir()
    for name in SERVED_BY_LAMBDA:
        spec = find_spec(name)
        origin = Path(spec.origin) if spec and spec.origin else Path()
        installed = origin.parent if origin.name == "__init__.py" else origin
        (folder / installed.name).symlink_to(installed)


def start(folder: Path, imports: str) -> tuple[float, float]:
    """Seconds by the clock and of the processor of one fresh process."""
    said = in_folder(folder, _TIMED.format(imports=imports)).split()
    return float(said[0]), float(said[1])


def in_folder(folder: Path, program: str) -> str:
    """What a program prints that finds what was packed and boto3: neither this project nor its libraries."""
    found = subprocess.run(
        (sys.executable, "-S", "-c", program),
        cwd=folder,
        env={
            **PLACEHOLDERS,
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{folder}{os.pathsep}{folder / 'lambda'}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_ACCESS_KEY_ID": "123456789012",
            "AWS_SECRET_ACCESS_KEY": "none",
            "AWS_EC2_METADATA_DISABLED": "true",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout


if __name__ == "__main__":
    result = measure()
    print(f"zip   {result.zip_bytes / 1e6:.1f} MB")
    for name, one in (("bare", result.bare), ("ours", result.ours), ("above", result.above)):
        print(
            f"{name:<5} {one.clock * 1000:6.0f} ms by the clock  {one.processor * 1000:6.0f} ms of processor"
        )
