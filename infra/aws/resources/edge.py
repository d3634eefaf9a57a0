"""CloudFront before everything: the site from S3 and the portal from API Gateway at one address.

What the site's answers have to say is read from the site's own rules, so that every way of serving it agrees.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from infra.aws.resources.functions import SECRET
from infra.aws.resources.gateway import APIS, PAGES, STAGE
from infra.aws.resources.intrinsics import ABSENT, Resource, Template, attribute, chosen, ref, sub

ROOT: Final = Path(__file__).resolve().parents[3]
RULES: Final = ROOT / "site" / "data" / "headers.json"
FOLDER: Final = Path(__file__).parent
EVERYWHERE: Final = "*"
ASSETS: Final = "/assets/"
FIRST: Final = "/index.html"
COMPRESSED: Final = (".br", ".gz")
TWO_YEARS: Final = 63072000
EDGE_HEADER: Final = "X-Aman-Edge"
NEVER_CACHED: Final = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
"""CloudFront's own policy CachingDisabled."""
ALL_BUT_HOST: Final = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
"""CloudFront's own policy AllViewerExceptHostHeader, which lets API Gateway see its own name."""
GATEWAYS_PAGE: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
Rules = Mapping[str, Mapping[str, str]]


def edge(site: Path) -> Template:
    """The distribution with its policies and functions."""
    rules: Rules = json.loads(RULES.read_text(encoding="utf-8"))
    resources: dict[str, Resource] = {
        "SiteAccess": _site_access(),
        "SiteCache": _site_cache(),
        "PortalAssetsCache": _portal_assets_cache(),
        "TellViewer": _function(
            "aman-${Stage}-tell-viewer", (FOLDER / "tell.js").read_text(encoding="utf-8")
        ),
        "FindPage": _function("aman-${Stage}-find-page", viewer_code(site)),
        "MarkMissing": _function(
            "aman-${Stage}-mark-missing", (FOLDER / "answer.js").read_text(encoding="utf-8")
        ),
        "PortalHeaders": _portal_headers(),
        "Distribution": _distribution(rules),
    }
    for start in rules:
        resources[_policy_name(start)] = _headers_policy(start, headers_of(rules, start))
    return {
        "Resources": resources,
        "Outputs": {
            "DistributionId": {"Value": ref("Distribution")},
            "DistributionDomain": {"Value": attribute("Distribution", "DomainName")},
        },
    }


def headers_of(rules: Rules, start: str) -> dict[str, str]:
    """What paths below `start` are answered with: the rule for all, then each longer one that fits."""
    fitting = sorted((rule for rule in rules if rule == EVERYWHERE or start.startswith(rule)), key=len)
    return {name: value for rule in fitting for name, value in rules[rule].items()}


def viewer_code(site: Path) -> str:
    """The function that finds pages, with the list of what this build of the site has."""
    found = sorted(
        f"/{file.relative_to(site).as_posix()}"
        for file in site.rglob("*")
        if file.is_file() and file.suffix not in COMPRESSED
    )
    pages = [path.removesuffix("index.html") for path in found if path.endswith("/index.html")]
    # The first page under its own name too: CloudFront may have put its name in the place of the slash.
    inner = [path for path in found if path.endswith("/index.html") and path != FIRST]
    files = [path for path in found if not path.startswith(ASSETS) and path not in inner]
    code = (FOLDER / "viewer.js").read_text(encoding="utf-8")
    return code.replace("PAGES", _compact(pages), 1).replace("FILES", _compact(files), 1)


def _compact(names: Iterable[str]) -> str:
    return json.dumps(list(names), separators=(",", ":"))


def _site_access() -> Resource:
    config = {
        "Name": sub("aman-${Stage}-site"),
        "OriginAccessControlOriginType": "s3",
        "SigningBehavior": "always",
        "SigningProtocol": "sigv4",
    }
    return {
        "Type": "AWS::CloudFront::OriginAccessControl",
        "Properties": {"OriginAccessControlConfig": config},
    }


def _site_cache() -> Resource:
    """At the edge pages stay a day or until the next release empties it; browsers do as the headers say."""
    key = {
        "CookiesConfig": {"CookieBehavior": "none"},
        "HeadersConfig": {"HeaderBehavior": "none"},
        "QueryStringsConfig": {"QueryStringBehavior": "none"},
        "EnableAcceptEncodingBrotli": True,
        "EnableAcceptEncodingGzip": True,
    }
    config = {
        "Name": sub("aman-${Stage}-site"),
        "MinTTL": 0,
        "DefaultTTL": 86400,
        "MaxTTL": 31536000,
        "ParametersInCacheKeyAndForwardedToOrigin": key,
    }
    return {"Type": "AWS::CloudFront::CachePolicy", "Properties": {"CachePolicyConfig": config}}


def _function(name: str, code: str) -> Resource:
    config = {"Comment": sub(name), "Runtime": "cloudfront-js-2.0"}
    return {
        "Type": "AWS::CloudFront::Function",
        "Properties": {
            "Name": sub(name),
            "AutoPublish": True,
            "FunctionConfig": config,
            "FunctionCode": code,
        },
    }


