"""The Lambda functions: one for the pages and the API, one for each schedule, one for SES's reports.

Each has a role of its own.
"""

from dataclasses import dataclass
from typing import Any, Final

from chalice.utils import to_cfn_resource_name

from chalicelib.jobs.mail_reports import NAME as TAKE_MAIL_REPORTS
from chalicelib.jobs.schedule import SCHEDULES
from infra.aws.platforms import Platform
from infra.aws.resources.intrinsics import Resource, Template, attribute, ref, sub
from infra.aws.resources.policies import statements_of

SECRET: Final = "{{resolve:secretsmanager:${%s}}}"  # noqa: S105 (where one is, not one)
OLDEST_EVENT: Final = 300
"""Seconds after which a start that did not succeed is given up: the next one does the same."""
OLDEST_REPORT: Final = 6 * 3600
"""The longest that Lambda keeps an event: SES reports once, and nobody else would tell."""


@dataclass(frozen=True, slots=True)
class Size:
    """Megabytes (processor time comes with them), seconds, and whether the solver is laid under it."""

    memory: int
    timeout: int
    solver: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A function: its name in the code and in the template, and the policy that says what it may do."""

    name: str
    resource: str
    policy: str
    size: Size


SIZES: Final = {
    "api": Size(memory=1769, timeout=28),
    "make_plan": Size(memory=3008, timeout=300, solver=True),
}
"""API Gateway waits 29 seconds. With 1,769 MB comes a whole processor: infra/cost.md says what it is worth.
Whatever is not named here is a job that writes a few rows.
"""
USUAL: Final = Size(memory=512, timeout=55)
API: Final = Function("api", "APIHandler", "api", SIZES["api"])
REPORTS: Final = Function(
    TAKE_MAIL_REPORTS, to_cfn_resource_name(TAKE_MAIL_REPORTS), TAKE_MAIL_REPORTS, USUAL
)


def jobs() -> tuple[Function, ...]:
    """A function for each schedule."""
    names = [schedule.name for schedule in SCHEDULES]
    return tuple(Function(name, to_cfn_resource_name(name), name, SIZES.get(name, USUAL)) for name in names)


def every_function() -> tuple[Function, ...]:
    """All of them."""
    return (API, *jobs(), REPORTS)


def functions(target: Platform) -> Template:
    """What is laid over the functions that Chalice writes, and their roles."""
    resources: dict[str, Resource] = {}
    for one in every_function():
        resources[one.resource] = {"Properties": _properties(one, target)}
        resources[f"{one.resource}Role"] = _role(one)
    for job in jobs():
        resources[job.resource]["Properties"] |= _of_a_job(job)
    resources[REPORTS.resource]["Properties"] |= _of_the_reports()
    resources["SolverLayer"] = _solver_layer(target)
    # Chalice renames the function and forgets to rename it here.
    resources["ApiHandlerLogGroup"] = {"Properties": {"LogGroupName": sub("/aws/lambda/${APIHandler}")}}
    return {"Resources": resources}


def _properties(one: Function, target: Platform) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "Runtime": target.runtime,
        "CodeUri": {"Bucket": ref("ArtefactBucket"), "Key": ref("CodeKey")},
        "Role": attribute(f"{one.resource}Role"),
        "MemorySize": one.size.memory,
        "Timeout": one.size.timeout,
        "Environment": {"Variables": _environment(one)},
    }
    if one.size.solver:
        properties["Layers"] = [ref("SolverLayer")]
    return properties


def _environment(one: Function) -> dict[str, Any]:
    variables: dict[str, Any] = {
        "AMAN_BASE_URL": sub("https://${DomainName}"),
        "AMAN_SECRET_KEY": sub(SECRET % "PortalSecret"),
        "AMAN_MAIL_FROM": ref("MailFrom"),
        "AMAN_MAIL_CONFIGURATION_SET": ref("MailEvents"),
        "AMAN_OPERATOR_NAME_AR": ref("OperatorNameAr"),
        "AMAN_OPERATOR_NAME_EN": ref("OperatorNameEn"),
        "AMAN_DUTY_DESK_PHONE": ref("DutyDeskPhone"),
        "AMAN_TABLE_PREFIX": sub("aman-${Stage}-"),
        "AMAN_TOTP_REQUIRED": "yes",
    }
    if one is API:
        variables["AMAN_EDGE_SECRET"] = sub(SECRET % "EdgeSecret")
    if one is REPORTS:
        variables["AMAN_MAIL_REPORTS_TOPIC"] = ref("MailReports")
    return variables


def _of_a_job(job: Function) -> dict[str, Any]:
    """What becomes of a start that fails: it is tried again, then kept where an alarm sees it."""
    letters = {"Type": "SQS", "TargetArn": attribute("DeadLetters")}
    given_up = {"MaximumEventAgeInSeconds": OLDEST_EVENT, "MaximumRetryAttempts": 1}
    starting = {
        "DeadLetterConfig": {"Arn": attribute("DeadLetters")},
        "RetryPolicy": {"MaximumEventAgeInSeconds": OLDEST_EVENT, "MaximumRetryAttempts": 2},
    }
    return {
        "DeadLetterQueue": letters,
        "EventInvokeConfig": given_up,
        "Events": {f"{job.resource}Event": {"Properties": starting}},
    }


def _of_the_reports() -> dict[str, Any]:
    """The topic's name, which Chalice cannot know, and what becomes of a report that could not be taken."""
    lost = attribute("LostReports")
    heard = {"Topic": sub("${MailReports}"), "RedrivePolicy": {"deadLetterTargetArn": lost}}
    return {
        "DeadLetterQueue": {"Type": "SQS", "TargetArn": lost},
        "EventInvokeConfig": {"MaximumEventAgeInSeconds": OLDEST_REPORT, "MaximumRetryAttempts": 2},
        "Events": {f"{REPORTS.resource}SnsSubscription": {"Properties": heard}},
    }


def _role(one: Function) -> Resource:
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    statements = [*statements_of(one.policy), _logs(one), *_of_lambda_itself(one)]
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
            "Policies": [
                {
                    "PolicyName": one.policy.replace("_", "-"),
                    "PolicyDocument": {"Version": "2012-10-17", "Statement": statements},
                }
            ],
        },
    }


def _logs(one: Function) -> Resource:
    """The name of the function is not known yet where its role is made, so it is told by how it begins."""
    group = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/"
    return {
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": sub(f"{group}${{AWS::StackName}}-{one.resource}-*:*"),
    }


def _of_lambda_itself(one: Function) -> list[Resource]:
    """What Lambda does in the function's name, and no code of ours."""
    if one is API:
        return []
    letters = "LostReports" if one is REPORTS else "DeadLetters"
    return [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": attribute(letters)}]


def _solver_layer(target: Platform) -> Resource:
    return {
        "Type": "AWS::Serverless::LayerVersion",
        "Properties": {
            "LayerName": sub("aman-${Stage}-solver"),
            "ContentUri": {"Bucket": ref("ArtefactBucket"), "Key": ref("SolverKey")},
            "CompatibleRuntimes": [target.runtime],
            "CompatibleArchitectures": ["arm64"],
            "RetentionPolicy": "Retain",
        },
    }
