"""CloudFront in front: which path goes where, what is said with it, and the functions that run there."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

from infra.aws.package import SITE
from infra.aws.platforms import LAMBDA
from infra.aws.resources import edge
from infra.aws.resources.edge_functions import FOLDER, viewer_code
from infra.aws.resources.edge_headers import RULES as RULES_FILE
from infra.aws.resources.gateway import APIS
from infra.local.events import Request
from infra.local.static_site import Site, read_rules
from tests.infra.aws_packages import packaged

RULES = read_rules(RULES_FILE)
MOST_BYTES_OF_A_FUNCTION = 10_240
KNOWN_BY_NAME = {
    "ContentSecurityPolicy": "ContentSecurityPolicy",
    "ReferrerPolicy": "ReferrerPolicy",
    "FrameOptions": "FrameOption",
}
HEADER_OF = {
    "ContentSecurityPolicy": "content-security-policy",
    "ReferrerPolicy": "referrer-policy",
    "FrameOptions": "x-frame-options",
}


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> Any:
    file = packaged(LAMBDA, tmp_path_factory).template
    return json.loads(file.read_text(encoding="utf-8"))["Resources"]


@pytest.fixture(scope="module")
def config(resources: Any) -> Any:
    return resources["Distribution"]["Properties"]["DistributionConfig"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("index.html", "about/index.html", "en/index.html", "404.html", "en/404.html", "robots.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a.123.css").write_text("a")
    return tmp_path


def run(code: str, event: Any) -> Any:
    """What a CloudFront function answers, in the JavaScript engine that Playwright brings along."""
    node, _ = compute_driver_executable()
    program = f"{code}\nconsole.log(JSON.stringify(handler({json.dumps(event)})))"
    done = subprocess.run([node, "-e", program], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def asked(site: Path, uri: str) -> Any:
    return run(viewer_code(site), {"request": {"uri": uri, "headers": {}}})


@pytest.mark.parametrize(
    ("uri", "fetched"),
    [
        ("/", "/index.html"),
        ("/index.html", "/index.html"),
        ("/about/", "/about/index.html"),
        ("/en/", "/en/index.html"),
        ("/robots.txt", "/robots.txt"),
        ("/nowhere", "/404.html"),
        ("/nowhere/", "/404.html"),
        ("/en/nowhere/", "/en/404.html"),
        ("/about/index.html", "/404.html"),
        ("/constructor", "/404.html"),
    ],
)
def test_a_path_leads_to_its_file_or_to_the_page_in_its_language_that_says_it_is_not_there(
    site: Path, uri: str, fetched: str
) -> None:
    assert asked(site, uri)["uri"] == fetched


def test_a_folder_without_its_slash_is_led_on_and_never_to_another_host(site: Path) -> None:
    answer = asked(site, "/about")

    assert (answer["statusCode"], answer["headers"]["location"]["value"]) == (301, "/about/")
    assert "statusCode" not in asked(site, "//about")


def test_the_page_that_says_so_is_answered_as_not_found_and_any_other_as_it_is() -> None:
    code = (FOLDER / "answer.js").read_text(encoding="utf-8")

    missing = run(code, {"response": {"statusCode": 200, "headers": {"x-amz-meta-status": {"value": "404"}}}})
    found = run(code, {"response": {"statusCode": 200, "headers": {}}})
    assert (missing["statusCode"], found["statusCode"]) == (404, 200)
    assert missing["headers"] == {}


def test_the_portal_is_told_the_readers_address_whatever_the_reader_says_it_is() -> None:
    code = (FOLDER / "tell.js").read_text(encoding="utf-8")
    claimed = {
        "uri": "/portal/",
        "headers": {"x-aman-viewer": {"value": "192.0.2.1"}, "accept": {"value": "*/*"}},
    }

    told = run(code, {"request": claimed, "viewer": {"ip": "198.51.100.7"}})
    assert told["uri"] == "/portal"
    assert told["headers"] == {"x-aman-viewer": {"value": "198.51.100.7"}, "accept": {"value": "*/*"}}


def test_every_function_fits_into_what_cloudfront_takes(resources: Any) -> None:
    functions = [one for one in resources.values() if one["Type"] == "AWS::CloudFront::Function"]

    assert len(functions) == 3
    for one in functions:
        assert len(one["Properties"]["FunctionCode"].encode()) < MOST_BYTES_OF_A_FUNCTION
        assert one["Properties"]["AutoPublish"] is True


@pytest.mark.parametrize("path", ["/", "/about/", "/assets/a.123.css", "/leave/", "/leave/cache/"])
def test_every_path_is_answered_with_the_headers_that_the_site_sends_everywhere_else(
    resources: Any, config: Any, tmp_path: Path, path: str
) -> None:
    (tmp_path / path.strip("/")).parent.mkdir(parents=True, exist_ok=True)
    if path.endswith("/"):
        (tmp_path / path.strip("/")).mkdir(exist_ok=True)
        (tmp_path / path.strip("/") / "index.html").write_text("page")
    else:
        (tmp_path / path.strip("/")).write_text("asset")
    local = dict(Site(tmp_path, RULES).respond(Request("GET", path, "", [], b"", "127.0.0.1")).headers)
    wanted = {name: value for name, value in local.items() if name.title() in titles_of(RULES)}

    assert wanted.items() <= sent_with(resources, behavior_of(config, path)).items()
    assert "csp" not in wanted
    assert len(wanted) >= 7


def titles_of(rules: Any) -> set[str]:
    return {name.title() for rule in rules.values() for name in rule}


def behavior_of(config: Any, path: str) -> Any:
    fitting = [one for one in config["CacheBehaviors"] if path.startswith(one["PathPattern"].rstrip("*"))]
    return fitting[0] if fitting else config["DefaultCacheBehavior"]


def sent_with(resources: Any, behavior: Any) -> dict[str, str]:
    policy = resources[behavior["ResponseHeadersPolicyId"]["Ref"]]["Properties"][
        "ResponseHeadersPolicyConfig"
    ]
    security = policy["SecurityHeadersConfig"]
    sent = {HEADER_OF[name]: security[name][field] for name, field in KNOWN_BY_NAME.items()}
    sent["x-content-type-options"] = "nosniff" if "ContentTypeOptions" in security else ""
    return sent | {one["Header"].lower(): one["Value"] for one in policy["CustomHeadersConfig"]["Items"]}


def test_the_way_out_empties_storage_and_its_second_step_the_cache_alone(resources: Any, config: Any) -> None:
    first, second = (
        sent_with(resources, behavior_of(config, path))["clear-site-data"]
        for path in ("/leave/", "/leave/cache/")
    )
    assert (first, second) == ('"cache", "storage"', '"cache"')


def test_nobody_is_served_without_tls(resources: Any, config: Any) -> None:
    behaviors = [config["DefaultCacheBehavior"], *config["CacheBehaviors"]]

    assert {one["ViewerProtocolPolicy"] for one in behaviors} == {"redirect-to-https", "https-only"}
    for name, one in resources.items():
        if one["Type"] == "AWS::CloudFront::ResponseHeadersPolicy":
            security = one["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
            assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31536000, name
    certificate = config["ViewerCertificate"]["Fn::If"][1]
    assert certificate["MinimumProtocolVersion"] == "TLSv1.2_2021"


@pytest.mark.parametrize(
    ("path", "api"), [("/portal", "RestAPI"), ("/portal/needs", "RestAPI"), ("/api/v1/needs", "ProgramsAPI")]
)
def test_the_portal_is_never_cached_and_sees_all_that_was_sent(config: Any, path: str, api: str) -> None:
    behavior = behavior_of(config, path)

    assert behavior["TargetOriginId"] == api
    assert behavior["CachePolicyId"] == edge.NEVER_CACHED
    assert behavior["OriginRequestPolicyId"] == edge.ALL_BUT_HOST
    assert "POST" in behavior["AllowedMethods"]
    assert behavior["FunctionAssociations"] == [
        {
            "EventType": "viewer-request",
            "FunctionARN": {"Fn::GetAtt": ["TellViewer", "FunctionARN"]},
        }
    ]


def test_the_portals_files_are_cached_by_their_version_and_without_cookies(
    resources: Any, config: Any
) -> None:
    behavior = behavior_of(config, "/portal/static/portal.css")
    policy = resources[behavior["CachePolicyId"]["Ref"]]["Properties"]["CachePolicyConfig"]
    key = policy["ParametersInCacheKeyAndForwardedToOrigin"]

    assert key["QueryStringsConfig"] == {"QueryStringBehavior": "whitelist", "QueryStrings": ["v"]}
    assert key["CookiesConfig"] == {"CookieBehavior": "none"}
    assert "OriginRequestPolicyId" not in behavior
    assert behavior["Compress"]


def test_the_portal_is_shown_the_secret_and_the_site_is_read_as_its_owner(config: Any) -> None:
    origins = {one["Id"]: one for one in config["Origins"]}

    assert origins.keys() == {"site", *APIS}
    for api in APIS:
        (shown,) = origins[api]["OriginCustomHeaders"]
        assert shown["HeaderName"] == "X-Aman-Edge"
        assert shown["HeaderValue"] == {"Fn::Sub": "{{resolve:secretsmanager:${EdgeSecret}}}"}
        assert origins[api]["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert "OriginAccessControlId" in origins["site"]


def test_no_page_of_the_site_is_taken_for_the_portal() -> None:
    there = [f"/{file.relative_to(SITE).as_posix()}" for file in SITE.rglob("*") if file.is_file()]

    assert "/index.html" in there
    assert not [
        path for path in there if path.startswith(tuple(start.rstrip("*") for start in APIS.values()))
    ]


def test_longer_paths_stand_before_shorter_ones(config: Any) -> None:
    patterns = [one["PathPattern"].rstrip("*") for one in config["CacheBehaviors"]]

    for place, earlier in enumerate(patterns):
        assert not [later for later in patterns[place + 1 :] if later.startswith(earlier)]


def test_the_site_is_compressed_and_kept_at_the_edge(resources: Any, config: Any) -> None:
    assert config["DefaultCacheBehavior"]["Compress"]
    policy = resources["SiteCache"]["Properties"]["CachePolicyConfig"]
    assert policy["DefaultTTL"] >= 3600
    assert policy["ParametersInCacheKeyAndForwardedToOrigin"]["EnableAcceptEncodingBrotli"]
