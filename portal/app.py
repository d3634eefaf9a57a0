"""The portal: one Chalice app for the pages and the API."""

import os
from datetime import UTC, datetime

from ulid import ULID

from chalicelib.config import read_settings
from chalicelib.web.application import build_app
from chalicelib.web.edge import Edge

app = build_app(
    Edge(settings=read_settings(os.environ), now=lambda: datetime.now(UTC), new_id=lambda: str(ULID()))
)
