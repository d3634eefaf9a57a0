"""What CloudFront adds to answers: the site's own rules, so that every way of serving it agrees."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from infra.aws.resources.intrinsics import Resource, sub

RULES: Final = Path(__file__).resolve().parents[3] / "site" / "data" / "headers.json"
EVERYWHERE: Final = "*"
TWO_YEARS: Final = 63072000
GATEWAYS_PAGE: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
Rules = Mapping[str, Mapping[str, str]]


def site_rules() -> Rules:
    """What the site sends with its paths, by how they begin."""
    rules: Rules = json.loads(RULES.read_text(encoding="utf-8"))
    return rules


def headers_of(rules: Rules, start: str) -> dict[str, str]:
    """What paths below `start` are answered with: the rule for all, then each longer one that fits."""
    fitting = sorted((rule for rule in rules if rule == EVERYWHERE or start.startswith(rule)), key=len)
    return {name: value for rule in fitting for name, value in rules[rule].items()}


def header_policies(rules: Rules) -> dict[str, Resource]:
    """A policy for each rule, and one for the portal."""
    policies = {policy_name(start): _headers_policy(start, headers_of(rules, start)) for start in rules}
    return {**policies, "PortalHeaders": _portal_headers()}


def policy_name(start: str) -> str:
    """`*` is SiteHeaders, `/leave/cache/` is LeaveCacheHeaders."""
    named = "".join(part.capitalize() for part in start.strip("*/").split("/"))
    return f"{named or 'Site'}Headers"


def _headers_policy(start: str, headers: Mapping[str, str]) -> Resource:
    """The rule's headers; those that CloudFront knows by name may not stand among the others."""
    others = dict(headers)
    security: dict[str, Any] = {
        "StrictTransportSecurity": {
            "AccessControlMaxAgeSec": TWO_YEARS,
            "IncludeSubdomains": True,
            "Override": True,
        },
        "ContentSecurityPolicy": {
            "ContentSecurityPolicy": others.pop("Content-Security-Policy"),
            "Override": True,
        },
        "ReferrerPolicy": {"ReferrerPolicy": others.pop("Referrer-Policy"), "Override": True},
        "FrameOptions": {"FrameOption": others.pop("X-Frame-Options"), "Override": True},
    }
    if others.pop("X-Content-Type-Options") == "nosniff":
        security["ContentTypeOptions"] = {"Override": True}
    items = [{"Header": name, "Value": value, "Override": True} for name, value in sorted(others.items())]
    config = {
        "Name": sub(f"aman-${{Stage}}-{policy_name(start)}"),
        "SecurityHeadersConfig": security,
        "CustomHeadersConfig": {"Items": items},
    }
    return {
        "Type": "AWS::CloudFront::ResponseHeadersPolicy",
        "Properties": {"ResponseHeadersPolicyConfig": config},
    }


def _portal_headers() -> Resource:
    """The portal says its own; these are for what API Gateway says in its place."""
    security = {
        "StrictTransportSecurity": {
            "AccessControlMaxAgeSec": TWO_YEARS,
            "IncludeSubdomains": True,
            "Override": False,
        },
        "ContentSecurityPolicy": {
            "ContentSecurityPolicy": GATEWAYS_PAGE,
            "Override": False,
        },
        "ReferrerPolicy": {"ReferrerPolicy": "same-origin", "Override": False},
        "FrameOptions": {"FrameOption": "DENY", "Override": False},
        "ContentTypeOptions": {"Override": True},
    }
    items = [{"Header": "Cache-Control", "Value": "no-store", "Override": False}]
    config = {
        "Name": sub("aman-${Stage}-portal"),
        "SecurityHeadersConfig": security,
        "CustomHeadersConfig": {"Items": items},
    }
    return {
        "Type": "AWS::CloudFront::ResponseHeadersPolicy",
        "Properties": {"ResponseHeadersPolicyConfig": config},
    }
