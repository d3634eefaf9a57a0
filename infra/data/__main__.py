"""`python -m infra.data`: everything out of the store, back in, checked and filled."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from infra.aws.stage import StageError, read_stage
from infra.local.environment import ROOT
from infra.local.lock import AlreadyRunningError


def main() -> None:
    options = _options()
    try:
        (_on_stage if options.stage else _on_this_machine)(options)
    except AlreadyRunningError as error:
        sys.exit(str(error))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.data", description=__doc__)
    parser.add_argument("command", choices=("export", "import", "check", "backfill"))
    parser.add_argument("what", nargs="?", default="", help="a folder, or a backfill's name")
    parser.add_argument("--replace", action="store_true", help="delete what is there before an import")
    parser.add_argument("--data", type=Path, default=ROOT / ".local", help="the folder of all local data")
    parser.add_argument("--stage", default="", help="on AWS, with the credentials of the environment")
    options = parser.parse_args()
    if options.command != "check" and not options.what:
        sys.exit(
            {"export": "OUT= names the folder to write.", "import": "FROM= names the export."}.get(
                options.command, "NAME= names the backfill."
            )
        )
    return options


def _on_stage(options: argparse.Namespace) -> None:
    try:
        stage = read_stage(options.stage)
    except StageError as error:
        sys.exit(str(error))
    os.environ["AMAN_TABLE_PREFIX"] = f"{stage.stack}-"
    os.environ["AWS_DEFAULT_REGION"] = stage.region
    _carry_out(options)


def _on_this_machine(options: argparse.Namespace) -> None:
    from infra.data import local_store  # noqa: PLC0415

    data = options.data.resolve()
    writes = options.command in {"import", "backfill"}
    reach = local_store.store_for_writing if writes else local_store.store_for_reading
    try:
        if options.command != "import":
            local_store.require_data(data)
        with reach(data) as endpoint:
            local_store.point_at(endpoint)
            if options.command == "import":
                _make_tables()
            _carry_out(options)
    except local_store.NoStoreError as error:
        sys.exit(str(error))
    if options.command == "import":
        local_store.mark_as_loaded(data)


def _make_tables() -> None:
    from infra.data import commands  # noqa: PLC0415

    commands.make_tables()


def _carry_out(options: argparse.Namespace) -> None:
    """The tables' names follow the environment when they are imported, so they are imported here."""
    from infra.data import commands  # noqa: PLC0415
    from infra.data.folder import FolderError  # noqa: PLC0415
    from infra.data.importing import ImportRefusedError  # noqa: PLC0415
    from infra.data.rows import StoreBusyError  # noqa: PLC0415

    chosen: dict[str, Callable[[], None]] = {
        "export": lambda: commands.export(Path(options.what)),
        "import": lambda: (commands.bring_in_anew if options.replace else commands.bring_in)(
            Path(options.what)
        ),
        "check": commands.check,
        "backfill": lambda: commands.fill(options.what),
    }
    try:
        chosen[options.command]()
    except (FolderError, ImportRefusedError, StoreBusyError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
