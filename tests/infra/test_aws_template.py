"""The stack's template: what the code needs, nothing that is open, and nothing that is secret."""

import json
import re
from pathlib import Path
from typing import Any

import boto3
import pytest
from pynamodb.attributes import TTLAttribute

from chalicelib.config import read_settings
from chalicelib.jobs.schedule import SCHEDULES
from chalicelib.jobs.timed import rate_of
from chalicelib.store.tables import TABLES, create_tables
from infra.aws.lint import cfn_lint
from infra.aws.package import PLACEHOLDERS
from infra.aws.platforms import LAMBDA
from infra.aws.resources.functions import every_function, jobs
from infra.aws.resources.gateway import ANY, APIS, PAGES, RESPONSES
from infra.aws.resources.tables import table_resource, thing_of
from infra.aws.stage import read_stage
from tests.infra.aws_packages import of_type, packaged

MOST_BYTES = 1_000_000
MOST_RESOURCES = 500
MOST_PATHS = 300
"""CloudFormation's limits, and API Gateway's of resources in an API."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packaged(LAMBDA, tmp_path_factory).template


@pytest.fixture(scope="module")
def template(file: Path) -> Any:
    return json.loads(file.read_text(encoding="ascii"))


@pytest.fixture(scope="module")
def resources(template: Any) -> Any:
    return template["Resources"]


def test_cfn_lint_has_nothing_to_say_about_it_in_the_region(file: Path) -> None:
    assert cfn_lint([file], "me-central-1") == []


def test_it_is_within_the_limits_of_aws(file: Path, resources: Any) -> None:
    assert file.stat().st_size < MOST_BYTES
    assert len(resources) < MOST_RESOURCES
    for api in APIS:
        paths = resources[api]["Properties"]["DefinitionBody"]["paths"]
        parts = {path[: end.start()] for path in paths for end in re.finditer(r"/|$", path)}
        assert len(parts) < MOST_PATHS


@pytest.mark.usefixtures("store")
def test_the_tables_are_those_of_the_code_with_their_keys_and_indexes(resources: Any) -> None:
    create_tables()
    client: Any = boto3.Session().client("dynamodb")
    assert len(of_type(resources, "AWS::DynamoDB::Table")) == len(TABLES)
    for table in TABLES:
        made = client.describe_table(TableName=table.Meta.table_name)["Table"]
        written = resources[table_resource(thing_of(table))]["Properties"]
        assert written["KeySchema"] == sorted(made["KeySchema"], key=lambda one: str(one["KeyType"]))
        assert kinds_of(written) == kinds_of(made)
        assert indexes_of(written) == indexes_of(made)


def kinds_of(described: Any) -> dict[str, str]:
    return {one["AttributeName"]: one["AttributeType"] for one in described["AttributeDefinitions"]}


def indexes_of(described: Any) -> dict[str, tuple[list[tuple[str, str]], str]]:
    return {
        one["IndexName"]: (
            sorted((key["KeyType"], key["AttributeName"]) for key in one["KeySchema"]),
            one["Projection"]["ProjectionType"],
        )
        for one in described.get("GlobalSecondaryIndexes", ())
    }


@pytest.mark.parametrize("table", TABLES, ids=thing_of)
def test_a_table_keeps_its_rows(resources: Any, table: Any) -> None:
    made = resources[table_resource(thing_of(table))]
    properties = made["Properties"]

    assert (made["DeletionPolicy"], made["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["DeletionProtectionEnabled"] == {"Fn::If": ["IsProtected", True, False]}
    assert properties["SSESpecification"] == {"SSEEnabled": True}
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert properties["TableName"] == {"Fn::Sub": f"aman-${{Stage}}-{thing_of(table)}"}
    expiring: list[str | None] = [
        one.attr_name for one in table.get_attributes().values() if isinstance(one, TTLAttribute)
    ]
    named = properties.get("TimeToLiveSpecification", {"AttributeName": None})["AttributeName"]
    assert [named] == (expiring or [None])


def test_every_function_has_lambdas_newest_python_on_arm_and_a_role_of_its_own(resources: Any) -> None:
    functions = of_type(resources, "AWS::Serverless::Function")

    assert set(functions) == {one.resource for one in every_function()}
    assert {one["Runtime"] for one in functions.values()} == {"python3.13"}
    assert {tuple(one["Architectures"]) for one in functions.values()} == {("arm64",)}
    for name, one in functions.items():
        assert one["Role"] == {"Fn::GetAtt": [f"{name}Role", "Arn"]}
        assert one["CodeUri"] == {"Bucket": {"Ref": "ArtefactBucket"}, "Key": {"Ref": "CodeKey"}}


def test_every_log_ends_after_three_months(resources: Any) -> None:
    groups = of_type(resources, "AWS::Logs::LogGroup")

    assert {one["RetentionInDays"] for one in groups.values()} == {90}
    assert {one["LogGroupName"]["Fn::Sub"] for one in groups.values()} == {
        f"/aws/lambda/${{{one.resource}}}" for one in every_function()
    }


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda one: one.name)
def test_a_schedule_is_started_in_time_tried_again_and_then_kept(resources: Any, schedule: Any) -> None:
    (job,) = [one for one in jobs() if one.name == schedule.name]
    function = resources[job.resource]["Properties"]
    (event,) = function["Events"].values()

    assert function["Handler"] == f"app.{schedule.name}"
    assert event["Type"] == "Schedule"
    assert event["Properties"]["Schedule"] == rate_of(schedule.every).to_string()
    letters = {"Fn::GetAtt": ["DeadLetters", "Arn"]}
    assert event["Properties"]["DeadLetterConfig"] == {"Arn": letters}
    assert function["DeadLetterQueue"] == {"Type": "SQS", "TargetArn": letters}
    assert function["EventInvokeConfig"]["MaximumRetryAttempts"] == 1


def test_each_function_is_given_settings_that_the_portal_can_read(resources: Any) -> None:
    for one in of_type(resources, "AWS::Serverless::Function").values():
        filled = dict.fromkeys(one["Environment"]["Variables"], "https://a.example")
        filled |= {"AMAN_TOTP_REQUIRED": "yes", "AMAN_SECRET_KEY": "x" * 48, "AMAN_EDGE_SECRET": "x" * 48}
        assert read_settings(filled).mail_configuration_set == "https://a.example"


def test_the_solver_is_laid_under_the_function_that_plans_alone(resources: Any) -> None:
    functions = of_type(resources, "AWS::Serverless::Function")

    assert [name for name, one in functions.items() if "Layers" in one] == ["MakePlan"]


def test_there_is_no_secret_in_it(file: Path, resources: Any) -> None:
    text = file.read_text(encoding="ascii")
    assert not [
        value for name, value in PLACEHOLDERS.items() if name != "AWS_DEFAULT_REGION" and value in text
    ]
    for one in of_type(resources, "AWS::Serverless::Function").values():
        variables = one["Environment"]["Variables"]
        assert variables["AMAN_SECRET_KEY"] == {"Fn::Sub": "{{resolve:secretsmanager:${PortalSecret}}}"}
    assert len(re.findall("AMAN_EDGE_SECRET", text)) == 1
    for secret in of_type(resources, "AWS::SecretsManager::Secret").values():
        assert "SecretString" not in secret


def test_every_number_that_tells_of_trouble_has_an_alarm_that_tells_somebody(resources: Any) -> None:
    alarms = of_type(resources, "AWS::CloudWatch::Alarm")
    watched = {
        (one["MetricName"], dimension["Value"].get("Ref") if isinstance(dimension["Value"], dict) else None)
        for one in alarms.values()
        for dimension in one.get("Dimensions", ())
    }

    for function in every_function():
        assert {(metric, function.resource) for metric in ("Errors", "Throttles", "Duration")} <= watched
    metrics = {one.get("MetricName") for one in alarms.values()}
    assert metrics >= {"5XXError", "Latency", "ApproximateNumberOfMessagesVisible", "Reputation.BounceRate"}
    assert all(one["AlarmActions"] == [{"Ref": "Alarms"}] for one in alarms.values())


def test_the_dashboard_can_be_read(resources: Any) -> None:
    (dashboard,) = of_type(resources, "AWS::CloudWatch::Dashboard").values()
    widgets = json.loads(dashboard["DashboardBody"]["Fn::Sub"])["widgets"]

    assert len(widgets) >= 8
    assert len({(one["x"], one["y"]) for one in widgets}) == len(widgets)


def test_each_route_is_in_one_api_and_any_method_reaches_the_app(resources: Any) -> None:
    for api, path in APIS.items():
        paths = resources[api]["Properties"]["DefinitionBody"]["paths"]
        assert all(one.startswith(path.rstrip("*/")) for one in paths)
        assert all(ANY in operations for operations in paths.values())
        assert all("APIHandler" in json.dumps(operations[ANY]) for operations in paths.values())
    pages, programs = (resources[api]["Properties"]["DefinitionBody"]["paths"] for api in APIS)
    assert pages.keys().isdisjoint(programs)
    assert {"/portal", "/portal/sign-in"} <= pages.keys()
    assert {"/api/v1/needs", "/api/v1/openapi.json"} <= programs.keys()


def test_no_site_elsewhere_is_let_in_by_cors(file: Path) -> None:
    assert "access-control-allow" not in file.read_text(encoding="ascii").lower()


@pytest.mark.parametrize("api", APIS)
def test_what_api_gateway_says_itself_is_in_both_languages_and_echoes_nothing(
    resources: Any, api: str
) -> None:
    said = resources[api]["Properties"]["DefinitionBody"][RESPONSES]

    assert said.keys() >= {"DEFAULT_4XX", "DEFAULT_5XX", "MISSING_AUTHENTICATION_TOKEN", "THROTTLED"}
    for kind, one in said.items():
        (body,) = one["responseTemplates"].values()
        assert "$" not in body
        assert one["responseParameters"]["gatewayresponse.header.Cache-Control"] == "'no-store'"
        shown = one["responseParameters"]["gatewayresponse.header.Content-Type"]
        if api == PAGES:
            assert shown == "'text/html; charset=utf-8'"
            assert '<html lang="ar" dir="rtl">' in body
            assert '<div lang="en" dir="ltr"' in body
            assert "&#1588;" in body
            assert "[" not in body, kind
        else:
            assert shown == "'application/problem+json'"
            problem = json.loads(body)
            assert problem["status"] == int(one["statusCode"])
            assert re.search("[a-z]", problem["title"])
            assert re.search("[\u0621-\u064a]", problem["title"])


def test_buckets_are_private_and_read_by_the_distribution_alone(resources: Any) -> None:
    (bucket,) = of_type(resources, "AWS::S3::Bucket").values()
    (policy,) = of_type(resources, "AWS::S3::BucketPolicy").values()

    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    allowed = [one for one in policy["PolicyDocument"]["Statement"] if one["Effect"] == "Allow"]
    assert [one["Principal"] for one in allowed] == [{"Service": "cloudfront.amazonaws.com"}]
    assert "distribution/${Distribution}" in json.dumps(allowed[0]["Condition"])


@pytest.mark.parametrize("name", ["dev", "staging", "prod"])
def test_each_stage_says_all_that_the_template_asks(template: Any, name: str) -> None:
    asked = {key for key, one in template["Parameters"].items() if "Default" not in one}
    given = {*read_stage(name).parameters, "ArtefactBucket", "CodeKey", "SolverKey"}
    assert asked <= given <= template["Parameters"].keys()
    for key, value in read_stage(name).parameters.items():
        rule = template["Parameters"][key]
        assert re.fullmatch(rule.get("AllowedPattern", "(?s).*"), value), key


def test_what_is_in_us_east_1_is_sound_too() -> None:
    elsewhere = Path(__file__).parents[2] / "infra" / "aws" / "us_east_1.yml"

    assert cfn_lint([elsewhere], "us-east-1") == []
    assert any("Budget" in line for line in cfn_lint([elsewhere], "me-central-1")), "it could be at home"
