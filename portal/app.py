"""The portal: one Chalice app for the pages, the API and the timed jobs."""
# ruff: noqa: E402 (the first line has to come before the imports)

import gc

gc.disable()  # Nothing that is imported is garbage, and looking for some takes a quarter of a cold start.

import os
from datetime import UTC, datetime

from ulid import ULID

from chalicelib.config import read_settings
from chalicelib.jobs.mail_reports import register_mail_reports
from chalicelib.jobs.schedule import SCHEDULES
from chalicelib.jobs.timed import register_schedules
from chalicelib.web.application import build_app
from chalicelib.web.edge import Edge

app = build_app(
    Edge(settings=read_settings(os.environ), now=lambda: datetime.now(UTC), new_id=lambda: str(ULID()))
)
# Lambda starts each job as `app.<its name>`.
globals().update(register_schedules(app, SCHEDULES) | register_mail_reports(app))

gc.freeze()
gc.enable()
