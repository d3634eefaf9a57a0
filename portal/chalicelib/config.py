"""The environment, read once into frozen settings. Imports nothing of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

_SECRET_MIN_LENGTH = 32


class SettingsError(Exception):
    """The environment lacks something, or holds something that cannot be used. Names the variable."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs from one installation to another. Life times are those of the design unless set."""

    base_url: str
    """Scheme and host where readers reach us, without a path or a slash at the end."""
    secret_key: str = field(repr=False)
    """Signs form tokens, notices and cursors; hashes codes and tokens. At least 32 characters."""
    mail_from: str
    operator_name_ar: str
    operator_name_en: str
    duty_desk_phone: str
    """As it is dialled, like 800700 or +97165550100; shown to partners who have accepted."""
    table_prefix: str = "aman-"
    edge_secret: str | None = field(default=None, repr=False)
    """What the server in front of us proves itself with, where there is one; nobody is let in past it."""
    mail_configuration_set: str | None = None
    """SES's, through which it reports what became of a mail; None where nobody listens to reports."""
    mail_reports_topic: str | None = None
    """The address (ARN) of the topic that SES reports to, known to the function that listens there alone."""
    totp_required: bool = True
    """Whether staff and supervisors give a second code from an authenticator."""
    session_life: timedelta = timedelta(hours=12)
    session_idle: timedelta = timedelta(hours=2)
    code_life: timedelta = timedelta(minutes=10)
    code_tries: int = 5
    link_life: timedelta = timedelta(hours=48)
    api_token_life: timedelta = timedelta(days=90)

    @property
    def is_https(self) -> bool:
        """Whether readers come over TLS: cookies are marked Secure and HSTS is sent."""
        return self.base_url.startswith("https://")

    def operator_name(self, language: str) -> str:
        """Who runs this installation, in that language."""
        return self.operator_name_ar if language == "ar" else self.operator_name_en


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings of this process. Raises `SettingsError` naming the first variable that is wrong."""
    return Settings(
        base_url=_base_url(environ),
        secret_key=_secret(environ, "AMAN_SECRET_KEY"),
        mail_from=_required(environ, "AMAN_MAIL_FROM"),
        operator_name_ar=_required(environ, "AMAN_OPERATOR_NAME_AR"),
        operator_name_en=_required(environ, "AMAN_OPERATOR_NAME_EN"),
        duty_desk_phone=_required(environ, "AMAN_DUTY_DESK_PHONE"),
        table_prefix=environ.get("AMAN_TABLE_PREFIX", "aman-"),
        edge_secret=_secret(environ, "AMAN_EDGE_SECRET") if "AMAN_EDGE_SECRET" in environ else None,
        mail_configuration_set=environ.get("AMAN_MAIL_CONFIGURATION_SET") or None,
        mail_reports_topic=environ.get("AMAN_MAIL_REPORTS_TOPIC") or None,
        totp_required=_yes_or_no(environ, "AMAN_TOTP_REQUIRED", default="yes"),
        session_life=timedelta(minutes=_whole(environ, "AMAN_SESSION_MINUTES", 720)),
        session_idle=timedelta(minutes=_whole(environ, "AMAN_SESSION_IDLE_MINUTES", 120)),
        code_life=timedelta(minutes=_whole(environ, "AMAN_CODE_MINUTES", 10)),
        code_tries=_whole(environ, "AMAN_CODE_TRIES", 5),
        link_life=timedelta(hours=_whole(environ, "AMAN_LINK_HOURS", 48)),
        api_token_life=timedelta(days=_whole(environ, "AMAN_API_TOKEN_DAYS", 90)),
    )


def _required(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "").strip()
    if not value:
        raise SettingsError(f"{name} is not set")
    return value


def _secret(environ: Mapping[str, str], name: str) -> str:
    secret = _required(environ, name)
    if len(secret) < _SECRET_MIN_LENGTH:
        raise SettingsError(f"{name} must have at least {_SECRET_MIN_LENGTH} characters")
    return secret


def _base_url(environ: Mapping[str, str]) -> str:
    url = _required(environ, "AMAN_BASE_URL").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query:
        raise SettingsError("AMAN_BASE_URL must be a scheme and a host, like https://portal.example")
    return url


def _yes_or_no(environ: Mapping[str, str], name: str, default: str) -> bool:
    value = environ.get(name, default)
    if value not in {"yes", "no"}:
        raise SettingsError(f"{name} must be yes or no")
    return value == "yes"


def _whole(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) == 0:
        raise SettingsError(f"{name} must be a whole number above 0")
    return int(value)