def _portal_assets_cache() -> Resource:
    """A changed file of the portal has a changed address: its version stands in the query."""
    key = {
        "CookiesConfig": {"CookieBehavior": "none"},
        "HeadersConfig": {"HeaderBehavior": "none"},
        "QueryStringsConfig": {"QueryStringBehavior": "whitelist", "QueryStrings": ["v"]},
        "EnableAcceptEncodingBrotli": True,
        "EnableAcceptEncodingGzip": True,
    }
    config = {
        "Name": sub("aman-${Stage}-portal-assets"),
        "MinTTL": 0,
        "DefaultTTL": 0,
        "MaxTTL": 31536000,
        "ParametersInCacheKeyAndForwardedToOrigin": key,
    }
    return {"Type": "AWS::CloudFront::CachePolicy", "Properties": {"CachePolicyConfig": config}}


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
        "Name": sub(f"aman-${{Stage}}-{_policy_name(start)}"),
        "SecurityHeadersConfig": security,
        "CustomHeadersConfig": {"Items": items},
    }
    return {
        "Type": "AWS::CloudFront::ResponseHeadersPolicy",
        "Properties": {"ResponseHeadersPolicyConfig": config},
    }


def _policy_name(start: str) -> str:
    """`*` is SiteHeaders, `/leave/cache/` is LeaveCacheHeaders."""
    named = "".join(part.capitalize() for part in start.strip("*/").split("/"))
    return f"{named or 'Site'}Headers"


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


def _distribution(rules: Rules) -> Resource:
    """Longer paths stand before shorter ones: CloudFront takes the first that fits."""
    starts = sorted((start for start in rules if start != EVERYWHERE), key=len, reverse=True)
    behaviors = [
        _portal_assets(),
        *(_portal(path, origin) for origin, path in APIS.items()),
        *({"PathPattern": f"{start}*", **_site(start)} for start in starts),
    ]
    certificate = {
        "AcmCertificateArn": ref("CertificateArn"),
        "SslSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
    }
    config = {
        "Enabled": True,
        "Comment": sub("aman-${Stage}"),
        "Aliases": chosen("HasCertificate", [ref("DomainName")], ABSENT),
        "ViewerCertificate": chosen("HasCertificate", certificate, {"CloudFrontDefaultCertificate": True}),
        "WebACLId": chosen("HasWebAcl", ref("WebAclArn"), ABSENT),
        "HttpVersion": "http2and3",
        "IPV6Enabled": True,
        "PriceClass": "PriceClass_200",
        "DefaultRootObject": FIRST.removeprefix("/"),
        "Origins": [_site_origin(), *(_portal_origin(origin) for origin in APIS)],
        "DefaultCacheBehavior": _site(EVERYWHERE),
        "CacheBehaviors": behaviors,
    }
    return {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": config}}


def _site_origin() -> Resource:
    return {
        "Id": "site",
        "DomainName": attribute("SiteBucket", "RegionalDomainName"),
        "OriginAccessControlId": attribute("SiteAccess", "Id"),
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }


def _portal_origin(api: str) -> Resource:
    shown = {"HeaderName": EDGE_HEADER, "HeaderValue": sub(SECRET % "EdgeSecret")}
    return {
        "Id": api,
        "DomainName": sub(f"${{{api}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}"),
        "OriginPath": f"/{STAGE}",
        "OriginCustomHeaders": [shown],
        "CustomOriginConfig": {
            "OriginProtocolPolicy": "https-only",
            "OriginSSLProtocols": ["TLSv1.2"],
            "OriginReadTimeout": 30,
        },
    }


def _site(start: str) -> Resource:
    behavior: Resource = {
        "TargetOriginId": "site",
        "ViewerProtocolPolicy": "redirect-to-https",
        "AllowedMethods": ["GET", "HEAD"],
        "Compress": True,
        "CachePolicyId": ref("SiteCache"),
        "ResponseHeadersPolicyId": ref(_policy_name(start)),
    }
    if start != ASSETS:
        # What a page kept in a browser still refers to is served as long as it is there, listed or not.
        behavior["FunctionAssociations"] = [
            {"EventType": "viewer-request", "FunctionARN": attribute("FindPage", "FunctionARN")},
            {"EventType": "viewer-response", "FunctionARN": attribute("MarkMissing", "FunctionARN")},
        ]
    return behavior


def _portal(path: str, api: str) -> Resource:
    return {
        "PathPattern": path,
        "TargetOriginId": api,
        # Who types an address is led on; a program that sends its token without TLS is not answered.
        "ViewerProtocolPolicy": "redirect-to-https" if api == PAGES else "https-only",
        "AllowedMethods": ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
        "CachePolicyId": NEVER_CACHED,
        "OriginRequestPolicyId": ALL_BUT_HOST,
        "ResponseHeadersPolicyId": ref("PortalHeaders"),
        "FunctionAssociations": [
            {"EventType": "viewer-request", "FunctionARN": attribute("TellViewer", "FunctionARN")}
        ],
    }


def _portal_assets() -> Resource:
    return {
        "PathPattern": "/portal/static/*",
        "TargetOriginId": next(iter(APIS)),
        "ViewerProtocolPolicy": "https-only",
        "AllowedMethods": ["GET", "HEAD"],
        "Compress": True,
        "CachePolicyId": ref("PortalAssetsCache"),
        "ResponseHeadersPolicyId": ref("PortalHeaders"),
    }
