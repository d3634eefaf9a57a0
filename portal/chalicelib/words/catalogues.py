"""The gettext catalogues: English is written in the code, Arabic is compiled from `locales/ar`."""

import gettext
from functools import cache
from pathlib import Path

from chalicelib.domain.partners import Language

LOCALES = Path(__file__).parent.parent / "locales"


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """The catalogue of that language. Raises FileNotFoundError where it has not been compiled."""
    if language is Language.ENGLISH:
        return gettext.NullTranslations()
    return gettext.translation("messages", LOCALES, [language.value])
