"""The taxonomy: what ships with the product, and what supervisors added or changed."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from chalicelib.domain.categories import Category, Field, Form, Unit
from chalicelib.domain.errors import ErrorCode, invalid
from chalicelib.store.documents import Documents
from chalicelib.store.tables import CategoryRow

CATEGORIES = Documents("category", CategoryRow, Category, lambda one: {"code": one.code})
save = CATEGORIES.save

_SHIPPED = Path(__file__).parent.parent / "data" / "taxonomy.json"


@cache
def _shipped() -> dict[str, Category]:
    lines = json.loads(_SHIPPED.read_text(encoding="utf-8"))["categories"]
    return {
        line["code"]: Category(
            code=line["code"],
            field=Field(line["field"]),
            form=Form(line["form"]),
            unit=Unit(line["unit"]),
            name_ar=line["ar"],
            name_en=line["en"],
            in_home_or_with_child=line["in_home_or_with_child"],
        )
        for line in lines
    }


def find(code: str) -> Category | None:
    """The category of that code, also when it is retired."""
    return CATEGORIES.find(code) or _shipped().get(code)


def read(code: str) -> Category:
    """The category of that code. Raises `CATEGORY_UNKNOWN`."""
    category = find(code)
    if category is None:
        raise invalid(ErrorCode.CATEGORY_UNKNOWN, "category")
    return category


def read_many(codes: Iterable[str]) -> dict[str, Category]:
    """The categories of those codes, by code, in one read. Raises `CATEGORY_UNKNOWN`."""
    wanted = set(codes)
    known = {**_shipped(), **{one.code: one for one in CATEGORIES.read_many(wanted)}}
    if wanted - known.keys():
        raise invalid(ErrorCode.CATEGORY_UNKNOWN, "category")
    return {code: known[code] for code in wanted}


def list_all() -> tuple[Category, ...]:
    """Every category, field by field; within a field as shipped, the added ones after."""
    changed = {one.code: one for one in (CATEGORIES.parse(row) for row in CategoryRow.scan())}
    merged = [*{**_shipped(), **changed}.values()]
    fields = list(Field)
    return tuple(sorted(merged, key=lambda one: fields.index(one.field)))
