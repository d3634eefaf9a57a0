"""CloudFormation's own words, as its templates spell them."""

from typing import Any

Resource = dict[str, Any]
Template = dict[str, dict[str, Any]]


def ref(name: str) -> Resource:
    """A parameter's value or a resource's identifier."""
    return {"Ref": name}


def sub(text: str) -> Resource:
    """A text in which `${…}` stands for parameters and resources."""
    return {"Fn::Sub": text}


def attribute(resource: str, name: str = "Arn") -> Resource:
    """A property of a resource that is known once it is made."""
    return {"Fn::GetAtt": [resource, name]}


def chosen(condition: str, then: object, otherwise: object) -> Resource:
    """One value where a condition holds, else the other."""
    return {"Fn::If": [condition, then, otherwise]}


ABSENT: Resource = {"Ref": "AWS::NoValue"}
"""What leaves a property out."""


def resource_name(name: str) -> str:
    """A thing's name in a template, where only letters and digits stand: `private-notes` is PrivateNotes."""
    return "".join(part.capitalize() for part in name.replace("_", "-").split("-"))
