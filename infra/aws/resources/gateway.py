"""API Gateway: the pages and the API as two REST APIs before one function.

Two, because what a gateway says itself (not found, too many, too late) has one form for a whole API: a page
for people, a problem document for programs. It also keeps programs that ask much from slowing people down.
"""

import json
from html import escape
from pathlib import Path
from typing import Any, Final

import yaml

from infra.aws.resources.intrinsics import Resource, Template, ref, sub

STAGE: Final = "live"
PAGES: Final = "RestAPI"
PROGRAMS: Final = "ProgramsAPI"
APIS: Final = {PAGES: "/portal*", PROGRAMS: "/api/*"}
"""The APIs by their names in the template, with what CloudFront sends to each."""
NAMES: Final = {"/portal": "aman-${Stage}-portal", "/api": "aman-${Stage}-api"}
"""By which API Gateway's measurements call them."""
PER_SECOND: Final = {PAGES: 200, PROGRAMS: 50}
"""Requests a second that are let through, and twice as many for a moment."""
RESPONSES: Final = "x-amazon-apigateway-gateway-responses"
ANY: Final = "x-amazon-apigateway-any-method"
ERRORS: Final = Path(__file__).with_name("gateway_errors.yml")
PAGE: Final = Path(__file__).with_name("gateway_error.html")


def part_apis(template: Template) -> Template:
    """Chalice's one API becomes two; any method reaches the app, which says itself which ones there are."""
    resources = template["Resources"]
    definition = resources[PAGES]["Properties"]["DefinitionBody"]
    for operations in definition["paths"].values():
        operations[ANY] = next(iter(operations.values()))
    resources[PROGRAMS] = json.loads(json.dumps(resources[PAGES]))
    for api, path in APIS.items():
        _keep(resources[api]["Properties"], path.rstrip("*/"), page=api == PAGES)
        resources[api]["Properties"]["MethodSettings"] = [_throttling(PER_SECOND[api])]
    resources["ProgramsInvokePermission"] = _permission(PROGRAMS)
    template["Outputs"][f"{PROGRAMS}Id"] = {"Value": ref(PROGRAMS)}
    return template


def _keep(properties: dict[str, Any], start: str, *, page: bool) -> None:
    definition = properties["DefinitionBody"]
    definition["info"]["title"] = sub(NAMES[start])
    definition["paths"] = {
        path: one
        for path, one in definition["paths"].items()
        if path == start or path.startswith(f"{start}/")
    }
    definition[RESPONSES] = {
        kind: _as_page(said) if page else _as_problem(said) for kind, said in _errors().items()
    }


def _errors() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(ERRORS.read_text(encoding="utf-8"))
    return found


def _as_page(said: dict[str, Any]) -> Resource:
    """A page in both languages, in ASCII: CloudFormation gives back question marks for anything else."""
    html = PAGE.read_text(encoding="utf-8")
    for name, text in said.items():
        html = html.replace(f"[{name}]", escape(str(text)))
    return _response(said, "text/html; charset=utf-8", html.encode("ascii", "xmlcharrefreplace").decode())


def _as_problem(said: dict[str, Any]) -> Resource:
    document = {
        "type": "about:blank",
        "status": said["status"],
        "title": f"{said['en']} / {said['ar']}",
        "detail": f"{said['en_advice']} / {said['ar_advice']}",
    }
    return _response(said, "application/problem+json", json.dumps(document))


def _response(said: dict[str, Any], kind: str, body: str) -> Resource:
    """API Gateway takes the template for application/json whatever was asked; the header says what it is."""
    return {
        "statusCode": str(said["status"]),
        "responseParameters": {
            "gatewayresponse.header.Content-Type": f"'{kind}'",
            "gatewayresponse.header.Cache-Control": "'no-store'",
        },
        "responseTemplates": {"application/json": body},
    }


def _throttling(per_second: int) -> Resource:
    return {
        "HttpMethod": "*",
        "ResourcePath": "/*",
        "ThrottlingRateLimit": per_second,
        "ThrottlingBurstLimit": 2 * per_second,
        "MetricsEnabled": False,
        "DataTraceEnabled": False,
        "LoggingLevel": "OFF",
    }


def _permission(api: str) -> Resource:
    address = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}"
    return {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "FunctionName": ref("APIHandler"),
            "Action": "lambda:InvokeFunction",
            "Principal": "apigateway.amazonaws.com",
            "SourceArn": sub(f"{address}:${{{api}}}/*"),
        },
    }
