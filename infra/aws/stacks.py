"""A stack is changed in two steps: what would change is shown, and carried out when somebody says so."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import ClientError, WaiterError

from infra.aws.cloud import Cloud

CAPABILITIES: Final = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
KEEPS_DATA: Final = frozenset({"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SecretsManager::Secret"})
NOTHING: Final = ("didn't contain changes", "No updates are to be performed")
WAITING: Final = {"Delay": 3, "MaxAttempts": 1200}
"""An hour at most: CloudFront takes some minutes."""


class NotDeployedError(Exception):
    """The stack stayed as it was, or went back to it. The text says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """What would happen to one resource."""

    action: str
    resource: str
    kind: str
    replaces: bool

    def __str__(self) -> str:
        what = "REPLACE" if self.replaces else self.action.upper()
        return f"  {what:<8} {self.resource}  ({self.kind})"


Confirm = Callable[[Sequence[Change]], bool]


def update(
    cloud: Cloud, stack: str, template: Mapping[str, str], parameters: Mapping[str, str], confirm: Confirm
) -> dict[str, str]:
    """Make the stack what the template says; its outputs.

    `template` is TemplateBody or TemplateURL. Raises NotDeployedError where it was not confirmed, would
    replace what keeps data, or failed.
    """
    name = f"change-{secrets.token_hex(6)}"
    wanted = {
        "StackName": stack,
        "ChangeSetName": name,
        "ChangeSetType": _kind_of_change(cloud, stack),
        "Capabilities": CAPABILITIES,
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        # A table that an earlier release had made and a rollback left behind is taken up again with its rows.
        "ImportExistingResources": True,
        **template,
    }
    cloud.cloudformation.create_change_set(**wanted)
    changes = _changes(cloud, stack, name)
    if changes:
        _refuse_loss(changes)
        if not confirm(changes):
            cloud.cloudformation.delete_change_set(StackName=stack, ChangeSetName=name)
            raise NotDeployedError("Nothing was changed.")
        _carry_out(cloud, stack, name, str(wanted["ChangeSetType"]))
    return outputs(cloud, stack)


def outputs(cloud: Cloud, stack: str) -> dict[str, str]:
    """What a stack says of itself."""
    (described,) = cloud.cloudformation.describe_stacks(StackName=stack)["Stacks"]
    return {one["OutputKey"]: one["OutputValue"] for one in described.get("Outputs", [])}


def resource_id(cloud: Cloud, stack: str, resource: str) -> str:
    """The identifier that a resource of a stack was given."""
    found = cloud.cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId=resource)
    return str(found["StackResourceDetail"]["PhysicalResourceId"])


def _kind_of_change(cloud: Cloud, stack: str) -> str:
    """UPDATE where there is something, else CREATE. A first deployment that failed is cleared away before.

    What it had made that keeps data is still there and is taken up again.
    """
    try:
        (described,) = cloud.cloudformation.describe_stacks(StackName=stack)["Stacks"]
    except ClientError:
        return "CREATE"
    if described["StackStatus"] == "ROLLBACK_COMPLETE":
        cloud.cloudformation.delete_stack(StackName=stack)
        cloud.cloudformation.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig=WAITING)
        return "CREATE"
    # A change set that was never carried out leaves an empty stack behind.
    return "CREATE" if described["StackStatus"] == "REVIEW_IN_PROGRESS" else "UPDATE"


def _changes(cloud: Cloud, stack: str, name: str) -> list[Change]:
    waiter = cloud.cloudformation.get_waiter("change_set_create_complete")
    described = {"StackName": stack, "ChangeSetName": name}
    try:
        waiter.wait(**described, WaiterConfig={"Delay": 1, "MaxAttempts": 300})
    except WaiterError as error:
        reason = str(cloud.cloudformation.describe_change_set(**described).get("StatusReason", ""))
        if any(words in reason for words in NOTHING):
            return []
        raise NotDeployedError(f"{stack}: {reason}") from error
    pages = cloud.cloudformation.get_paginator("describe_change_set").paginate(**described)
    return [_change(one["ResourceChange"]) for page in pages for one in page["Changes"]]


def _change(found: Mapping[str, Any]) -> Change:
    return Change(
        found["Action"],
        found["LogicalResourceId"],
        found["ResourceType"],
        found.get("Replacement") == "True",
    )


def _refuse_loss(changes: Sequence[Change]) -> None:
    lost = [str(one) for one in changes if one.replaces and one.kind in KEEPS_DATA]
    if lost:
        raise NotDeployedError(
            "This would put an empty one in the place of what holds data:\n" + "\n".join(lost)
        )


def _carry_out(cloud: Cloud, stack: str, name: str, kind: str) -> None:
    cloud.cloudformation.execute_change_set(StackName=stack, ChangeSetName=name)
    waiter = cloud.cloudformation.get_waiter(f"stack_{kind.lower()}_complete")
    try:
        waiter.wait(StackName=stack, WaiterConfig=WAITING)
    except WaiterError as error:
        raise NotDeployedError(f"{stack} was not deployed:\n{_why(cloud, stack)}") from error


def _why(cloud: Cloud, stack: str) -> str:
    events = cloud.cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [one for one in events if one["ResourceStatus"].endswith("FAILED")]
    return "\n".join(f"  {one['LogicalResourceId']}: {one.get('ResourceStatusReason', '')}" for one in failed)
