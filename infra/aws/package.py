"""`python -m infra.aws.package`: what is deployed, made by `chalice package` into build/aws/<platform>/.

`code.zip` is the portal with its libraries, `solver.zip` a layer for the functions that plan, `template.json`
all of the stack. Nothing in them tells a stage: each stage deploys the same ones.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from infra.aws import archive, wheels
from infra.aws.platforms import LAMBDA, Platform, interpreter_of
from infra.aws.template import finish, to_merge
from infra.i18n import ROOT as CATALOGUES
from infra.i18n import compile_catalogues

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "portal"
SITE = ROOT / "build" / "site"
OUT = ROOT / "build" / "aws"
NOT_CODE = shutil.ignore_patterns("__pycache__", "*.pyc", "*.po", "*.pot")
SOLVER_FOLDER = Path("python")
PLACEHOLDERS = {
    "AMAN_BASE_URL": "https://packaging.invalid",
    "AMAN_SECRET_KEY": "read by nobody: the template refers to the real one",
    "AMAN_MAIL_FROM": "nobody@packaging.invalid",
    "AMAN_OPERATOR_NAME_AR": "التحزيم",
    "AMAN_OPERATOR_NAME_EN": "Packaging",
    "AMAN_DUTY_DESK_PHONE": "800700",
    "AWS_DEFAULT_REGION": "me-central-1",
}
"""Chalice imports the app while it packages, and the app reads its settings. Nothing of them is packaged."""


@dataclass(frozen=True, slots=True)
class Package:
    """The files of one build."""

    code: Path
    solver: Path
    template: Path


def build(target: Platform, out: Path = OUT, cache: Path = OUT / "wheels") -> Package:
    """Build for that platform. The site is looked at too: its list of pages is part of the template."""
    folder = out / target.name
    package = Package(folder / "code.zip", folder / "solver.zip", folder / "template.json")
    folder.mkdir(parents=True, exist_ok=True)
    project = _stage(target, folder / "project", cache)
    _chalice_package(project, folder, target)
    (folder / "deployment.zip").rename(package.code)
    archive.repack(package.code)
    _pack_solver(target, cache, package.solver)
    template = json.loads((folder / "sam.json").read_text(encoding="utf-8"))
    package.template.write_text(json.dumps(finish(template)), encoding="utf-8")
    return package


def _stage(target: Platform, project: Path, cache: Path) -> Path:
    """The project as Chalice wants it: the app, its library, and `vendor/` for what it depends on."""
    shutil.rmtree(project, ignore_errors=True)
    compile_catalogues(CATALOGUES)
    shutil.copytree(PORTAL, project, ignore=NOT_CODE)
    packages = wheels.with_requirements(wheels.runtime_packages(), target)
    shutil.copytree(wheels.install(packages, target, cache), project / "vendor")
    # Chalice's own builder would run pip for this machine; what travels is in vendor/ already.
    (project / "requirements.txt").write_text("")
    _compile(target, project)
    return project


def _compile(target: Platform, folder: Path) -> None:
    """Bytecode beside the sources: Lambda keeps nothing that it compiles, and would at every cold start."""
    interpreter = interpreter_of(target)
    if interpreter is None:
        print(f"No Python {target.python} here: the artefact goes without bytecode and starts more slowly.")
        return
    how = ["-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "unchecked-hash", "-s", str(folder)]
    subprocess.run([interpreter, *how, str(folder)], check=True)


def _chalice_package(project: Path, out: Path, target: Platform) -> None:
    merged = out / "merge.json"
    merged.write_text(json.dumps(to_merge(target, SITE), ensure_ascii=False), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "AMAN_"))}
    command = [str(Path(sys.executable).with_name("chalice")), "--project-dir", str(project), "package"]
    command += ["--stage", "aws", "--merge-template", str(merged), str(out)]
    environment = {**kept, **PLACEHOLDERS, "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)


def _pack_solver(target: Platform, cache: Path, packed: Path) -> None:
    """The layer changes with the lock alone, so it is packed once and kept."""
    installed = wheels.install(wheels.with_requirements(wheels.SOLVER, target), target, cache)
    kept = installed.with_suffix(".zip")
    if not kept.exists():
        layer = installed.with_name(f"{installed.name}-layer-{os.getpid()}")
        shutil.copytree(installed, layer / SOLVER_FOLDER)
        _compile(target, layer)
        archive.pack(layer, layer.with_suffix(".packing"))
        layer.with_suffix(".packing").replace(kept)
        shutil.rmtree(layer)
    shutil.copyfile(kept, packed)


if __name__ == "__main__":
    made = build(LAMBDA)
    for file in (made.code, made.solver, made.template):
        print(f"{file.relative_to(ROOT)}  {file.stat().st_size / 1e6:.1f} MB")
