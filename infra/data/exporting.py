"""Write everything out: JSON Lines that another store takes in exactly, and CSV for people."""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from infra.data.folder import Content, FolderError, write_manifest, write_rows
from infra.data.people import write_tables
from infra.data.rows import Rows
from infra.data.travelling import travelling


def export(rows: Rows, folder: Path, now: datetime) -> dict[str, Content]:
    """Write the export into a folder that is not there yet, or is empty; what is in it, by table.

    The folder appears when all of it is written. Raises FolderError.
    """
    if rows.is_marked():
        raise FolderError("An import was cut off in this store; it holds a part of it. Nothing was written.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderError(f"{folder} is there already; name a folder that is not.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        contents = {
            thing: write_rows(scratch, thing, rows.of(table)) for thing, table in travelling().items()
        }
        write_tables(scratch)
        write_manifest(scratch, now, contents)
        scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return contents
