"""Releases: what was deployed to a stage, kept so that it can be deployed again as it was."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from infra.aws import archive, stacks
from infra.aws.cloud import Cloud
from infra.aws.package import Package
from infra.aws.stage import Stage

ARTEFACTS: Final = "aman-artefacts"
TEMPLATE: Final = Path(__file__).with_name("artefacts.yml")


class NoReleaseError(Exception):
    """There is no such release. The text says which there are."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release of a stage: where its files are, and the parameters with which it was deployed."""

    id: str
    bucket: str
    prefix: str
    parameters: Mapping[str, str]

    def key(self, name: str) -> str:
        """Where one of its files is in the bucket."""
        return f"{self.prefix}/{name}"


def artefact_bucket(cloud: Cloud) -> str:
    """The bucket of all releases, made where there is none yet. It costs little and holds no data."""
    template = {"TemplateBody": TEMPLATE.read_text(encoding="utf-8")}
    return stacks.update(cloud, ARTEFACTS, template, {}, lambda _changes: True)["BucketName"]


def new_id(now: datetime) -> str:
    """A release's name: when it was made, and of which commit, with a mark where more than that was in it."""
    commit = _git("rev-parse", "--short=10", "HEAD") or "uncommitted"
    changed = "+" if _git("status", "--porcelain") else ""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{commit}{changed}"


def _git(*command: str) -> str:
    try:
        done = subprocess.run(("git", *command), capture_output=True, text=True, check=True)  # noqa: S607
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def keep(cloud: Cloud, stage: Stage, package: Package, site: Path, release_id: str) -> Release:
    """Upload a release. Nothing of the stage changes by it."""
    bucket = artefact_bucket(cloud)
    prefix = f"{stage.name}/{release_id}"
    own = {"ArtefactBucket": bucket, "CodeKey": f"{prefix}/code.zip"} | _solver(cloud, bucket, package.solver)
    release = Release(release_id, bucket, prefix, {**stage.parameters, **own})
    packed = package.code.with_name("site.zip")
    archive.pack(site, packed)
    for file in (package.code, package.template, packed):
        cloud.s3.upload_file(str(file), bucket, release.key(file.name))
    _write(cloud, bucket, release.key("parameters.json"), dict(release.parameters))
    return release


def _solver(cloud: Cloud, bucket: str, solver: Path) -> dict[str, str]:
    """The layer lies under its own hash: one that did not change is the layer that is there already."""
    key = f"solvers/{sha256(solver.read_bytes()).hexdigest()}.zip"
    if not cloud.s3.list_objects_v2(Bucket=bucket, Prefix=key).get("Contents"):
        cloud.s3.upload_file(str(solver), bucket, key)
    return {"SolverKey": key}


def find(cloud: Cloud, stage: Stage, release_id: str) -> Release:
    """A release that was deployed before. Raises NoReleaseError."""
    bucket = artefact_bucket(cloud)
    known = history(cloud, bucket, stage)
    if release_id not in known:
        raise NoReleaseError(f"{stage.name} never had {release_id}; it had {', '.join(known) or 'none'}.")
    prefix = f"{stage.name}/{release_id}"
    return Release(release_id, bucket, prefix, _read(cloud, bucket, f"{prefix}/parameters.json", {}))


def previous(cloud: Cloud, stage: Stage) -> Release:
    """The release before the one that is there now. Raises NoReleaseError."""
    known = history(cloud, artefact_bucket(cloud), stage)
    earlier = [one for one in known if one != known[-1]]
    if not earlier:
        raise NoReleaseError(f"{stage.name} has no release to go back to.")
    return find(cloud, stage, earlier[-1])


def history(cloud: Cloud, bucket: str, stage: Stage) -> list[str]:
    """The releases in the order in which they were deployed."""
    found: list[str] = _read(cloud, bucket, f"{stage.name}/history.json", [])
    return found


def remember(cloud: Cloud, stage: Stage, release: Release) -> None:
    """Write down that a release is the stage's now."""
    known = history(cloud, release.bucket, stage)
    _write(cloud, release.bucket, f"{stage.name}/history.json", [*known, release.id])


def _read(cloud: Cloud, bucket: str, key: str, otherwise: object) -> Any:  # noqa: ANN401 (what JSON holds)
    try:
        found = cloud.s3.get_object(Bucket=bucket, Key=key)
    except cloud.s3.exceptions.NoSuchKey:
        return otherwise
    return json.loads(found["Body"].read())


def _write(cloud: Cloud, bucket: str, key: str, document: object) -> None:
    body = json.dumps(document, ensure_ascii=False).encode()
    cloud.s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType="application/json")
