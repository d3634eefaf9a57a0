"""The style sheet, the script and the mark: small files that travel with the code."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

_FOLDER: Final = Path(__file__).parent.parent / "static"
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}


class Asset(NamedTuple):
    """A file, its media type, and a hash of its content that stands in its address."""

    text: str
    media_type: str
    version: str


@cache
def assets() -> dict[str, Asset]:
    """Every file that may be asked for, by name. No other name reaches the disk."""
    return {path.name: _read(path) for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES}


def asset_address(name: str) -> str:
    """Where browsers find it; a changed file has a changed address."""
    return f"/portal/static/{name}?v={assets()[name].version}"


def _read(path: Path) -> Asset:
    text = path.read_text(encoding="utf-8")
    return Asset(text, _TYPES[path.suffix], hashlib.sha256(text.encode()).hexdigest()[:12])
