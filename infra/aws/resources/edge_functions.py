"""The small functions that run at CloudFront: find a page, mark what is missing, tell who reads."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from infra.aws.resources.intrinsics import Resource, sub

FOLDER: Final = Path(__file__).parent
ASSETS: Final = "/assets/"
FIRST: Final = "/index.html"
COMPRESSED: Final = (".br", ".gz")


def edge_functions(site: Path) -> dict[str, Resource]:
    """The three as resources; the first knows what this build of the site has."""
    return {
        "FindPage": _function("aman-${Stage}-find-page", viewer_code(site)),
        "MarkMissing": _function("aman-${Stage}-mark-missing", _code("answer.js")),
        "TellViewer": _function("aman-${Stage}-tell-viewer", _code("tell.js")),
    }


def _code(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def viewer_code(site: Path) -> str:
    """The function that finds pages, with the list of what this build of the site has."""
    found = sorted(
        f"/{file.relative_to(site).as_posix()}"
        for file in site.rglob("*")
        if file.is_file() and file.suffix not in COMPRESSED
    )
    pages = [path.removesuffix("index.html") for path in found if path.endswith("/index.html")]
    # The first page under its own name too: CloudFront may have put its name in the place of the slash.
    inner = [path for path in found if path.endswith("/index.html") and path != FIRST]
    files = [path for path in found if not path.startswith(ASSETS) and path not in inner]
    code = _code("viewer.js")
    return code.replace("PAGES", _compact(pages), 1).replace("FILES", _compact(files), 1)


def _compact(names: Iterable[str]) -> str:
    return json.dumps(list(names), separators=(",", ":"))


def _function(name: str, code: str) -> Resource:
    config = {"Comment": sub(name), "Runtime": "cloudfront-js-2.0"}
    return {
        "Type": "AWS::CloudFront::Function",
        "Properties": {
            "Name": sub(name),
            "AutoPublish": True,
            "FunctionConfig": config,
            "FunctionCode": code,
        },
    }
