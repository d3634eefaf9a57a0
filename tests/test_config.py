"""The settings: read once, complete, or refused by name."""

from datetime import timedelta

import pytest

from chalicelib.config import SettingsError, read_settings
from tests.conftest import ENVIRONMENT

SOUND = {name: value for name, value in ENVIRONMENT.items() if name.startswith("AMAN_")}


def test_a_sound_environment_is_read() -> None:
    settings = read_settings({**SOUND, "AMAN_BASE_URL": "https://portal.example/", "AMAN_CODE_MINUTES": "5"})

    assert settings.base_url == "https://portal.example"
    assert settings.is_https
    assert settings.code_life == timedelta(minutes=5)
    assert settings.session_life == timedelta(hours=12)
    assert not settings.totp_required
    assert (settings.operator_name("ar"), settings.operator_name("en")) == ("فريق العرض", "The demo team")


def test_a_second_code_is_required_unless_it_is_switched_off() -> None:
    without = {name: value for name, value in SOUND.items() if name != "AMAN_TOTP_REQUIRED"}

    assert read_settings(without).totp_required


@pytest.mark.parametrize(
    "name",
    [
        "AMAN_BASE_URL",
        "AMAN_SECRET_KEY",
        "AMAN_MAIL_FROM",
        "AMAN_OPERATOR_NAME_AR",
        "AMAN_OPERATOR_NAME_EN",
        "AMAN_DUTY_DESK_PHONE",
    ],
)
@pytest.mark.parametrize("given", [None, "", "  "])
def test_what_is_missing_is_named(name: str, given: str | None) -> None:
    environ = {key: value for key, value in SOUND.items() if key != name}
    if given is not None:
        environ[name] = given

    with pytest.raises(SettingsError, match=f"^{name} is not set$"):
        read_settings(environ)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("AMAN_SECRET_KEY", "short", "at least 32 characters"),
        ("AMAN_BASE_URL", "portal.example", "scheme and a host"),
        ("AMAN_BASE_URL", "https://portal.example/portal", "scheme and a host"),
        ("AMAN_BASE_URL", "ftp://portal.example", "scheme and a host"),
        ("AMAN_TOTP_REQUIRED", "maybe", "yes or no"),
        ("AMAN_CODE_TRIES", "0", "whole number above 0"),
        ("AMAN_CODE_TRIES", "٥", "whole number above 0"),
        ("AMAN_SESSION_MINUTES", "-5", "whole number above 0"),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: str, why: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} must .*{why}"):
        read_settings({**SOUND, name: value})


def test_the_secret_shows_in_no_log() -> None:
    assert SOUND["AMAN_SECRET_KEY"] not in repr(read_settings(SOUND))
