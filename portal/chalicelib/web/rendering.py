"""Templates: one environment a language, compiled once a process."""

from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chalicelib.domain.partners import Language
from chalicelib.web.assets import asset_address
from chalicelib.web.filters import filters_for
from chalicelib.web.forms import Form
from chalicelib.web.navigation import navigation
from chalicelib.web.requests import Request
from chalicelib.web.responses import Page
from chalicelib.words.catalogues import catalogue

TEMPLATES: Final = Path(__file__).parent.parent / "templates"


def render(request: Request, page: Page) -> str:
    """The page in the request's language."""
    template = environment(request.language).get_template(page.template)
    return template.render(
        request=request,
        settings=request.settings,
        navigation=navigation(request),
        **page.values,
    )


def status_of(page: Page) -> int:
    """The page's status; 422 where its form has to be mended."""
    form = page.values.get("form")
    return 422 if isinstance(form, Form) and form.errors else page.status


@cache
def environment(language: Language) -> Environment:
    """Everything that templates may use besides their page's values."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(
        language=language,
        direction="rtl" if language is Language.ARABIC else "ltr",
        asset=asset_address,
    )
    made.filters.update(filters_for(language))
    made.policies["ext.i18n.trimmed"] = True
    return made
