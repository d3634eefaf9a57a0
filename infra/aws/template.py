"""The stack's template: what Chalice writes for the app, with everything around it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from infra.aws.platforms import Platform
from infra.aws.resources.alarms import alarms
from infra.aws.resources.edge import edge
from infra.aws.resources.functions import functions
from infra.aws.resources.gateway import part_apis
from infra.aws.resources.intrinsics import Template
from infra.aws.resources.tables import tables

WRITTEN: Final = ("parameters", "secrets", "queues", "mail", "storage")
FOLDER: Final = Path(__file__).parent / "resources"


def to_merge(target: Platform, site: Path) -> Template:
    """What `chalice package` merges into its template. The site's list of pages is part of it."""
    merged: Template = {}
    for piece in _pieces(target, site):
        for section, things in piece.items():
            known = merged.setdefault(section, {})
            twice = known.keys() & things.keys()
            if twice:
                raise ValueError(f"{section}: {', '.join(sorted(twice))} is there twice")
            known.update(things)
    return merged


def _pieces(target: Platform, site: Path) -> Iterator[Template]:
    for name in WRITTEN:
        piece: Template = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
        yield piece
    yield {"Resources": tables()}
    yield functions(target)
    yield edge(site)
    yield alarms()


def finish(template: dict[str, Any]) -> dict[str, Any]:
    """What merging cannot do: Chalice's API is parted, and outputs that lead past CloudFront are left out."""
    parted = part_apis(template)
    for name in ("EndpointURL", "APIHandlerArn"):
        parted["Outputs"].pop(name, None)
    return {"Description": "Aman: the site and the partner portal", **parted}
