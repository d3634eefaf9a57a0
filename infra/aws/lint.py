"""`python -m infra.aws.lint`: cfn-lint and checkov over every template, with each exception explained.

checkov lives in a virtual environment of its own (`.lint/`, made by infra/aws/linters.sh).
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from infra.aws.package import build
from infra.aws.platforms import LAMBDA

FOLDER: Final = Path(__file__).parent
CHECKOV: Final = FOLDER.parents[1] / ".lint" / "bin" / "checkov"
EXCEPTIONS: Final = FOLDER / "exceptions.yml"
ELSEWHERE: Final = FOLDER / "us_east_1.yml"
"""The one template of another region."""
REGION: Final = "me-central-1"


def main() -> None:
    """Look through the templates; end with what is wrong."""
    main_template = build(LAMBDA).template
    complaints = [
        *cfn_lint([main_template, FOLDER / "artefacts.yml"], REGION),
        *cfn_lint([ELSEWHERE], "us-east-1"),
    ]
    complaints += unexplained(checkov([main_template, FOLDER / "artefacts.yml", ELSEWHERE]), exceptions())
    if complaints:
        sys.exit("\n".join(complaints))
    print("the templates are sound")


def cfn_lint(templates: Iterable[Path], region: str) -> list[str]:
    """What cfn-lint says against them in that region, which also tells what is not there."""
    command = [str(Path(sys.executable).with_name("cfn-lint")), "--regions", region, "--format", "parseable"]
    done = subprocess.run([*command, *map(str, templates)], capture_output=True, text=True, check=False)
    return [line for line in (done.stdout + done.stderr).splitlines() if line]


def exceptions() -> dict[str, str]:
    """The reasons, by the check that they are given for."""
    found: dict[str, str] = yaml.safe_load(EXCEPTIONS.read_text(encoding="utf-8"))["checkov"]
    return found


def checkov(templates: Iterable[Path]) -> dict[str, set[str]]:
    """The checks that failed, with the resources for which they did. It asks nothing of anybody's server."""
    named = [part for template in templates for part in ("--file", str(template))]
    quietly = ["--framework", "cloudformation", "--quiet", "--compact", "--output", "json", "--soft-fail"]
    with tempfile.TemporaryDirectory() as home:
        environment = {"HOME": home, "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}
        done = subprocess.run(
            [str(CHECKOV), *named, *quietly, "--skip-download"],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
    return _failed(json.loads(done.stdout))


def _failed(report: Mapping[str, Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    if report["summary"]["parsing_errors"]:
        found["parsing"] = set(report["results"]["parsing_errors"])
    for one in report["results"]["failed_checks"]:
        found.setdefault(f"{one['check_id']} ({one['check_name']})", set()).add(one["resource"])
    return found


def unexplained(failed: Mapping[str, set[str]], explained: Mapping[str, str]) -> list[str]:
    """Failures without a reason, and reasons without a failure."""
    known = {check.partition(" ")[0] for check in failed}
    new = [
        f"{check}: {', '.join(sorted(resources))}"
        for check, resources in sorted(failed.items())
        if check.partition(" ")[0] not in explained
    ]
    return new + [f"{check} is explained and does not fail" for check in sorted(explained.keys() - known)]


if __name__ == "__main__":
    main()
