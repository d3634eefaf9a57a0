"""The taxonomy on a page: read by everybody, added to and changed by supervisors."""

from dataclasses import replace

from chalicelib.domain.audit import NETWORK, Tag
from chalicelib.domain.categories import Category, check_category
from chalicelib.domain.errors import ErrorCode, conflict
from chalicelib.domain.text import fold
from chalicelib.services.access import require_supervisor
from chalicelib.services.context import Context
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.store import categories


def list_categories(context: Context) -> tuple[Category, ...]:  # noqa: ARG001 (it is the same for everybody)
    """Every category, field by field, the retired ones too."""
    return categories.list_all()


@retried
def add_category(context: Context, category: Category) -> Category:
    """Add a category. Raises `CATEGORY_EXISTS` for a code or a name that is there, however it is spelt."""
    require_supervisor(context)
    if categories.find(category.code) is not None:
        raise conflict(ErrorCode.CATEGORY_EXISTS, "code")
    added = replace(_named(category, category.name_ar, category.name_en), version=1, retired=False)
    carry_out(
        context,
        [categories.save(added, None)],
        [Deed(NETWORK, Tag.CATEGORY_ADDED, {"category": added.code})],
    )
    return added


def _named(category: Category, name_ar: str, name_en: str) -> Category:
    named = replace(category, name_ar=" ".join(name_ar.split()), name_en=" ".join(name_en.split()))
    check_category(named)
    for other in categories.list_all():
        if other.code == named.code or other.field is not named.field or other.retired:
            continue
        for name in ("name_ar", "name_en"):
            if fold(getattr(other, name)) == fold(getattr(named, name)):
                raise conflict(ErrorCode.CATEGORY_EXISTS, name)
    return named


@retried
def edit_category(
    context: Context, code: str, name_ar: str, name_en: str, *, in_home_or_with_child: bool
) -> Category:
    """Change what a category is called, and whether it is work in a home or with a child.

    Its field, form and unit stay: agreements, offerings and needs stand on them.
    """
    require_supervisor(context)
    was = categories.read(code)
    named = _named(was, name_ar, name_en)
    edited = replace(named, in_home_or_with_child=in_home_or_with_child, version=was.version + 1)
    _save(context, edited, was)
    return edited


@retried
def retire_category(context: Context, code: str) -> Category:
    """Offer a category to nobody any more; what stands in it already goes on."""
    require_supervisor(context)
    was = categories.read(code)
    retired = replace(was, retired=True, version=was.version + 1)
    if not was.retired:
        _save(context, retired, was)
    return retired


def _save(context: Context, category: Category, was: Category) -> None:
    deed = Deed(NETWORK, Tag.CATEGORY_EDITED, {"category": category.code, "retired": int(category.retired)})
    carry_out(context, [categories.save(category, was)], [deed])
