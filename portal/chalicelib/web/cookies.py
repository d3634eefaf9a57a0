"""Our cookies: their names, what marks them, and how they are read."""

from datetime import timedelta
from http.cookies import CookieError, SimpleCookie

from chalicelib.config import Settings

SESSION, FORM_SEED, NOTICE, LANGUAGE = "aman_session", "aman_form", "aman_notice", "aman_language"


def cookie_name(settings: Settings, name: str) -> str:
    """Over TLS browsers guard the name too: `__Secure-` can only be set by a Secure cookie."""
    return f"__Secure-{name}" if settings.is_https else name


def set_cookie(settings: Settings, name: str, value: str, life: timedelta) -> str:
    """A Set-Cookie header for the portal's pages alone, out of reach of scripts."""
    secure = "; Secure" if settings.is_https else ""
    seconds = int(life.total_seconds())
    given = f"{cookie_name(settings, name)}={value}"
    return f"{given}; Path=/portal; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"


def clear_cookie(settings: Settings, name: str) -> str:
    """A Set-Cookie header that removes it."""
    return set_cookie(settings, name, "", timedelta(0))


def read_cookies(settings: Settings, header: str) -> dict[str, str]:
    """Our cookies of a Cookie header by their plain names; one that cannot be read counts as absent."""
    try:
        sent = SimpleCookie(header)
    except CookieError:
        return {}
    names = (SESSION, FORM_SEED, NOTICE, LANGUAGE)
    return {name: sent[full].value for name in names if (full := cookie_name(settings, name)) in sent}
