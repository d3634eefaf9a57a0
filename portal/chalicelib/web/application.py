"""The Chalice app made of our routes."""

import importlib
import pkgutil
from collections.abc import Callable, Sequence

from chalice.app import Blueprint, Chalice
from chalice.app import Request as ChaliceRequest
from chalice.app import Response as ChaliceResponse

from chalicelib.web import api, pages
from chalicelib.web.edge import Edge
from chalicelib.web.endpoints import Endpoint
from chalicelib.web.incoming import Incoming, incoming_of
from chalicelib.web.problems import problem_of_refusal
from chalicelib.web.refusals import STATUS_OF, WebCode
from chalicelib.web.responses import Response
from chalicelib.web.routing import ROUTES, Route, RouteKind
from chalicelib.web.security import security_headers
from chalicelib.web.serve_api import api_language, serve_endpoint
from chalicelib.web.serve_pages import serve_page, serve_refusal
from chalicelib.web.sources import came_past_the_edge


def build_app(edge: Edge) -> Chalice:
    """The portal: an app with every route of `web.pages` and `web.api`."""
    load_routes()
    return app_of(edge, ROUTES)


def load_routes() -> None:
    """Imports every module of pages and endpoints; their decorators fill `ROUTES`."""
    for package in (pages, api):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)


def app_of(edge: Edge, routes: Sequence[Route]) -> Chalice:
    """A Chalice app with those routes, served with that edge."""
    app = Chalice(app_name="aman")
    for kind in RouteKind:
        app.register_blueprint(_blueprint(app, edge, [route for route in routes if route.kind is kind], kind))
    app.register_middleware(_finishing(edge), "http")
    return app


def _blueprint(app: Chalice, edge: Edge, routes: Sequence[Route], kind: RouteKind) -> Blueprint:
    blueprint = Blueprint(f"chalicelib.web.{kind.value}s")
    for route in routes:
        # Every type is let through here: what a route reads, it checks itself, in the reader's language.
        register = blueprint.route(route.path, methods=list(route.methods), content_types=["*/*"])
        register(_view(app, edge, route))
    return blueprint


def _view(app: Chalice, edge: Edge, route: Route) -> Callable[..., ChaliceResponse]:
    def view(**_path: str) -> ChaliceResponse:
        if app.current_request is None:
            raise RuntimeError("Chalice serves no request")
        incoming = incoming_of(edge.settings, app.current_request)
        if came_past_the_edge(edge.settings, incoming.headers):
            response = _refusal(edge, incoming, WebCode.PAGE_NOT_FOUND)
        elif isinstance(route.handler, Endpoint):
            response = serve_endpoint(edge, route, route.handler, incoming)
        else:
            response = serve_page(edge, route, route.handler, incoming)
        return _to_chalice(response)

    handler = route.handler.handler if isinstance(route.handler, Endpoint) else route.handler
    view.__name__ = getattr(handler, "__name__", "view")
    return view


def _to_chalice(response: Response) -> ChaliceResponse:
    headers: dict[str, str | list[str]] = {"Content-Type": response.content_type, **response.headers}
    if response.cookies:
        headers["Set-Cookie"] = list(response.cookies)
    return ChaliceResponse(body=response.body, status_code=response.status, headers=headers)


def _finishing(edge: Edge) -> Callable[..., ChaliceResponse]:
    always = security_headers(edge.settings)

    def middleware(
        event: ChaliceRequest, get_response: Callable[[ChaliceRequest], ChaliceResponse]
    ) -> ChaliceResponse:
        response = get_response(event)
        if response.status_code == STATUS_OF[WebCode.METHOD_NOT_ALLOWED]:
            allowed = {"Allow": response.headers["Allow"]}
            # Chalice answers this before any view of ours, in words of its own.
            incoming = incoming_of(edge.settings, event)
            response = _to_chalice(_refusal(edge, incoming, WebCode.METHOD_NOT_ALLOWED))
            response.headers.update(allowed)
        response.headers = {**always, **response.headers}
        return response

    return middleware


def _refusal(edge: Edge, incoming: Incoming, code: WebCode) -> Response:
    """What a request gets that reaches none of our handlers: as a problem under /api/, else as a page."""
    if incoming.route.startswith("/api/"):
        return problem_of_refusal(code, api_language(incoming))
    return serve_refusal(edge, incoming, code)
