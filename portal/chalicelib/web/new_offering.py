"""The form of a new offering, as a partner fills it in for itself and staff for one without an account."""

from chalicelib.domain.categories import OTHER, Category, Field, Unit
from chalicelib.domain.categories import Form as GivenAs
from chalicelib.domain.network import financial_allowed
from chalicelib.domain.offerings import excludes_litigation
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.categories import list_categories
from chalicelib.services.network import read_network
from chalicelib.web.forms import Form
from chalicelib.web.offering_fields import NewDescribedForm, NewOfferingForm, first_day
from chalicelib.web.requests import Request


def categories_to_choose(request: Request) -> list[tuple[Field, list[Category]]]:
    """What there is to give, by field."""
    in_use = [one for one in list_categories(request.context) if not one.retired]
    return [(field, [one for one in in_use if one.field is field]) for field in Field]


def model_of(category: Category | None) -> type[NewOfferingForm]:
    """What is asked: what fits no category is asked for in words."""
    return NewOfferingForm if category else NewDescribedForm


def blank_offering(request: Request, category: Category | None) -> Form[NewOfferingForm]:
    """A category brings its form and its unit along."""
    new = {
        "offering_id": request.context.new_id(),
        "category": category.code if category else OTHER,
        "form": category.form if category else None,
        "unit": category.unit if category else None,
    }
    return Form.blank(model_of(category), **new, **first_day(day_in_dubai(request.now)))


def new_offering_values(
    request: Request, form: Form[NewOfferingForm], category: Category | None
) -> dict[str, object]:
    """What the page with that form needs."""
    allowed = financial_allowed(read_network(request.context), day_in_dubai(request.now))
    return {
        "form": form,
        "category": category,
        "financial_allowed": allowed,
        "forms": _forms(category, allowed=allowed),
        "units": [unit for unit in Unit if unit is not Unit.AED],
        "litigation_excluded": category is not None and excludes_litigation(category),
    }


def _forms(category: Category | None, *, allowed: bool) -> list[GivenAs]:
    """The forms to choose from."""
    usual = [GivenAs.IN_KIND, GivenAs.SERVICE] if category is None else [category.form]
    return [*usual, *([GivenAs.FINANCIAL] if allowed and GivenAs.FINANCIAL not in usual else [])]
