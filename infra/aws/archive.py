"""Zip files that are the same, byte for byte, whenever their content is."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

BEGINNING = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16


def pack(folder: Path, archive: Path) -> None:
    """A zip of everything in a folder."""
    files = (file for file in folder.rglob("*") if file.is_file())
    _write(archive, ((file.relative_to(folder).as_posix(), file.read_bytes()) for file in files))


def repack(archive: Path) -> None:
    """Write a zip anew, without the times and the order in which its files happened to be found."""
    with zipfile.ZipFile(archive) as found:
        content = [(name, found.read(name)) for name in set(found.namelist()) if not name.endswith("/")]
    _write(archive, content)


def _write(archive: Path, content: Iterable[tuple[str, bytes]]) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as written:
        for name, data in sorted(content):
            entry = zipfile.ZipInfo(name, BEGINNING)
            entry.external_attr = READABLE
            written.writestr(entry, data, zipfile.ZIP_DEFLATED, compresslevel=9)
