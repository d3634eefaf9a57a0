"""What each function may do is what it does: derived from runs, held against policies written by hand."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from chalicelib.jobs.schedule import SCHEDULES
from infra.aws.platforms import LAMBDA
from infra.aws.resources.functions import REPORTS, every_function, functions
from infra.aws.resources.policies import FOLDER, PolicyMissingError, grants_of, statements_of
from tests.infra.aws_calls import asked_for

ROOT = Path(__file__).parents[2]
RUNS = (
    "tests/web/test_route_matrix.py",
    "tests/web/test_account_pages.py",
    "tests/web/test_api_flow.py",
    "tests/web/test_given_up_mails.py",
    "tests/web/test_needs_notes.py",
    "tests/web/test_needs_steps.py",
    "tests/web/test_partners_vetting.py",
    "tests/web/test_sign_in_pages.py",
    "tests/web/test_staff_answers.py",
    "tests/jobs/test_mail_reports.py",
    "tests/jobs/test_schedule.py",
    "tests/services/test_cascade.py",
    "tests/services/test_plan_commits.py",
    "tests/services/test_planning.py",
)
"""Together they reach every call of every function; more tests find no others."""
ASK_NOTHING = tuple(
    f"test_everybody_is_let_in_where_the_table_says_and_nowhere_else[{who}]"
    for who in ("public", "other partner", "staff")
)
"""The first are refused almost everywhere, staff where a supervisor is let in."""
MOST_LETTERS = 10_240
"""IAM takes no more in the policies of a role, blanks not counted."""
FUNCTIONS = every_function()


def observed(file: Path) -> dict[str, set[tuple[str, str, str]]]:
    """What each function asked for, by its name, while those tests ran and passed."""
    command = [sys.executable, "-m", "pytest", "-p", "tests.infra.aws_calls", "-p", "no:cacheprovider"]
    command += [part for one in ASK_NOTHING for part in ("--deselect", f"{RUNS[0]}::{one}")]
    path = os.pathsep.join(map(str, (ROOT, ROOT / "portal", ROOT / "site")))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [*command, "-m", "not browser and not engines", *RUNS],
        cwd=ROOT,
        env={**kept, "AMAN_CALLS": str(file), "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    assert found["exit"] == 0, f"what the calls are read from did not pass: {done.stdout[-2000:]}"
    calls: dict[str, set[tuple[str, str, str]]] = {}
    for function, service, action, what in found["calls"]:
        calls.setdefault(function, set()).add((service, action, what))
    return calls


def test_each_function_may_do_what_it_does_and_nothing_else(tmp_path: Path) -> None:
    asked = observed(tmp_path / "calls.json")
    granted = {one.name: grants_of(one.policy) for one in FUNCTIONS}

    assert {
        name: sorted(calls - granted[name]) for name, calls in asked.items() if calls - granted[name]
    } == {}
    unused = {name: sorted(given - asked[name]) for name, given in granted.items() if given - asked[name]}
    assert unused == {}, "permitted, and never asked for"


def test_nobody_may_change_or_delete_what_the_audit_trail_says() -> None:
    allowed = {action for one in FUNCTIONS for _, action, what in grants_of(one.policy) if what == "audit"}

    assert allowed <= {"PutItem", "Query", "GetItem", "BatchGetItem"}


def test_every_schedule_has_a_policy_and_every_policy_a_function() -> None:
    schedules = {schedule.name for schedule in SCHEDULES}
    assert {file.stem for file in FOLDER.iterdir()} == {"api", *schedules, REPORTS.policy}


def test_whoever_listens_to_ses_reaches_the_row_of_a_mail_and_nothing_else() -> None:
    reached = {(service, what) for service, _, what in grants_of(REPORTS.policy)}

    assert reached == {("dynamodb", "outbox")}


def test_a_function_without_a_policy_is_told_which_file_to_write() -> None:
    with pytest.raises(
        PolicyMissingError, match=r"^infra/aws/policies/sing\.yml has to say what sing may do$"
    ):
        grants_of("sing")


@pytest.mark.parametrize("policy", [one.policy for one in FUNCTIONS])
def test_no_statement_names_everything(policy: str) -> None:
    for statement in statements_of(policy):
        assert "*" not in statement["Resource"]
        assert not any(action.endswith("*") for action in statement["Action"])


def test_mail_goes_out_in_our_own_name_alone() -> None:
    (sending,) = [one for one in statements_of("send_notices") if "ses:SendEmail" in one["Action"]]

    assert sending["Condition"] == {"StringEquals": {"ses:FromAddress": {"Ref": "MailFrom"}}}


def test_the_policies_fit_into_their_roles() -> None:
    # An address in the template is shorter than the one it becomes, by a region and an account.
    longest = "arn:aws:dynamodb:me-central-1:123456789012:table/aman-staging-"
    roles = {name: one for name, one in functions(LAMBDA)["Resources"].items() if name.endswith("Role")}
    assert len(roles) == len(FUNCTIONS)
    for role in roles.values():
        text = json.dumps(role["Properties"]["Policies"], separators=(",", ":"))
        addresses = text.count("Fn::")
        assert len(text) + addresses * len(longest) < MOST_LETTERS + addresses * len('{"Fn::GetAtt":[","]}')


@pytest.mark.parametrize(
    ("action", "body", "asked"),
    [
        (
            "Query",
            {"TableName": "aman-needs", "IndexName": "by_age"},
            {("dynamodb", "Query", "needs/by_age")},
        ),
        (
            "TransactWriteItems",
            {
                "TransactItems": [
                    {"Put": {"TableName": "aman-audit"}},
                    {"ConditionCheck": {"TableName": "aman-partners"}},
                ]
            },
            {("dynamodb", "PutItem", "audit"), ("dynamodb", "ConditionCheckItem", "partners")},
        ),
        (
            "BatchGetItem",
            {"RequestItems": {"aman-needs": {}, "aman-records": {}}},
            {("dynamodb", "BatchGetItem", "needs"), ("dynamodb", "BatchGetItem", "records")},
        ),
    ],
)
def test_a_call_asks_for_what_iam_would_ask_for(action: str, body: Any, asked: set[Any]) -> None:
    assert set(asked_for("dynamodb", action, {"body": json.dumps(body).encode()})) == asked
