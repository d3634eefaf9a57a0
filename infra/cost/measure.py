"""`python -m infra.cost.measure`: play the journey on ministack and keep what it took in measured.json."""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from infra.cost import cold_start
from infra.local.engines import ministack
from infra.local.environment import ROOT, portal_environment
from infra.local.ports import answers, free_port

MEASURED: Final = Path(__file__).with_name("measured.json")
_PATIENCE_SECONDS: Final = 60


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        engine = ministack(free_port(), Path(scratch), "ses,dynamodb")
        process = subprocess.Popen(
            engine.command,
            env={**os.environ, **engine.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=scratch,
        )
        try:
            deadline = time.monotonic() + _PATIENCE_SECONDS
            while not answers(engine.port):
                if process.poll() is not None or time.monotonic() > deadline:
                    sys.exit("ministack did not start.")
                time.sleep(0.05)
            os.environ.update(
                portal_environment({}, ROOT / "portal", Path(scratch), "http://127.0.0.1", (engine.url,) * 2)
            )
            _write(_measured(Path(scratch) / "demo.json"))
        finally:
            process.terminate()
            process.wait()


def _measured(demo_file: Path) -> dict[str, Any]:
    """The modules of the portal read the environment when they are imported."""
    import boto3  # noqa: PLC0415

    from chalicelib.config import read_settings  # noqa: PLC0415
    from chalicelib.store.tables import create_tables  # noqa: PLC0415
    from infra.cost.journey import Journey, partners_of, staff_of, travel  # noqa: PLC0415
    from infra.local.demo import load  # noqa: PLC0415
    from infra.local.demo_accounts import SUPERVISOR  # noqa: PLC0415

    settings = read_settings(os.environ)
    create_tables()
    boto3.client("ses").verify_email_identity(EmailAddress=settings.mail_from)
    load(settings, datetime.now(UTC), demo_file)
    import app  # noqa: PLC0415

    journey = Journey(app.app, settings)
    staff = staff_of(SUPERVISOR[0])
    travel(journey, staff, partners_of(journey, staff))
    return {
        name: {"processor_ms": round(step.processor * 1000, 1), **asdict(step.units)}
        for name, step in journey.steps.items()
    }


def _write(steps: dict[str, Any]) -> None:
    starts = cold_start.measure()
    content = {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "zip_bytes": starts.zip_bytes,
        "bare_start_ms": round(starts.bare.processor * 1000),
        "own_start_ms": round(starts.ours.processor * 1000),
        "steps": steps,
    }
    MEASURED.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for name, step in steps.items():
        print(
            f"{name:<32} {step['processor_ms']:7.1f} ms {step['calls']:3} calls  "
            f"read {step['read']:6.1f} ({step['reported_read']:6.1f})  "
            f"written {step['written']:6.1f} ({step['reported_written']:6.1f})"
        )


if __name__ == "__main__":
    main()
