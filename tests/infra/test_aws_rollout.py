"""How a release reaches a stage: nothing unasked, no data lost, no reader left with half a page."""

import json
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.aws import site_upload, stacks
from infra.aws.lint import unexplained
from infra.aws.site_upload import content_type
from infra.aws.stacks import Change, NotDeployedError
from infra.aws.stage import StageError, read_stage, require_own_names


class Bucket:
    """A bucket that remembers in which order things were done to it."""

    def __init__(self, **there: bytes) -> None:
        self.objects: dict[str, dict[str, Any]] = {name: {"Body": body} for name, body in there.items()}
        self.done: list[tuple[str, str]] = []

    def get_paginator(self, _name: str) -> "Bucket":
        return self

    def paginate(self, **_named: Any) -> list[dict[str, Any]]:
        listed = [
            {"Key": key, "ETag": site_upload._etag(one["Body"])} for key, one in sorted(self.objects.items())
        ]
        return [{"Contents": listed[:1]}, {"Contents": listed[1:]}, {}]

    def put_object(self, **given: Any) -> None:
        self.done.append(("put", given["Key"]))
        self.objects[given["Key"]] = given

    def delete_objects(self, **given: Any) -> None:
        for one in given["Delete"]["Objects"]:
            self.done.append(("delete", one["Key"]))
            del self.objects[one["Key"]]


class Account:
    """As much of an account as uploading takes."""

    def __init__(self, s3: Bucket) -> None:
        self.s3 = s3


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("index.html", "about/index.html", "404.html", "assets/new.css", "assets/same.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def uploaded(site: Path, **there: bytes) -> Bucket:
    bucket = Bucket(**there)
    account: Any = Account(bucket)
    site_upload.upload(account, "bucket", site)
    return bucket


def test_assets_go_first_then_pages_and_the_one_that_leads_to_the_others_after_them(site: Path) -> None:
    names = [name for _, name in uploaded(site).done]

    assert names.index("assets/new.css") < names.index("about/index.html") < names.index("index.html")


def test_old_assets_stay_for_pages_that_are_still_open_and_pages_that_are_gone_go_last(site: Path) -> None:
    bucket = uploaded(site, **{"assets/old.css": b"old", "gone/index.html": b"gone"})

    assert "assets/old.css" in bucket.objects
    assert bucket.done[-1] == ("delete", "gone/index.html")


def test_an_asset_that_is_there_is_not_sent_again(site: Path) -> None:
    assert ("put", "assets/same.css") not in uploaded(site, **{"assets/same.css": b"assets/same.css"}).done


def test_the_page_for_what_is_not_there_is_marked_and_only_assets_are_kept_for_good(site: Path) -> None:
    objects = uploaded(site).objects

    assert objects["404.html"]["Metadata"] == {"status": "404"}
    assert "Metadata" not in objects["index.html"]
    assert "immutable" in objects["assets/new.css"]["CacheControl"]
    assert "CacheControl" not in objects["index.html"]


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("sw.js", "text/javascript; charset=utf-8"),
        ("assets/a.woff2", "font/woff2"),
        ("open-data/figures.csv", "text/csv; charset=utf-8"),
        ("assets/a.webp", "image/webp"),
        ("nobody.knows", "application/octet-stream"),
    ],
)
def test_a_file_has_its_type(key: str, kind: str) -> None:
    assert content_type(key) == kind


@pytest.mark.parametrize("kind", sorted(stacks.KEEPS_DATA))
def test_what_holds_data_is_never_replaced(kind: str) -> None:
    with pytest.raises(NotDeployedError, match="NeedsTable"):
        stacks._refuse_loss([Change("Modify", "NeedsTable", kind, replaces=True)])
    stacks._refuse_loss([Change("Modify", "NeedsTable", kind, replaces=False)])


def test_a_change_that_replaces_is_shown_as_such() -> None:
    assert str(Change("Modify", "Distribution", "AWS::CloudFront::Distribution", replaces=True)).split() == [
        "REPLACE",
        "Distribution",
        "(AWS::CloudFront::Distribution)",
    ]


def test_the_stages_differ_in_their_values_alone() -> None:
    stages = [read_stage(name) for name in ("dev", "staging", "prod")]

    assert len({frozenset(stage.parameters) for stage in stages}) == 1
    assert {stage.region for stage in stages} == {"me-central-1"}
    assert [stage.parameters["DeletionProtection"] for stage in stages] == ["false", "true", "true"]


def test_a_stage_that_still_has_invented_names_is_not_deployed() -> None:
    with pytest.raises(StageError) as refused:
        require_own_names(read_stage("prod"))
    named = str(refused.value).partition("replace ")[2].rstrip(".").split(", ")
    assert named == ["AlarmEmail", "DomainName", "MailDomain", "MailFrom", "OperatorNameAr", "OperatorNameEn"]


def test_a_stage_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(StageError, match="there are dev, prod, staging"):
        read_stage("production")


def test_a_stage_of_ones_own_is_a_file(tmp_path: Path) -> None:
    own = {"region": "me-central-1", "monthly_budget": "9", "parameters": {"DomainName": "aman.test"}}
    (tmp_path / "trial.json").write_text(json.dumps(own))

    stage = read_stage("trial", tmp_path)
    require_own_names(stage)
    assert (stage.stack, stage.parameters["Stage"]) == ("aman-trial", "trial")


def test_a_finding_needs_a_reason_and_a_reason_a_finding() -> None:
    failed = {"CKV_1 (Be safe)": {"Table"}, "CKV_2 (Be kind)": {"Bucket"}}

    assert unexplained(failed, {"CKV_2": "we are", "CKV_3": "no longer"}) == [
        "CKV_1 (Be safe): Table",
        "CKV_3 is explained and does not fail",
    ]


class Stacks:
    """As much of CloudFormation as deciding about a change takes."""

    def __init__(self, status: str | None) -> None:
        self.status = status
        self.deleted: list[str] = []
        self.cloudformation = self

    def describe_stacks(self, **_named: str) -> dict[str, Any]:
        if self.status is None:
            raise ClientError({"Error": {"Code": "ValidationError"}}, "DescribeStacks")
        return {"Stacks": [{"StackStatus": self.status}]}

    def delete_stack(self, **named: str) -> None:
        self.deleted.append(named["StackName"])

    def get_waiter(self, _name: str) -> "Stacks":
        return self

    def wait(self, **_named: Any) -> None:
        assert self.deleted


@pytest.mark.parametrize(
    ("status", "kind", "deleted"),
    [
        (None, "CREATE", []),
        ("REVIEW_IN_PROGRESS", "CREATE", []),
        ("ROLLBACK_COMPLETE", "CREATE", ["aman-dev"]),
        ("CREATE_COMPLETE", "UPDATE", []),
        ("UPDATE_ROLLBACK_COMPLETE", "UPDATE", []),
    ],
)
def test_a_first_deployment_that_failed_is_begun_anew_and_nothing_else_is_ever_deleted(
    status: str | None, kind: str, deleted: list[str]
) -> None:
    account: Any = Stacks(status)

    assert stacks._kind_of_change(account, "aman-dev") == kind
    assert account.deleted == deleted
