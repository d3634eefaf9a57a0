"""What each function may do, written by hand in infra/aws/policies/, as statements of IAM.

A file names, by service, what may be done to what: a table by its name, an index as `table/index`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from infra.aws.resources.intrinsics import Resource, attribute, ref, sub
from infra.aws.resources.tables import table_resource

FOLDER: Final = Path(__file__).parents[1] / "policies"
SEND: Final = "ses:SendEmail"
Grants = frozenset[tuple[str, str, str]]
"""(service, action, what), like ("dynamodb", "Query", "accounts/by_role")."""


class PolicyMissingError(Exception):
    """A function has no policy. The text says which file to write."""


def grants_of(policy: str) -> Grants:
    """What a policy grants. Raises PolicyMissingError."""
    return frozenset(
        (service, action, what)
        for service, granted in _read(policy).items()
        for what, actions in granted.items()
        for action in actions.split()
    )


def statements_of(policy: str) -> list[Resource]:
    """The same as IAM has it: a statement for each set of actions, with all that they may be done to."""
    of_actions: dict[tuple[str, ...], list[Resource]] = {}
    for service, granted in _read(policy).items():
        for what, actions in granted.items():
            key = tuple(f"{service}:{action}" for action in sorted(actions.split()))
            of_actions.setdefault(key, []).extend(_address(service, what))
    return [
        {"Effect": "Allow", "Action": list(actions), "Resource": resources, **_condition(actions)}
        for actions, resources in of_actions.items()
    ]


def _condition(actions: tuple[str, ...]) -> Resource:
    """Mail goes out in our own name alone."""
    if SEND not in actions:
        return {}
    return {"Condition": {"StringEquals": {"ses:FromAddress": ref("MailFrom")}}}


def _read(policy: str) -> Mapping[str, Mapping[str, str]]:
    file = FOLDER / f"{policy}.yml"
    if not file.is_file():
        raise PolicyMissingError(f"infra/aws/policies/{file.name} has to say what {policy} may do")
    granted: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return granted


def _address(service: str, what: str) -> Iterator[Resource]:
    if service == "dynamodb":
        table, _, index = what.partition("/")
        resource = table_resource(table)
        yield sub(f"${{{resource}.Arn}}/index/{index}") if index else attribute(resource)
    elif (service, what) == ("ses", "identity"):
        # Any identity: while an account is new SES asks for the right to the reader's as well.
        for kind in ("identity/*", "configuration-set/${MailEvents}"):
            yield sub(f"arn:${{AWS::Partition}}:ses:${{AWS::Region}}:${{AWS::AccountId}}:{kind}")
    else:
        raise KeyError(f"{service} {what}")
