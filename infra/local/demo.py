"""Loads the demo, once: the day after a flood in Kalba, through the same use cases that people go through.

Eleven partners with invented names, their agreements and offerings, and some thirty needs in all states.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chalicelib.config import Settings, read_settings
from chalicelib.domain.notices import sent
from chalicelib.store import outbox
from chalicelib.store.commit import commit
from chalicelib.store.tables import TABLES, create_tables
from infra.local.demo_accounts import make_staff, partner_accounts, with_token
from infra.local.demo_history import Demo, read_data
from infra.local.demo_needs import make_need
from infra.local.demo_partners import make_partner


def load(settings: Settings, now: datetime, file: Path) -> None:
    """Load everything and write the accounts with their API tokens to `file`, which marks it as loaded.

    A load that was cut off is begun anew on empty tables: nobody could use the product before its end.
    """
    if file.exists():
        return
    begun = file.with_suffix(".begun")
    if begun.exists():
        _empty_tables()
    begun.touch()
    demo = Demo(settings, now)
    staff = make_staff(demo)
    for line in read_data("partners.yml"):
        make_partner(demo, line)
    for line in read_data("needs.yml"):
        make_need(demo, line)
    _mark_mails_sent(demo)
    listed = [with_token(demo, account) for account in (*staff, *partner_accounts(demo))]
    _write(file, {"base_url": settings.base_url, "accounts": listed})
    begun.unlink()


def _empty_tables() -> None:
    for table in TABLES:
        table.delete_table()
    create_tables()


def _mark_mails_sent(demo: Demo) -> None:
    """The mails of this history went out when it happened: the mail page begins empty."""
    while due := outbox.list_due(demo.now, limit=100):
        for notice in due:
            commit([outbox.save(sent(notice, notice.due_at, f"demo-{notice.id}"), notice)])


def _write(file: Path, content: dict[str, Any]) -> None:
    """All of it or nothing, readable by its owner alone: a half-written file would look loaded."""
    scratch = file.with_suffix(".part")
    scratch.touch(mode=0o600)
    scratch.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
    scratch.replace(file)


if __name__ == "__main__":
    load(read_settings(os.environ), datetime.now(UTC), Path(os.environ["AMAN_DEMO_FILE"]))
