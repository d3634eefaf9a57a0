"""The API's description (OpenAPI 3.1), made of the same routes and models that serve it."""

import re
from collections.abc import Iterable
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from chalicelib.domain.actors import Role
from chalicelib.domain.errors import ErrorCode
from chalicelib.web.endpoints import Endpoint
from chalicelib.web.idempotency import HEADER, KEY_PATTERN
from chalicelib.web.incoming import ID_PATTERN
from chalicelib.web.problems import MEDIA_TYPE
from chalicelib.web.refusals import WebCode
from chalicelib.web.routing import Route

Schema = dict[str, Any]
Models = dict[Any, Schema]

_PROBLEM: Final[Schema] = {
    "type": "object",
    "description": "What went wrong (RFC 9457), in the language of the request.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "enum": sorted({*ErrorCode, *WebCode})},
        "reference": {"type": "string", "description": "Of an unexpected error; our log has the same."},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
    },
}
_FAULT: Final[Schema] = {
    "type": "object",
    "required": ["code", "detail"],
    "properties": {
        "pointer": {"type": "string", "description": "A JSON pointer into the body."},
        "parameter": {"type": "string", "description": "A name in the query."},
        "code": {"type": "string"},
        "detail": {"type": "string"},
    },
}
_REFUSALS: Final = {
    "400": "The body cannot be read.",
    "401": "No valid token came with the request.",
    "403": "The token's account may not do that.",
    "404": "Nothing there that the token's account may know of.",
    "409": "Something that stands already is against it.",
    "413": "The body is too large.",
    "415": "The body is not application/json.",
    "422": "What was given is not right; `errors` says where.",
    "429": "Too often, for now.",
    "500": "Unexpected; `reference` finds it in the log.",
}
_WITH_BODY_ONLY: Final = {"400", "413", "415"}


def describe(routes: Iterable[Route], base_url: str, version: str) -> Schema:
    """The document for all endpoints among the routes."""
    served = [(route, route.handler) for route in routes if isinstance(route.handler, Endpoint)]
    models, shared = _schemas([endpoint for _, endpoint in served])
    paths: dict[str, Schema] = {}
    for route, endpoint in served:
        operation = _operation(route, endpoint, models, shared)
        paths.setdefault(route.path, {}).update({route.methods[0].lower(): operation})
    return {
        "openapi": "3.1.0",
        "info": {"title": "Aman Network API", "version": version, "description": _INTRODUCTION},
        "servers": [{"url": base_url}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {**shared, "Problem": _PROBLEM, "Fault": _FAULT},
            "responses": {status: _problem(words) for status, words in _REFUSALS.items()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


_INTRODUCTION: Final = (
    "Partners, offerings, needs and assignments of the Aman Network. Tokens are made in the portal. "
    "Every POST carries an Idempotency-Key: sent again with the same content it is answered again and "
    "carried out once. Lists are paged by cursor. Moments are in UTC (RFC 3339)."
)


def _schemas(endpoints: list[Endpoint]) -> tuple[Models, dict[str, Schema]]:
    wanted: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {}
    for endpoint in endpoints:
        for model in (endpoint.body, endpoint.query):
            if model is not None:
                wanted[model, "validation"] = None
        if endpoint.answer is not None:
            wanted[endpoint.answer, "serialization"] = None
    models, shared = models_json_schema(list(wanted), ref_template="#/components/schemas/{model}")
    return dict(models), shared.get("$defs", {})


def _operation(route: Route, endpoint: Endpoint, models: Models, shared: dict[str, Schema]) -> Schema:
    operation: Schema = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "description": f"For {_people(route)}.",
        "tags": [endpoint.area],
        "parameters": _parameters(route, endpoint, models, shared),
        "responses": _responses(route, endpoint, models),
        "security": [] if Role.PUBLIC in route.roles else [{"token": []}],
    }
    if endpoint.body is not None:
        content = {"application/json": {"schema": models[endpoint.body, "validation"]}}
        operation["requestBody"] = {"required": endpoint.needs_body, "content": content}
    return operation


def _people(route: Route) -> str:
    return ", ".join(role.value for role in Role if route.admits(role))


def _parameters(route: Route, endpoint: Endpoint, models: Models, shared: dict[str, Schema]) -> list[Schema]:
    found = [_in_path(name) for name in re.findall(r"{(\w+)}", route.path)]
    if endpoint.query is not None:
        reference: str = models[endpoint.query, "validation"]["$ref"]
        fields = shared[reference.rpartition("/")[2]]
        required = fields.get("required", [])
        for name, schema in fields["properties"].items():
            found.append({"name": name, "in": "query", "required": name in required, "schema": schema})
    if route.methods[0] == "POST":
        key = {"type": "string", "pattern": f"^{KEY_PATTERN}$"}
        found.append({"name": HEADER, "in": "header", "required": True, "schema": key})
    return found


def _in_path(name: str) -> Schema:
    schema: Schema = {"type": "string", "minLength": 1}
    if name.endswith("_id"):
        schema = {"type": "string", "pattern": f"^{ID_PATTERN}$"}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _responses(route: Route, endpoint: Endpoint, models: Models) -> Schema:
    if endpoint.answer is None:
        done: Schema = {"204": {"description": "Done."}}
    else:
        content = {"application/json": {"schema": models[endpoint.answer, "serialization"]}}
        done = {str(endpoint.status): {"description": "Done.", "content": content}}
    refused = {
        status: {"$ref": f"#/components/responses/{status}"}
        for status in _REFUSALS
        if endpoint.body is not None or status not in _WITH_BODY_ONLY
    }
    if Role.PUBLIC in route.roles:
        refused = {status: entry for status, entry in refused.items() if status != "403"}
    return {**done, **refused}


def _problem(words: str) -> Schema:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": words, "content": content}
