"""What wakes somebody up, and the dashboard they then open."""

import json
from typing import Any, Final

from infra.aws.resources.functions import Function, every_function, jobs
from infra.aws.resources.gateway import APIS, NAMES, STAGE
from infra.aws.resources.intrinsics import Resource, Template, attribute, ref, sub

MINUTE: Final = 60
API_NAMES: Final = dict(zip(APIS, NAMES.values(), strict=True))
THROTTLED: Final = 'SELECT SUM(ThrottledRequests) FROM SCHEMA("AWS/DynamoDB", TableName,Operation)'
WATCHDOG: Final = "send_notices"
"""The job that has to run each minute: without it nobody gets a code to sign in."""


def alarms() -> Template:
    """Alarms, whom they tell, and the dashboard. What it costs is watched from us-east-1."""
    resources: dict[str, Resource] = {
        # Not encrypted with the account's key for SNS: alarms may not use that one, and would reach nobody.
        "Alarms": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": sub("aman-${Stage}")}},
        "AlarmsByMail": {
            "Type": "AWS::SNS::Subscription",
            "Properties": {"TopicArn": ref("Alarms"), "Protocol": "email", "Endpoint": ref("AlarmEmail")},
        },
        **_of_functions(),
        **_of_apis(),
        **_of_stores_and_mail(),
        "Dashboard": _dashboard(),
    }
    return {"Resources": resources}


def _of_functions() -> dict[str, Resource]:
    found: dict[str, Resource] = {}
    for one in every_function():
        function = {"FunctionName": ref(one.resource)}
        found[f"{one.resource}Errors"] = _alarm(
            f"{one.name} failed", "AWS/Lambda", "Errors", function, 1, statistic="Sum", periods=5
        )
        found[f"{one.resource}Throttles"] = _alarm(
            f"{one.name} was held back", "AWS/Lambda", "Throttles", function, 1, statistic="Sum"
        )
        found[f"{one.resource}Slow"] = _alarm(
            f"{one.name} is close to its time limit",
            "AWS/Lambda",
            "Duration",
            function,
            0.8 * 1000 * one.size.timeout,
            statistic="Maximum",
        )
    found["NoticesStill"] = _alarm(
        "no mail was looked for in five minutes",
        "AWS/Lambda",
        "Invocations",
        {"FunctionName": ref(_named(WATCHDOG).resource)},
        1,
        statistic="Sum",
        period=5 * MINUTE,
        below=True,
    )
    return found


def _named(name: str) -> Function:
    return next(job for job in jobs() if job.name == name)


def _of_apis() -> dict[str, Resource]:
    found: dict[str, Resource] = {}
    for api in APIS:
        named = {"ApiName": sub(API_NAMES[api]), "Stage": STAGE}
        found[f"{api}Errors"] = _alarm(
            f"{api} answers with errors", "AWS/ApiGateway", "5XXError", named, 5, statistic="Sum"
        )
        found[f"{api}Slow"] = _alarm(
            f"one of twenty answers of {api} takes over three seconds",
            "AWS/ApiGateway",
            "Latency",
            named,
            3000,
            statistic="p95",
            periods=5,
            of=10,
        )
    return found


def _of_stores_and_mail() -> dict[str, Resource]:
    return {
        "DeadLettersThere": _letters("a timed job was given up", "DeadLetters"),
        "LostReportsThere": _letters("what became of a mail could not be written down", "LostReports"),
        "TablesThrottled": {
            "Type": "AWS::CloudWatch::Alarm",
            "Properties": {
                **_told("a table refused requests as too many"),
                "ComparisonOperator": "GreaterThanOrEqualToThreshold",
                "Threshold": 1,
                "EvaluationPeriods": 1,
                "TreatMissingData": "notBreaching",
                "Metrics": [
                    {
                        "Id": "throttled",
                        "Expression": THROTTLED,
                        "Period": MINUTE,
                    }
                ],
            },
        },
        "MailsBounce": _alarm(
            "one of twenty mails comes back: SES stops sending at twice that",
            "AWS/SES",
            "Reputation.BounceRate",
            {},
            0.05,
            statistic="Average",
            period=3600,
        ),
        "MailsAreComplainedOf": _alarm(
            "mails are reported as unwanted",
            "AWS/SES",
            "Reputation.ComplaintRate",
            {},
            0.001,
            statistic="Average",
            period=3600,
        ),
    }


def _letters(says: str, queue: str) -> Resource:
    return _alarm(
        says,
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        {"QueueName": attribute(queue, "QueueName")},
        1,
        statistic="Maximum",
    )


def _alarm(
    says: str,
    namespace: str,
    metric: str,
    dimensions: dict[str, Any],
    threshold: float,
    *,
    statistic: str,
    period: int = MINUTE,
    periods: int = 1,
    of: int | None = None,
    below: bool = False,
) -> Resource:
    """An alarm when it happens in so many periods of the last `of`; `below` watches for what is missing."""
    measured: dict[str, Any] = (
        {"ExtendedStatistic": statistic} if statistic.startswith("p") else {"Statistic": statistic}
    )
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            **_told(says),
            "Namespace": namespace,
            "MetricName": metric,
            "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions.items()],
            **measured,
            "Period": period,
            "EvaluationPeriods": of or periods,
            "DatapointsToAlarm": periods,
            "Threshold": threshold,
            "ComparisonOperator": "LessThanThreshold" if below else "GreaterThanOrEqualToThreshold",
            "TreatMissingData": "breaching" if below else "notBreaching",
        },
    }


def _told(says: str) -> dict[str, Any]:
    return {
        "AlarmDescription": sub(f"aman-${{Stage}}: {says}"),
        "AlarmActions": [ref("Alarms")],
        "OKActions": [ref("Alarms")],
    }


def _dashboard() -> Resource:
    rows = [
        ("Requests", [["AWS/ApiGateway", "Count", "ApiName", name] for name in API_NAMES.values()], "Sum"),
        ("Latency, ms", [["AWS/ApiGateway", "Latency", "ApiName", n] for n in API_NAMES.values()], "p95"),
        ("Errors", [["AWS/ApiGateway", "5XXError", "ApiName", n] for n in API_NAMES.values()], "Sum"),
        ("Functions: errors", _each("Errors"), "Sum"),
        ("Functions: duration, ms", _each("Duration"), "p95"),
        ("Functions: at once", _each("ConcurrentExecutions"), "Maximum"),
        ("Mails", [["AWS/SES", "Send"], ["AWS/SES", "Bounce"], ["AWS/SES", "Complaint"]], "Sum"),
        (
            "Dead letters",
            [
                ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", f"${{{queue}.QueueName}}"]
                for queue in ("DeadLetters", "LostReports")
            ],
            "Maximum",
        ),
    ]
    widgets = [_widget(place, *row) for place, row in enumerate(rows)]
    body = {"Fn::Sub": json.dumps({"widgets": widgets})}
    properties = {"DashboardName": sub("aman-${Stage}"), "DashboardBody": body}
    return {"Type": "AWS::CloudWatch::Dashboard", "Properties": properties}


def _each(metric: str) -> list[list[str]]:
    return [["AWS/Lambda", metric, "FunctionName", f"${{{one.resource}}}"] for one in every_function()]


def _widget(place: int, title: str, metrics: list[list[str]], statistic: str) -> dict[str, Any]:
    return {
        "type": "metric",
        "x": 12 * (place % 2),
        "y": 6 * (place // 2),
        "width": 12,
        "height": 6,
        "properties": {
            "title": title,
            "metrics": metrics,
            "stat": statistic,
            "period": MINUTE,
            "region": "${AWS::Region}",
        },
    }
