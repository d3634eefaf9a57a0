"""What tells dev, staging and prod apart: a small file each, in infra/aws/stages/."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).with_name("stages")
INVENTED: Final = ".example"
"""How the addresses end that the files come with: nobody can own them, so each has to be replaced."""
NOBODY: Final = frozenset({"The operator", "الجهة المشغّلة"})
"""Whom the files name as the operator."""


class StageError(Exception):
    """There is no such stage, or its file still holds invented names. The text says what to do."""


@dataclass(frozen=True, slots=True)
class Stage:
    """An installation on AWS."""

    name: str
    region: str
    monthly_budget: str
    """US dollars of which 80 in a hundred raise an alarm."""
    parameters: Mapping[str, str]

    @property
    def stack(self) -> str:
        """The name of its stack."""
        return f"aman-{self.name}"


def read_stage(name: str, folder: Path = FOLDER) -> Stage:
    """The stage of that name. Raises StageError."""
    file = folder / f"{name}.json"
    if not file.is_file():
        known = ", ".join(sorted(one.stem for one in folder.glob("*.json")))
        raise StageError(f"There is no stage {name!r}; there are {known}.")
    found = json.loads(file.read_text(encoding="utf-8"))
    parameters = {"Stage": name, **found["parameters"]}
    return Stage(name, found["region"], found["monthly_budget"], parameters)


def require_own_names(stage: Stage) -> None:
    """Raises StageError where a parameter still has the name that it came with."""
    given = stage.parameters.items()
    invented = sorted(name for name, value in given if value.endswith(INVENTED) or value in NOBODY)
    if invented:
        listed = ", ".join(invented)
        raise StageError(f"infra/aws/stages/{stage.name}.json holds invented names: replace {listed}.")
