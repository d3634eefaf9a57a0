"""What SES reports of mails that come back, through the stack: who may say it, and who hears it."""

import json
from typing import Any

import pytest

from chalicelib.jobs.mail_reports import NAME as TAKE_MAIL_REPORTS
from infra.aws.platforms import LAMBDA
from infra.aws.resources.functions import REPORTS
from tests.infra.aws_packages import of_type, packaged


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return json.loads(packaged(LAMBDA, tmp_path_factory).template.read_text(encoding="ascii"))["Resources"]


def only(resources: Any, kind: str) -> Any:
    (one,) = of_type(resources, kind).values()
    return one


def allowed_in(policy: Any) -> list[Any]:
    return [one for one in policy["PolicyDocument"]["Statement"] if one["Effect"] == "Allow"]


def test_ses_reports_what_comes_back_or_is_late_through_the_set_that_mails_are_sent_with(
    resources: Any,
) -> None:
    events = only(resources, "AWS::SES::ConfigurationSetEventDestination")
    assert events["ConfigurationSetName"] == {"Ref": "MailEvents"}
    destination = events["EventDestination"]
    assert destination["Enabled"] is True
    assert set(destination["MatchingEventTypes"]) == {"bounce", "complaint", "deliveryDelay"}
    assert destination["SnsDestination"] == {"TopicARN": {"Ref": "MailReports"}}
    assert resources["MailReporting"]["DependsOn"] == "MailReportsPolicy"
    for one in of_type(resources, "AWS::Serverless::Function").values():
        assert one["Environment"]["Variables"]["AMAN_MAIL_CONFIGURATION_SET"] == {"Ref": "MailEvents"}


def test_ses_alone_and_for_this_account_alone_may_publish_a_report(resources: Any) -> None:
    (publishing,) = allowed_in(only(resources, "AWS::SNS::TopicPolicy"))
    assert publishing["Principal"] == {"Service": "ses.amazonaws.com"}
    assert (publishing["Action"], publishing["Resource"]) == ("sns:Publish", {"Ref": "MailReports"})
    (held,) = publishing["Condition"].values()
    assert held["aws:SourceAccount"] == {"Ref": "AWS::AccountId"}
    assert held["aws:SourceArn"]["Fn::Sub"].endswith(":${AWS::AccountId}:configuration-set/${MailEvents}")


def test_reports_are_encrypted_with_a_key_that_ses_may_use_and_that_is_turned(resources: Any) -> None:
    topic = resources["MailReports"]["Properties"]
    assert topic["KmsMasterKeyId"] == {"Fn::GetAtt": ["MailReportsKey", "Arn"]}
    key = resources["MailReportsKey"]["Properties"]
    assert key["EnableKeyRotation"] is True
    used = {
        json.dumps(one["Principal"]): one["Action"]
        for one in key["KeyPolicy"]["Statement"]
        if "root" not in json.dumps(one["Principal"])
    }
    assert used == {'{"Service": "ses.amazonaws.com"}': ["kms:GenerateDataKey*", "kms:Decrypt"]}


def test_a_report_starts_its_function_is_tried_again_and_then_kept_apart(resources: Any) -> None:
    function = resources[REPORTS.resource]["Properties"]
    (event,) = function["Events"].values()
    lost = {"Fn::GetAtt": ["LostReports", "Arn"]}
    assert function["Handler"] == f"app.{TAKE_MAIL_REPORTS}"
    assert event["Type"] == "SNS"
    assert event["Properties"]["Topic"] == {"Fn::Sub": "${MailReports}"}
    assert event["Properties"]["RedrivePolicy"] == {"deadLetterTargetArn": lost}
    assert function["DeadLetterQueue"] == {"Type": "SQS", "TargetArn": lost}
    assert function["EventInvokeConfig"]["MaximumRetryAttempts"] == 2
    queue = resources["LostReports"]["Properties"]
    assert queue["SqsManagedSseEnabled"] is True
    assert queue["MessageRetentionPeriod"] == 4 * 24 * 3600, "what is in it names people"
    (handing_over,) = allowed_in(resources["LostReportsPolicy"]["Properties"])
    assert handing_over["Principal"] == {"Service": "sns.amazonaws.com"}
    assert handing_over["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Ref": "MailReports"}}}


def test_the_function_that_hears_of_mails_alone_knows_the_topic(resources: Any) -> None:
    knowing = {
        name: one["Environment"]["Variables"]["AMAN_MAIL_REPORTS_TOPIC"]
        for name, one in of_type(resources, "AWS::Serverless::Function").items()
        if "AMAN_MAIL_REPORTS_TOPIC" in one["Environment"]["Variables"]
    }
    assert knowing == {REPORTS.resource: {"Ref": "MailReports"}}
