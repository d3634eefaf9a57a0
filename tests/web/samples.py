"""Pages and endpoints made for the tests of the layer that serves them; the portal has none of these."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from chalice.app import Chalice
from jinja2 import ChoiceLoader, FileSystemLoader
from pydantic import BaseModel, Field

from chalicelib.config import Settings
from chalicelib.domain.actors import Role
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Form as GivenAs
from chalicelib.domain.contacts import normalise_telephone
from chalicelib.domain.errors import ErrorCode, conflict, limited, not_found
from chalicelib.domain.partners import Language
from chalicelib.web.application import app_of, load_routes
from chalicelib.web.edge import Edge
from chalicelib.web.endpoints import endpoint_of
from chalicelib.web.fields import Amount, Ask, Count, Day, Line, Moment, Paragraph, domain_checked
from chalicelib.web.forms import Form
from chalicelib.web.rendering import environment
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect, Response
from chalicelib.web.routing import ROUTES as PORTAL_ROUTES
from chalicelib.web.routing import PageHandler, Route, RouteKind
from chalicelib.web.schemas import Body, ListQuery, ListView, View
from chalicelib.words.text import N_
from tests.factories import SETTINGS, an_id
from tests.web.browsing import Clock

for language in Language:
    used = environment(language).loader
    assert used is not None
    environment(language).loader = ChoiceLoader([FileSystemLoader(Path(__file__).parent / "templates"), used])


class SampleForm(BaseModel):
    """One field of every sort."""

    name: Annotated[Line, Ask(N_("Name"))]
    note: Annotated[Paragraph | None, Ask(N_("Reason"))] = None
    capacity: Annotated[Count, Ask(N_("Quantity"))]
    worth: Annotated[Amount | None, Ask(N_("Quantity"))] = None
    telephone: Annotated[str, domain_checked(normalise_telephone), Ask(N_("Telephone"))]
    areas: Annotated[frozenset[Area], Field(min_length=1), Ask(N_("Areas"))]
    given: Annotated[GivenAs, Ask(N_("Category"))]
    also: Annotated[GivenAs | None, Ask(N_("Field"))] = None
    town: Annotated[Line | None, Ask(N_("Area"))] = None
    begins: Annotated[Day | None, Ask(N_("Deadline"))] = None
    ends: Annotated[Moment | None, Ask(N_("Deadline"))] = None
    agreed: Annotated[bool, Ask(N_("Continue"))] = False


GOOD: dict[str, str | list[str]] = {
    "name": "أفق",
    "capacity": "٥",
    "telephone": "٠٥٠١٢٣٤٥٦٧",
    "areas": ["kalba", "dibba"],
    "given": "service",
}
taken: list[SampleForm] = []
"""What the sample's use case was given."""


def _use_case(data: SampleForm) -> SampleForm:
    if data.capacity == 51:
        raise conflict(ErrorCode.CAPACITY_BELOW_RESERVED, "capacity", promised=70)
    if data.capacity == 52:
        raise conflict(ErrorCode.AGREEMENT_NOT_SIGNED)
    if data.capacity == 53:
        raise not_found("agreement")
    taken.append(data)
    return data


def sample(request: Request) -> Answer:
    if request.method == "GET":
        return Page("sample.html", {"form": Form.blank(SampleForm, capacity=5, areas=[Area.KALBA])})
    form = Form.read(SampleForm, request.form)
    form.submit(_use_case)
    if form.ok:
        return Redirect("/portal/sample", N_("Nothing here yet."))
    return Page("sample.html", {"form": form})


def broken(request: Request) -> Answer:
    secret = request.query.one("secret")
    raise RuntimeError(f"a personal thing: {secret}")


def refused(request: Request) -> Answer:  # noqa: ARG001 (it refuses everybody)
    raise limited(ErrorCode.TOO_MANY_REQUESTS)


def greeting(request: Request) -> Answer:
    return Response(f"{request.context.actor.role.value} {request.path.get('thing_id', '')}")


def listing(request: Request) -> Answer:
    return Response(f"goes on after {request.cursor}: {request.sealed('the 25th')}")


def bad_header(request: Request) -> Answer:  # noqa: ARG001 (its answer is always the same)
    return Response("", headers={"X-Thing": "one\r\nSet-Cookie: other=1"})


class NewThing(Body):
    """A thing to be made."""

    name: Annotated[str, Field(min_length=1, max_length=50)]
    quantity: Annotated[int, Field(ge=1, le=100)]
    due: datetime | None = None
    begins: date | None = None


class ThingView(View):
    """A thing that was made."""

    id: str
    name: str
    quantity: int


class ThingQuery(ListQuery):
    """Which things."""

    area: Area | None = None
    at_least: Annotated[int | None, Field(ge=1)] = None


def make_thing(request: Request, body: NewThing) -> ThingView:
    """Make a thing."""
    if body.name == "taken":
        raise conflict(ErrorCode.ALREADY_EXISTS, "name")
    if body.name == "broken":
        raise RuntimeError("a personal thing")
    return ThingView(id=request.context.new_id(), name=body.name, quantity=body.quantity)


def list_things(request: Request, query: ThingQuery) -> ListView[ThingView]:
    """List things."""
    name = f"{query.area or 'anywhere'} after {request.cursor}"
    return ListView(items=[ThingView(id="1", name=name, quantity=1)], next_cursor=request.sealed("1"))


def drop_thing(request: Request) -> None:
    """Drop a thing."""
    if request.path["thing_id"] == "none":
        raise not_found("thing")


def _page(path: str, handler: PageHandler, *roles: Role, methods: tuple[str, ...] = ("GET",)) -> Route:
    return Route(path, methods, frozenset(roles), RouteKind.PAGE, handler)


def _endpoint(method: str, path: str, handler: Callable[..., object], status: int, *roles: Role) -> Route:
    return Route(path, (method,), frozenset(roles), RouteKind.ENDPOINT, endpoint_of(handler, status))


ROUTES = (
    _page("/portal/sample", sample, Role.PUBLIC, methods=("GET", "POST")),
    _page("/portal/broken", broken, Role.PUBLIC),
    _page("/portal/refused", refused, Role.PUBLIC),
    _page("/portal/listing", listing, Role.PUBLIC),
    _page("/portal/bad-header", bad_header, Role.PUBLIC),
    _page("/portal/things/{thing_id}", greeting, Role.PUBLIC),
    _page("/portal/for-partners", greeting, Role.PARTNER, methods=("GET", "POST")),
    _page("/portal/for-staff", greeting, Role.STAFF),
    _page("/portal/for-supervisors", greeting, Role.SUPERVISOR),
    _page("/portal/for-accounts", greeting, Role.PARTNER, Role.STAFF),
    _endpoint("POST", "/api/v1/things", make_thing, 201, Role.STAFF),
    _endpoint("GET", "/api/v1/things", list_things, 200, Role.PUBLIC),
    _endpoint("POST", "/api/v1/things/{thing_id}/drop", drop_thing, 204, Role.STAFF, Role.PARTNER),
)


def sample_app(settings: Settings = SETTINGS, clock: Clock | None = None) -> Chalice:
    """An app with the samples alone."""
    return app_of(Edge(settings, clock or Clock(), an_id), ROUTES)


def sample_app_with_files() -> Chalice:
    """The samples, with the style sheet and the script that a browser asks for."""
    load_routes()
    files = tuple(route for route in PORTAL_ROUTES if route.path == "/portal/static/{name}")
    return app_of(Edge(SETTINGS, Clock(), an_id), (*ROUTES, *files))
