"""A page on which supervisors set one thing of the network."""

from collections.abc import Callable
from typing import Final, TypeVar

from pydantic import BaseModel

from chalicelib.web.forms import Form
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.words.text import Text

F = TypeVar("F", bound=BaseModel)
SETTINGS_PATH: Final = "/portal/admin/settings"
"""The page that shows what is set; each setting has its form below it."""


def setting_page(form: Form[F], keep: Callable[[F], object], kept: Text, template: str) -> Answer:
    """Back to the settings once what was typed is kept; before that, and where it is refused, the form."""
    form.submit(keep)
    if form.ok:
        return Redirect(SETTINGS_PATH, kept)
    return Page(template, {"form": form})
