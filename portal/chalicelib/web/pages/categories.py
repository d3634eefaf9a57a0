"""The taxonomy in the hands of supervisors: add a category, rename one, retire it."""

from itertools import count
from re import match, sub
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from chalicelib.domain.actors import Role
from chalicelib.domain.categories import OTHER, Category, Field, Unit
from chalicelib.domain.categories import Form as GivenAs
from chalicelib.domain.errors import not_found
from chalicelib.services.categories import add_category, edit_category, list_categories, retire_category
from chalicelib.web.fields import Ask
from chalicelib.web.forms import Form
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_

_PATH = "/portal/admin/categories"
_Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
_LONGEST_CODE = 27


class CategoryNames(BaseModel):
    """What may be changed of a category."""

    name_ar: Annotated[_Name, Ask(N_("Name in Arabic"))]
    name_en: Annotated[_Name, Ask(N_("Name in English"))]
    in_home_or_with_child: Annotated[
        bool,
        Ask(
            N_("It is work in a home or with a child"),
            N_("Then it is asked only of partners whose clearance is recorded."),
        ),
    ] = False


class CategoryForm(CategoryNames):
    """What stays as it was added: agreements, offerings and needs stand on it."""

    field: Annotated[Field, Ask(N_("To which field does it belong?"))]
    form: Annotated[GivenAs, Ask(N_("How is it given?"))]
    unit: Annotated[Unit, Ask(N_("What is counted?"), N_("Dirhams belong to what is given in money."))]


@page(_PATH, Role.SUPERVISOR)
def categories(request: Request) -> Answer:
    """Every category, field by field, the retired ones too."""
    found = list_categories(request.context)
    groups = [(field, [one for one in found if one.field is field]) for field in Field]
    return Page("admin/categories.html", {"groups": groups})


@page(f"{_PATH}/new", Role.SUPERVISOR, methods=("GET", "POST"))
def new_category(request: Request) -> Answer:
    """Add one."""
    posted = request.method == "POST"
    form = Form.read(CategoryForm, request.form) if posted else Form.blank(CategoryForm)
    form.submit(lambda data: add_category(request.context, _category(request, data)))
    if form.ok:
        return Redirect(_PATH, N_("The category is added."))
    return Page("admin/new_category.html", {"form": form})


def _category(request: Request, data: CategoryForm) -> Category:
    known = {OTHER, *(one.code for one in list_categories(request.context))}
    return Category(
        code=_code(data.name_en, known),
        field=data.field,
        form=data.form,
        unit=data.unit,
        name_ar=data.name_ar,
        name_en=data.name_en,
        in_home_or_with_child=data.in_home_or_with_child,
    )


def _code(name: str, known: set[str]) -> str:
    """A code that programs may use, made of the English name; with a number behind it where it is taken."""
    plain = sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:_LONGEST_CODE]
    base = plain if match(r"[a-z][a-z0-9_]{2}", plain) else f"category_{plain}".strip("_")
    return next(code for n in count(1) if (code := base if n == 1 else f"{base}_{n}") not in known)


@page(f"{_PATH}/{{code}}", Role.SUPERVISOR, methods=("GET", "POST"))
def change_category(request: Request) -> Answer:
    """Rename it."""
    category = _known(request)
    form = _filled(category) if request.method == "GET" else Form.read(CategoryNames, request.form)
    form.submit(
        lambda data: edit_category(
            request.context,
            category.code,
            data.name_ar,
            data.name_en,
            in_home_or_with_child=data.in_home_or_with_child,
        )
    )
    if form.ok:
        return Redirect(_PATH, N_("The category is changed."))
    return Page("admin/category.html", {"category": category, "form": form})


def _known(request: Request) -> Category:
    for one in list_categories(request.context):
        if one.code == request.path["code"]:
            return one
    raise not_found("category")


def _filled(category: Category) -> Form[CategoryNames]:
    return Form.blank(
        CategoryNames,
        name_ar=category.name_ar,
        name_en=category.name_en,
        in_home_or_with_child=category.in_home_or_with_child,
    )


@page(f"{_PATH}/{{code}}/retire", Role.SUPERVISOR, methods=("POST",))
def retire(request: Request) -> Answer:
    """Offer it to nobody any more."""
    retire_category(request.context, _known(request).code)
    return Redirect(_PATH, N_("The category is retired."))
