"""The style sheet, the script and the mark."""

import re
from pathlib import Path

import pytest

import chalicelib
from chalicelib.web.assets import asset_address, assets
from tests.web.browsing import Browser, some_app

FOLDER = Path(chalicelib.__file__).parent / "static"


@pytest.mark.parametrize("name", sorted(assets()))
def test_a_file_under_its_present_hash_is_kept_for_a_year(name: str) -> None:
    reply = Browser(some_app()).get(asset_address(name))

    assert reply.status == 200
    assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert reply.body == (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("query", ["", "?v=", "?v=000000000000"])
def test_under_any_other_hash_it_is_kept_for_a_minute(query: str) -> None:
    reply = Browser(some_app()).get(f"/portal/static/portal.css{query}")

    assert reply.headers["cache-control"] == "public, max-age=60"


@pytest.mark.parametrize("name", ["..", "nothing.css", "portal.css%00", "..%2F..%2Fconfig.py"])
def test_no_other_name_reaches_the_disk(name: str) -> None:
    assert Browser(some_app()).get(f"/portal/static/{name}").status in {404, 403}


def test_types_are_said() -> None:
    types = {name: asset.media_type.partition(";")[0] for name, asset in assets().items()}

    assert types == {
        "fonts.css": "text/css",
        "mark.svg": "image/svg+xml",
        "portal.css": "text/css",
        "portal.js": "text/javascript",
        "progress.js": "text/javascript",
    }


def test_they_are_small() -> None:
    assert len((FOLDER / "portal.css").read_bytes()) <= 20 * 1024
    assert len((FOLDER / "portal.js").read_bytes()) <= 2 * 1024


def test_the_style_sheet_knows_no_left_and_no_right() -> None:
    sheet = (FOLDER / "portal.css").read_text(encoding="utf-8")

    assert not re.findall(r"[\w-]*(?:left|right)[\w-]*\s*:", sheet)
    assert not re.findall(
        r"(?<![-\w])(?:width|height|min-width|max-width):", sheet.split("@media (max-width")[0]
    )
