"""What the portal's processes find in their environment on one machine: the same names as on AWS."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from infra.local.engines import ACCOUNT, REGION
from infra.local.ports import LOOPBACK

ROOT = Path(__file__).resolve().parents[2]

# What whoever starts the product may set otherwise.
DEFAULTS = {
    "AMAN_DUTY_DESK_PHONE": "800700",
    "AMAN_MAIL_FROM": "noreply@aman.example",
    "AMAN_OPERATOR_NAME_AR": "نسخة تجريبية دون جهة مشغّلة",
    "AMAN_OPERATOR_NAME_EN": "A demonstration copy without an operator",
    "AMAN_TABLE_PREFIX": "aman-",
    "AMAN_TOTP_REQUIRED": "no",
}


def portal_environment(
    inherited: Mapping[str, str], portal: Path, data: Path, base_url: str, urls: tuple[str, str]
) -> dict[str, str]:
    """Build the portal's environment; `urls` are roto's and ministack's. No real AWS account is reached."""
    kept = {name: value for name, value in inherited.items() if not name.startswith("AWS_")}
    return {
        **DEFAULTS,
        **kept,
        "AMAN_BASE_URL": base_url,
        "AMAN_DEMO_FILE": str(data / "demo.json"),
        "AMAN_SECRET_KEY": secret(data),
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL_DYNAMODB": urls[0],
        "AWS_ENDPOINT_URL_SES": urls[1],
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "NO_PROXY": LOOPBACK,
        "PYTHONPATH": os.pathsep.join((str(portal), str(ROOT))),
        "PYTHONUTF8": "1",
    }


def secret(data: Path) -> str:
    """Read the key that sessions and codes are hashed with, made once and readable by its owner alone."""
    path = data / "secret"
    if not path.exists():
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text()
