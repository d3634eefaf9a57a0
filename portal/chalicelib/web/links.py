"""Addresses within the portal: where to go next, and the same page with another query."""

from urllib.parse import urlencode, urlsplit

from chalicelib.web.values import Values

HOME = "/portal"


def safe_next(wanted: str) -> str:
    """The address to go on to after signing in: one of our own pages, else the portal's first page."""
    ours = wanted == HOME or wanted.startswith((f"{HOME}/", f"{HOME}?"))
    if not ours or not wanted.isascii() or not wanted.isprintable() or "\\" in wanted or "/sign-" in wanted:
        return HOME
    parts = urlsplit(wanted)
    return HOME if parts.scheme or parts.netloc or ".." in parts.path else wanted


def address(path: str, query: Values, changes: dict[str, str | None]) -> str:
    """That path with that query, some of its names set and those given as None left out."""
    kept = [(name, text) for name, text in query.pairs() if name not in changes and text]
    added = [(name, text) for name, text in changes.items() if text is not None]
    encoded = urlencode(kept + added)
    return f"{path}?{encoded}" if encoded else path
