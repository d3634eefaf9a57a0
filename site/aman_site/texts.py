"""The words that templates show, in both languages."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import yaml
from mkdocs.exceptions import PluginError

LANGUAGES = ("ar", "en")
DIRECTIONS = {"ar": "rtl", "en": "ltr"}
ARABIC_LETTER = re.compile(r"[\u0621-\u064a]")

Strings = Mapping[str, Mapping[str, str]]


class SiteError(PluginError):
    """The build must stop: the message says which file to mend and how."""


def load_strings(path: Path) -> Strings:
    """Read the catalogue; raise SiteError when a text is missing or is not in its language."""
    strings: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    problems = [problem for key, text in strings.items() for problem in untranslated(key, text)]
    if problems:
        raise SiteError(f"{path.name}: " + "; ".join(problems))
    return strings


def untranslated(key: str, text: Mapping[str, str]) -> list[str]:
    """Name what is wrong with one text: a language that is missing, empty or a copy of the other."""
    missing = [f"'{key}' has no {lang}" for lang in LANGUAGES if not str(text.get(lang, "")).strip()]
    if missing:
        return missing
    if text["ar"] == text["en"]:
        return [f"'{key}' is the same in both languages"]
    if key in {"wordmark_other", "language_link"}:
        return []
    if not ARABIC_LETTER.search(text["ar"]):
        return [f"'{key}' has no Arabic letter in its Arabic"]
    if ARABIC_LETTER.search(text["en"]):
        return [f"'{key}' has Arabic letters in its English"]
    return []


def translator(strings: Strings, language: str) -> Callable[[str], str]:
    """Return the function templates call `t`."""

    def t(key: str) -> str:
        if key not in strings:
            raise SiteError(f"strings.yml has no text '{key}'")
        return strings[key][language]

    return t
