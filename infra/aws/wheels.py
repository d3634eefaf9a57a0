"""Which packages travel to Lambda, and how they get into a folder for a platform that may be another one."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from hashlib import sha256
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from infra.aws.platforms import Platform

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "all.txt"
RUNTIME = ROOT / "requirements" / "runtime.in"
SERVED_BY_LAMBDA = frozenset({"boto3", "botocore"})
"""Lambda's Python has them, compiled; why they stay behind is told in decision 500."""
ADDED_BY_THE_PACKAGER = frozenset({"chalice"})
SOLVER = ("highspy", "numpy")
LEFT_OUT = ("*.dist-info", "bin", "tests", "*.pyi", "*.so.dbg")
KEPT = "python_ulid-*.dist-info"
"""It asks for its own version when it is imported, and fails without."""


def runtime_packages() -> list[str]:
    """The packages that the portal names itself and that travel."""
    lines = (line.partition("#")[0].strip() for line in RUNTIME.read_text(encoding="utf-8").splitlines())
    named = {canonicalize_name(Requirement(line).name) for line in lines if line}
    return sorted(named - SERVED_BY_LAMBDA - ADDED_BY_THE_PACKAGER)


def with_requirements(packages: Iterable[str], target: Platform) -> list[str]:
    """Those packages and what they need there, as far as Lambda does not have it."""
    found: set[str] = set()
    waiting: list[str] = [canonicalize_name(name) for name in packages]
    while waiting:
        name = waiting.pop()
        if name not in found | SERVED_BY_LAMBDA:
            found.add(name)
            waiting += _needs(name, target)
    return sorted(found)


def _needs(package: str, target: Platform) -> list[str]:
    needed = map(Requirement, requires(package) or ())
    markers = {**target.markers, "extra": ""}
    return [
        canonicalize_name(one.name) for one in needed if one.marker is None or one.marker.evaluate(markers)
    ]


def locked(packages: Iterable[str], target: Platform) -> str:
    """Their lines of the lock, with the hashes. Raises KeyError for a package that is not locked."""
    of_name: dict[str, str] = {}
    for block in re.split(r"\n(?=\S)", LOCK.read_text(encoding="utf-8").strip()):
        first, _, hashes = block.partition("\\\n")
        one = Requirement(first.strip())
        if one.marker is None or one.marker.evaluate({**target.markers}):
            # Without its marker, which pip would look at for this machine.
            of_name[canonicalize_name(one.name)] = f"{one.name}{one.specifier} \\\n{hashes}"
    return "\n".join(of_name[name] for name in packages) + "\n"


def install(packages: Sequence[str], target: Platform, folder: Path) -> Path:
    """A folder with those locked packages for that platform; one that is there already is taken as it is."""
    lines = locked(packages, target)
    content = f"{lines}{LEFT_OUT}{KEPT}"
    made = folder / f"{target.name}-{sha256(content.encode()).hexdigest()[:16]}"
    if not made.exists():
        # Another build may be at it; whoever is first is right.
        begun = made.with_suffix(f".{os.getpid()}")
        begun.mkdir(parents=True)
        listed = begun / "requirements.txt"
        listed.write_text(lines, encoding="utf-8")
        _pip(listed, target, begun)
        listed.unlink()
        _leave_out(begun)
        _put(begun, made)
    return made


def _put(begun: Path, made: Path) -> None:
    try:
        begun.rename(made)
    except OSError:
        shutil.rmtree(begun)


def _pip(listed: Path, target: Platform, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    command += ["--require-hashes", "--only-binary=:all:", "--no-deps", "--no-compile"]
    command += ["--target", str(folder), "-r", str(listed)]
    if target.wheel_tags:
        command += ["--implementation", "cp", "--python-version", target.python]
        command += [part for tag in target.wheel_tags for part in ("--platform", tag)]
    subprocess.run(command, check=True)


def _leave_out(folder: Path) -> None:
    for pattern in LEFT_OUT:
        for found in sorted(folder.rglob(pattern)):
            if found.match(KEPT):
                continue
            if found.is_dir():
                shutil.rmtree(found)
            elif found.exists():
                found.unlink()
