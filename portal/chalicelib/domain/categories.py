"""What can be given and needed: the six fields of FACTS.md and their categories, kept as data."""

from dataclasses import dataclass
from enum import StrEnum
from re import fullmatch

from chalicelib.domain.errors import ErrorCode, invalid


class Field(StrEnum):
    """The six fields in which partners give."""

    LIVING = "living"
    HEALTH = "health"
    EDUCATION = "education"
    LEGAL = "legal"
    PSYCHOLOGICAL = "psychological"
    SOCIAL = "social"


class Form(StrEnum):
    """How it is given. Financial stays switched off until a permit is entered (FACTS.md section 4)."""

    IN_KIND = "in_kind"
    SERVICE = "service"
    FINANCIAL = "financial"


class Unit(StrEnum):
    """What a quantity counts. AED (ISO 4217) belongs to financial offerings alone."""

    PIECE = "piece"
    HOME = "home"
    LOAD = "load"
    BASKET = "basket"
    PERSON = "person"
    PRESCRIPTION = "prescription"
    SESSION = "session"
    SEAT = "seat"
    CASE = "case"
    AED = "aed"


OTHER = "other"
"""The code of a thing described in words until staff place it in a category."""


@dataclass(frozen=True, slots=True)
class Category:
    """One line of the taxonomy, counted in one unit. Version 0 ships with the product."""

    code: str
    field: Field
    form: Form
    unit: Unit
    name_ar: str
    name_en: str
    in_home_or_with_child: bool = False
    retired: bool = False
    version: int = 0

    def name(self, language: str) -> str:
        """The name in that language."""
        return self.name_ar if language == "ar" else self.name_en


def check_category(category: Category) -> Category:
    """A category that may join the taxonomy, or why not."""
    if not fullmatch(r"[a-z][a-z0-9_]{2,39}", category.code) or category.code == OTHER:
        raise invalid(ErrorCode.CATEGORY_UNKNOWN, "code")
    for name, field in ((category.name_ar, "name_ar"), (category.name_en, "name_en")):
        if not name.strip():
            raise invalid(ErrorCode.REQUIRED, field)
    if (category.form is Form.FINANCIAL) != (category.unit is Unit.AED):
        raise invalid(ErrorCode.UNIT_MISMATCH, "unit")
    return category
