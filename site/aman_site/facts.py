"""The data behind the pages: services, figures, areas, fields. Nothing is used before it adds up."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from aman_site.texts import LANGUAGES, SiteError

TAXONOMY = Path("portal/chalicelib/data/taxonomy.json")


@dataclass(frozen=True, slots=True)
class Facts:
    """All data files, checked."""

    services: Mapping[str, Any]
    figures: Mapping[str, Any]
    areas: Mapping[str, Any]
    givers: Mapping[str, Mapping[str, str]]
    taxonomy: Mapping[str, Any]
    pictures: Mapping[str, Mapping[str, int]]

    def service(self, slug: str) -> Mapping[str, Any]:
        """Return one service; raise SiteError for a slug nobody wrote down."""
        for service in self.services["services"]:
            if service["slug"] == slug:
                found: Mapping[str, Any] = service
                return found
        raise SiteError(f"services.yml has no service '{slug}'")

    def rows(self, group: str) -> Sequence[Mapping[str, Any]]:
        """Return the rows of one chart: `lines`, `main_line` or `child_part`."""
        part = self.figures[group]
        rows: Sequence[Mapping[str, Any]] = part["rows"] if group == "child_part" else part
        return rows

    def number(self, path: str) -> int:
        """Return the figure at a dotted path, such as `floods.requests`."""
        value: Any = self.figures
        for step in path.split("."):
            if step not in value:
                raise SiteError(f"figures.yml has no '{path}'")
            value = value[step]
        return int(value)

    def calls(self, code: str) -> int:
        """Return the calls of one row of any chart."""
        for group in ("lines", "main_line", "child_part"):
            for row in self.rows(group):
                if row["code"] == code:
                    return int(row["calls"])
        raise SiteError(f"figures.yml has no row '{code}'")


def load(data: Path, taxonomy: Path) -> Facts:
    """Read and check every data file."""

    def read(name: str) -> dict[str, Any]:
        found: dict[str, Any] = yaml.safe_load((data / name).read_text(encoding="utf-8"))
        return found

    facts = Facts(
        services=read("services.yml"),
        figures=read("figures.yml"),
        areas=read("areas.yml"),
        givers=read("fields.yml"),
        taxonomy=json.loads(taxonomy.read_text(encoding="utf-8")),
        pictures=read("pictures.yml"),
    )
    problems = [*sums(facts.figures), *one_language(facts), *strangers(facts)]
    if problems:
        raise SiteError("; ".join(problems))
    return facts


def sums(figures: Mapping[str, Any]) -> list[str]:
    """Add the figures up; say which total does not agree with its parts."""
    parts = {row["code"]: row["calls"] for row in figures["lines"]}
    child = {row["code"]: row["calls"] for row in figures["child_part"]["rows"]}
    reports = sum(child[code] for code in figures["child_part"]["report_codes"])
    checks = [
        ("all lines", figures["total"], sum(parts.values())),
        ("the main line", parts["main"], sum(row["calls"] for row in figures["main_line"])),
        ("the child line's reports", figures["child_part"]["reports"], reports),
    ]
    return [
        f"figures.yml: {name} should be {said:,}, its parts make {added:,}"
        for name, said, added in checks
        if said != added
    ]


def one_language(facts: Facts) -> list[str]:
    """Name every data row that lacks one of the languages."""
    groups: Mapping[str, Sequence[Mapping[str, Any]]] = {
        "services.yml": facts.services["services"],
        "figures.yml": [*facts.rows("lines"), *facts.rows("main_line"), *facts.rows("child_part")],
        "areas.yml": facts.areas["areas"],
        "taxonomy.json": [*facts.taxonomy["fields"], *facts.taxonomy["categories"]],
    }
    return [
        f"{name}: '{row.get('code', row.get('slug'))}' has no {lang}"
        for name, rows in groups.items()
        for row in rows
        for lang in LANGUAGES
        if not row.get(lang)
    ]


def strangers(facts: Facts) -> list[str]:
    """Name fields that the site and the taxonomy do not share."""
    ours, theirs = set(facts.givers), {field["code"] for field in facts.taxonomy["fields"]}
    return [f"fields.yml and taxonomy.json differ in '{code}'" for code in sorted(ours ^ theirs)]
