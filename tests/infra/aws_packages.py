"""A package for the tests to look into, built once for all processes of a run."""

import fcntl
import os
from typing import Any

import pytest

from infra.aws.package import Package, build
from infra.aws.platforms import Platform


def packaged(target: Platform, temporary: pytest.TempPathFactory) -> Package:
    """The package for that platform, of the sources as they are."""
    own = temporary.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "aws"
    folder.mkdir(exist_ok=True)
    with (folder / f"{target.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / f"{target.name}.done"
        if not done.exists():
            build(target, folder)
            done.touch()
    built = folder / target.name
    return Package(built / "code.zip", built / "solver.zip", built / "template.json")


def of_type(resources: Any, kind: str) -> dict[str, Any]:
    """The properties of what is of that kind, by name."""
    return {name: one["Properties"] for name, one in resources.items() if one["Type"] == kind}
