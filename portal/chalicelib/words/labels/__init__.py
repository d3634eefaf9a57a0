"""The domain's terms in words. Each module here says those of one area, in a table called LABELS."""

import importlib
import pkgutil
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from chalicelib.words.text import Text

Labels = Mapping[type[StrEnum], Mapping[StrEnum, Text]]


@cache
def all_labels() -> Labels:
    """The tables of every module of this package, as one."""
    merged: dict[type[StrEnum], Mapping[StrEnum, Text]] = {}
    for module in pkgutil.iter_modules(__path__):
        merged.update(importlib.import_module(f"{__name__}.{module.name}").LABELS)
    return merged


def label_of(term: StrEnum) -> Text:
    """The words of a term. Raises KeyError for one that no table names."""
    return all_labels()[type(term)][term]
