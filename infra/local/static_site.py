"""The built site as files over HTTP: types, precompressed copies, validators, and a 404 in each language."""

import json
import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from werkzeug.datastructures import Accept
from werkzeug.http import http_date, is_resource_modified, parse_accept_header
from werkzeug.security import safe_join

from infra.local.events import Request, Response

ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
TYPES = {".woff2": "font/woff2", ".webmanifest": "application/manifest+json", ".map": "application/json"}
Rules = Mapping[str, Mapping[str, str]]
EVERYWHERE = "*"


class Site:
    """Serves a folder, with the headers that rules name for all paths (`*`) and for those below one."""

    def __init__(self, root: Path, rules: Rules) -> None:
        self._root = root
        self._rules = rules

    def respond(self, request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return Response(405, [("allow", "GET, HEAD")], b"")
        path = unquote(request.path)
        found = self._find(path)
        if found is None:
            return self._not_found(path, request)
        if found.is_dir():
            return Response(301, [("location", f"/{request.path.lstrip('/')}/")], b"")
        return self._file(found, path, request)

    def _find(self, path: str) -> Path | None:
        """Find the file or folder under a path; a path that ends in a slash means its index."""
        joined = safe_join(str(self._root), path.lstrip("/"))
        if joined is None or "\0" in path:
            return None
        found = Path(joined)
        if path.endswith("/"):
            found /= "index.html"
        try:
            return found if _is_served(found) else None
        except OSError:  # a name longer than a file can have
            return None

    def _file(self, file: Path, path: str, request: Request) -> Response:
        chosen, headers = _variant(file, request.header("accept-encoding"))
        state = file.stat()
        etag = f'"{state.st_mtime_ns:x}-{state.st_size:x}"'
        headers |= {"etag": etag, "last-modified": http_date(state.st_mtime)}
        headers |= self._headers_of(path)
        if not is_resource_modified(_conditions(request), etag=etag, last_modified=http_date(state.st_mtime)):
            return Response(304, list(headers.items()), b"")
        return Response(200, list(headers.items()), chosen.read_bytes())

    def _not_found(self, path: str, request: Request) -> Response:
        language = "en/" if path.startswith("/en/") else ""
        page = self._root / language / "404.html"
        if not page.is_file():
            page = self._root / "404.html"
        if not page.is_file():
            return Response(404, [], b"")
        chosen, headers = _variant(page, request.header("accept-encoding"))
        headers |= self._headers_of(path) | {"cache-control": "no-cache"}
        return Response(404, list(headers.items()), chosen.read_bytes())

    def _headers_of(self, path: str) -> dict[str, str]:
        named = [rule for start, rule in self._rules.items() if start == EVERYWHERE or path.startswith(start)]
        return {name.lower(): value for rule in named for name, value in rule.items()}


def read_rules(file: Path) -> Rules:
    """Read the site's own rules, which hold wherever it is served."""
    rules: Rules = json.loads(file.read_text(encoding="utf-8"))
    return rules


def _is_served(found: Path) -> bool:
    return (found / "index.html").is_file() if found.is_dir() else found.exists()


def _variant(file: Path, accepted: str) -> tuple[Path, dict[str, str]]:
    """Choose the smallest copy that the reader's browser takes, with the headers that tell so."""
    headers = {"content-type": _content_type(file), "vary": "accept-encoding"}
    wanted = parse_accept_header(accepted, Accept)
    for encoding, suffix in ENCODINGS:
        copy = file.with_name(file.name + suffix)
        if wanted.quality(encoding) > 0 and copy.is_file():
            return copy, {**headers, "content-encoding": encoding}
    return file, headers


def _content_type(file: Path) -> str:
    kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind in {"application/javascript", "application/json", "image/svg+xml"}
    return f"{kind}; charset=utf-8" if text else kind


def _conditions(request: Request) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "HTTP_IF_NONE_MATCH": request.header("if-none-match") or None,
        "HTTP_IF_MODIFIED_SINCE": request.header("if-modified-since") or None,
    }
