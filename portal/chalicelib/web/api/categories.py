"""The taxonomy, read by whoever is signed in."""

from chalicelib.domain.categories import Category, Field, Form, Unit
from chalicelib.services.categories import list_categories
from chalicelib.web.requests import Request
from chalicelib.web.routing import SIGNED_IN, endpoint
from chalicelib.web.schemas import View


class CategoryView(View):
    """A line of the taxonomy."""

    code: str
    field: Field
    form: Form
    unit: Unit
    name_ar: str
    name_en: str
    in_home_or_with_child: bool
    retired: bool


def category_view(category: Category) -> CategoryView:
    """The category."""
    return CategoryView.model_validate(category)


class CategoriesView(View):
    """The whole taxonomy."""

    items: list[CategoryView]


@endpoint("/api/v1/categories", *SIGNED_IN)
def get_categories(request: Request) -> CategoriesView:
    """List the categories, those retired too."""
    return CategoriesView(items=[category_view(one) for one in list_categories(request.context)])
