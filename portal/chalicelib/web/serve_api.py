"""From a program's request to its JSON: token, role, models, idempotency, problem documents."""

from dataclasses import replace

from pydantic import BaseModel, ValidationError

from chalicelib.domain.actors import PUBLIC, Actor, Role
from chalicelib.domain.errors import DomainError
from chalicelib.domain.partners import Language
from chalicelib.services.api_tokens import read_api_token
from chalicelib.services.context import Context
from chalicelib.web.edge import Edge
from chalicelib.web.endpoints import Endpoint
from chalicelib.web.failures import note_failure
from chalicelib.web.idempotency import answered_once
from chalicelib.web.incoming import Incoming
from chalicelib.web.language import choose_language
from chalicelib.web.problems import (
    problem_of_domain_error,
    problem_of_failure,
    problem_of_input,
    problem_of_refusal,
)
from chalicelib.web.refusals import Refused, WebCode
from chalicelib.web.requests import Request
from chalicelib.web.responses import Response
from chalicelib.web.routing import Route
from chalicelib.web.typed import python_values
from chalicelib.web.values import Values

JSON = "application/json"
BODY_LIMIT = 256 * 1024


def serve_endpoint(edge: Edge, route: Route, endpoint: Endpoint, incoming: Incoming) -> Response:
    """The whole way of one request. Whatever happens, the program gets JSON."""
    language = api_language(incoming)
    try:
        return _served(edge, route, endpoint, incoming, language)
    except Refused as refusal:
        return problem_of_refusal(refusal.code, language)
    except DomainError as error:
        return problem_of_domain_error(error, language)
    except _InputError as error:
        return problem_of_input(error.found, language, where=error.where)
    except Exception as error:  # noqa: BLE001 (the last place where an answer can still be given)
        return problem_of_failure(note_failure(incoming.method, incoming.route, error), language)


class _InputError(Exception):
    def __init__(self, found: ValidationError, where: str) -> None:
        super().__init__(where)
        self.found = found
        self.where = where


def _served(edge: Edge, route: Route, endpoint: Endpoint, incoming: Incoming, language: Language) -> Response:
    context = Context(PUBLIC, edge.now(), edge.new_id, edge.settings)
    context = replace(context, actor=_actor(context, route, incoming))
    if not route.admits(context.actor.role):
        raise Refused(WebCode.FORBIDDEN)
    incoming.require_ids()
    given = _given(endpoint, incoming)

    def respond(keyed: Context) -> Response:
        answer = endpoint.handler(request=_request(incoming, keyed, language), **given)
        return _response(endpoint, answer)

    return respond(context) if incoming.is_safe else answered_once(context, incoming, respond)


def _actor(context: Context, route: Route, incoming: Incoming) -> Actor:
    scheme, _, token = incoming.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        if Role.PUBLIC in route.roles:
            return PUBLIC
        raise Refused(WebCode.NOT_SIGNED_IN)
    actor = read_api_token(context.now, token.strip())
    if actor is None:
        raise Refused(WebCode.TOKEN_INVALID)
    return actor


def _given(endpoint: Endpoint, incoming: Incoming) -> dict[str, BaseModel]:
    given: dict[str, BaseModel] = {}
    if endpoint.query is not None:
        try:
            given["query"] = endpoint.query.model_validate(python_values(endpoint.query, incoming.query))
        except ValidationError as error:
            raise _InputError(error, "query") from None
    if endpoint.body is not None and not (incoming.body or endpoint.needs_body):
        given["body"] = endpoint.body()
    elif endpoint.body is not None:
        body = incoming.require_body(JSON, BODY_LIMIT)
        try:
            given["body"] = endpoint.body.model_validate_json(body, strict=True)
        except ValidationError as error:
            raise _InputError(error, "body") from None
    return given


def _request(incoming: Incoming, context: Context, language: Language) -> Request:
    return Request(
        method=incoming.method,
        target=incoming.target,
        path=incoming.path,
        query=incoming.query,
        form=Values(),
        language=language,
        signed_in=None,
        context=context,
        csrf_token="",
        notice="",
        source=incoming.source,
    )


def _response(endpoint: Endpoint, answer: object) -> Response:
    if endpoint.answer is None:
        return Response("", 204, JSON)
    if not isinstance(answer, BaseModel):
        raise TypeError(f"{endpoint.name} promised {endpoint.answer.__name__}")
    return Response(answer.model_dump_json(by_alias=True), endpoint.status, JSON)


def api_language(incoming: Incoming) -> Language:
    """Programs have no cookies: the address says it, else the Accept-Language header, else Arabic."""
    asked, accepted = incoming.query.one("language"), incoming.headers.get("accept-language", "")
    return choose_language(asked, "", "", accepted)
