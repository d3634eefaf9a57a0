"""CloudFront before everything: the site from S3 and the portal from API Gateway at one address."""

from pathlib import Path
from typing import Final

from infra.aws.resources.edge_functions import ASSETS, FIRST, edge_functions
from infra.aws.resources.edge_headers import EVERYWHERE, Rules, header_policies, policy_name, site_rules
from infra.aws.resources.functions import SECRET
from infra.aws.resources.gateway import APIS, PAGES, STAGE
from infra.aws.resources.intrinsics import ABSENT, Resource, Template, attribute, chosen, ref, sub

EDGE_HEADER: Final = "X-Aman-Edge"
NEVER_CACHED: Final = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
"""CloudFront's own policy CachingDisabled."""
ALL_BUT_HOST: Final = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
"""CloudFront's own policy AllViewerExceptHostHeader, which lets API Gateway see its own name."""


def edge(site: Path) -> Template:
    """The distribution with its policies and functions."""
    rules = site_rules()
    resources: dict[str, Resource] = {
        "SiteAccess": _site_access(),
        "SiteCache": _site_cache(),
        "PortalAssetsCache": _portal_assets_cache(),
        **edge_functions(site),
        **header_policies(rules),
        "Distribution": _distribution(rules),
    }
    return {
        "Resources": resources,
        "Outputs": {
            "DistributionId": {"Value": ref("Distribution")},
            "DistributionDomain": {"Value": attribute("Distribution", "DomainName")},
        },
    }


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
        "ResponseHeadersPolicyId": ref(policy_name(start)),
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
