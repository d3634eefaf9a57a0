"""The open-data folder says what the pages say, in forms that other programs read."""

import csv
import io
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest


def services(site: Path, lang: str) -> list[dict[str, Any]]:
    page = json.loads((site / "open-data" / f"hsds-{lang}.json").read_text(encoding="utf-8"))
    assert page["total_items"] == len(page["contents"])
    found: list[dict[str, Any]] = page["contents"]
    return found


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_every_service_has_what_hsds_3_requires(site: Path, lang: str) -> None:
    for service in services(site, lang):
        UUID(service["id"])
        assert service["status"] == "active"
        assert service["name"]
        assert {"id", "name", "description"} <= service["organization"].keys()
        assert [phone["number"] for phone in service["phones"]] == ["800700"]
        assert service["schedules"][0]["freq"] == "WEEKLY"


def test_a_service_keeps_its_identity_in_both_languages(site: Path) -> None:
    arabic, english = services(site, "ar"), services(site, "en")
    assert [service["id"] for service in arabic] == [service["id"] for service in english]
    assert all(one["name"] != two["name"] for one, two in zip(arabic, english, strict=True))


def test_the_figures_file_adds_up_to_all_calls(site: Path) -> None:
    text = (site / "open-data" / "figures-2020.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert sum(int(row["calls"]) for row in rows if row["group"] == "lines") == 21_649
    assert {row["source_en"] for row in rows if row["group"] == "child_part"} == {
        "Gulf News, 16 January 2021"
    }
    assert all(row["name_ar"] and row["name_en"] for row in rows)
