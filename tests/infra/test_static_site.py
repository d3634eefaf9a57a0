import os
from pathlib import Path

import pytest

from infra.local.environment import ROOT
from infra.local.events import Request, Response
from infra.local.static_site import Site, read_rules

ARABIC = "<h1>الرئيسية</h1>"
MOMENT = 1_750_000_000
RULES = {
    "*": {"Content-Security-Policy": "default-src 'self'", "Cache-Control": "no-cache"},
    "/assets/": {"Cache-Control": "immutable"},
    "/leave/": {"Clear-Site-Data": '"cache"'},
}


def a_site(folder: Path) -> Path:
    """Build a small site, with all its files from the same moment."""
    root = folder / "site"
    files = {
        "index.html": ARABIC,
        "404.html": "غير موجودة",
        "en/index.html": "Home",
        "en/404.html": "not found",
        "assets/app.js": "1",
        "app.css": "a{}",
        "app.css.gz": "gzipped",
        "app.css.br": "brotli",
        "font.woff2": "font",
        "leave/index.html": "bye",
        "empty/picture.svg": "<svg/>",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (MOMENT, MOMENT))
    (folder / "secret").write_text("private")
    return root


def ask(root: Path, path: str, method: str = "GET", **headers: str) -> Response:
    sent = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return Site(root, RULES).respond(Request(method, path, "", sent, b"", "127.0.0.1"))


def header(response: Response, name: str) -> str | None:
    return dict(response.headers).get(name)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/en/index.html", "text/html; charset=utf-8"),
        ("/app.css", "text/css; charset=utf-8"),
        ("/font.woff2", "font/woff2"),
        ("/empty/picture.svg", "image/svg+xml; charset=utf-8"),
    ],
)
def test_each_file_has_its_type(tmp_path: Path, path: str, kind: str) -> None:
    response = ask(a_site(tmp_path), path)
    assert (response.status, header(response, "content-type")) == (200, kind)


@pytest.mark.parametrize(("path", "page"), [("/nowhere", "غير موجودة"), ("/en/nowhere/", "not found")])
def test_a_page_that_is_not_there_is_told_in_its_language(tmp_path: Path, path: str, page: str) -> None:
    response = ask(a_site(tmp_path), path)
    assert (response.status, response.body.decode()) == (404, page)


@pytest.mark.parametrize(
    "path", ["/../secret", "/%2e%2e/secret", "/en/..%2f..%2fsecret", "//etc/passwd", "/a%00b"]
)
def test_nothing_outside_the_site_is_served(tmp_path: Path, path: str) -> None:
    assert ask(a_site(tmp_path), path).status == 404


@pytest.mark.parametrize("path", ["/empty/", "/empty"])
def test_a_folder_without_a_page_is_not_served(tmp_path: Path, path: str) -> None:
    assert ask(a_site(tmp_path), path).status == 404


@pytest.mark.parametrize("path", ["/leave", "//leave"])
def test_a_folder_is_redirected_to_its_page_and_never_to_another_host(tmp_path: Path, path: str) -> None:
    response = ask(a_site(tmp_path), path)
    assert (response.status, header(response, "location")) == (301, "/leave/")


@pytest.mark.parametrize(
    ("accepted", "encoding", "body"),
    [("gzip, br", "br", b"brotli"), ("gzip", "gzip", b"gzipped"), ("br;q=0, gzip", "gzip", b"gzipped")],
)
def test_a_compressed_copy_goes_to_who_takes_it(
    tmp_path: Path, accepted: str, encoding: str, body: bytes
) -> None:
    response = ask(a_site(tmp_path), "/app.css", accept_encoding=accepted)
    assert (header(response, "content-encoding"), response.body) == (encoding, body)
    assert header(response, "content-type") == "text/css; charset=utf-8"
    assert header(response, "vary") == "accept-encoding"


def test_without_compression_the_file_itself_goes(tmp_path: Path) -> None:
    response = ask(a_site(tmp_path), "/app.css")
    assert (header(response, "content-encoding"), response.body) == (None, b"a{}")


def test_what_the_browser_has_already_is_not_sent_again(tmp_path: Path) -> None:
    root = a_site(tmp_path)
    etag = header(ask(root, "/"), "etag")
    assert etag is not None
    again = ask(root, "/", if_none_match=etag)
    assert (again.status, again.body) == (304, b"")
    (root / "index.html").write_text("changed")
    assert ask(root, "/", if_none_match=etag).status == 200


def test_the_sites_own_headers_are_sent_where_they_apply(tmp_path: Path) -> None:
    root = a_site(tmp_path)
    assert header(ask(root, "/"), "content-security-policy") == "default-src 'self'"
    assert header(ask(root, "/nowhere"), "content-security-policy") == "default-src 'self'"
    assert header(ask(root, "/"), "clear-site-data") is None
    assert header(ask(root, "/leave/"), "clear-site-data") == '"cache"'
    assert header(ask(root, "/assets/app.js"), "cache-control") == "immutable"


def test_what_is_missing_is_not_kept_for_ever(tmp_path: Path) -> None:
    assert header(ask(a_site(tmp_path), "/assets/none.js"), "cache-control") == "no-cache"


def test_the_way_out_clears_what_the_browser_kept() -> None:
    rules = read_rules(ROOT / "site/data/headers.json")
    assert "cache" in rules["/leave/"]["Clear-Site-Data"]
    assert "default-src" in rules["*"]["Content-Security-Policy"]


def test_a_site_takes_no_posts(tmp_path: Path) -> None:
    assert ask(a_site(tmp_path), "/", method="POST").status == 405


@pytest.mark.parametrize("path", ["/" + "a" * 300, "/" + "a/" * 3000, "/en/" + "ا" * 200])
def test_an_address_longer_than_any_file_is_not_found(tmp_path: Path, path: str) -> None:
    assert ask(a_site(tmp_path), path).status == 404
