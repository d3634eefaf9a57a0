"""Serves a built site on the loopback as its hosting does: its headers, brotli, a page for lost readers."""

import json
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli  # type: ignore[import-untyped]

HEADERS = Path(__file__).parents[1] / "data" / "headers.json"
TEXT = (".html", ".css", ".js", ".json", ".svg", ".xml", ".csv", ".txt")
TYPES = {".woff2": "font/woff2", ".js": "text/javascript", ".csv": "text/csv"}


@cache
def packed(path: Path, changed: int) -> bytes:  # noqa: ARG001 - part of the cache's key
    """Return a file's content in brotli; `changed` is its time, so that a new build is packed anew."""
    return bytes(brotli.compress(path.read_bytes(), quality=11))


Rules = dict[str, dict[str, str]]


def site_rules() -> Rules:
    """Return the headers that the site's hosting sends."""
    rules: Rules = json.loads(HEADERS.read_text(encoding="utf-8"))
    return rules


def rules_for(path: str, rules: Rules) -> dict[str, str]:
    """Return the headers of an address: those of all, then those of its folders, the nearest folder last."""
    found = dict(rules["*"])
    for prefix, more in sorted(rules.items()):
        if path.startswith(prefix):
            found |= more
    return found


def content_type(path: Path) -> str:
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if path.suffix in TEXT else kind


class Handler(BaseHTTPRequestHandler):
    """Answers GET from the folder the server was given."""

    protocol_version = "HTTP/1.1"
    server: "SiteServer"

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.server.requests.append(path)
        found = self.server.file_at(path)
        if found is None:
            self.lost(path)
        else:
            self.answer(200, path, found)

    def lost(self, path: str) -> None:
        page = self.server.folder / ("en" if path.startswith("/en/") else "") / "404.html"
        if page.is_file():
            self.answer(404, path, page)
        else:
            self.send_error(404)

    def answer(self, status: int, path: str, file: Path) -> None:
        squeeze = file.suffix in TEXT and "br" in self.headers.get("Accept-Encoding", "")
        body = packed(file, file.stat().st_mtime_ns) if squeeze else file.read_bytes()
        self.send_response(status)
        for name, value in rules_for(path, self.server.rules).items():
            self.send_header(name, value)
        self.send_header("Content-Type", content_type(file))
        if squeeze:
            self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Keep quiet: what is read is nobody's business, not even in a test."""


class SiteServer(ThreadingHTTPServer):
    """A server that remembers which addresses were asked for."""

    daemon_threads = True

    def __init__(self, folder: Path, rules: Rules) -> None:
        self.folder = folder
        self.rules = rules
        self.requests: list[str] = []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def file_at(self, path: str) -> Path | None:
        target = (self.folder / path.lstrip("/")).resolve()
        if not target.is_relative_to(self.folder.resolve()):
            return None
        target = target / "index.html" if target.is_dir() else target
        return target if target.is_file() else None


@contextmanager
def serving(folder: Path, rules: Rules | None = None) -> Iterator[SiteServer]:
    """Serve a folder while the block runs, with the site's headers unless others are given."""
    server = SiteServer(folder, site_rules() if rules is None else rules)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
