"""The API's description as a document, and the answer to programs that ask for what is not there."""

import json

from chalicelib.domain.actors import Role
from chalicelib.web.openapi import describe
from chalicelib.web.problems import problem_of_refusal
from chalicelib.web.refusals import WebCode
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Response
from chalicelib.web.routing import ROUTES, page

API_VERSION = "1.0.0"


@page("/api/v1/openapi.json", Role.PUBLIC)
def api_description(request: Request) -> Answer:
    """OpenAPI 3.1; it changes with a new version alone."""
    document = describe(ROUTES, request.settings.base_url, API_VERSION)
    lasting = {"Cache-Control": "public, max-age=300"}
    return Response(json.dumps(document), content_type="application/json", headers=lasting)


@page("/api/v1/not-found", Role.PUBLIC)
def api_not_found(request: Request) -> Answer:
    """What the gateway answers where no route of the API is."""
    return problem_of_refusal(WebCode.PAGE_NOT_FOUND, request.language)
