"""The account that is deployed to, where the standard AWS variables lead: AWS, or the rehearsal's engine."""

from dataclasses import dataclass, field
from typing import Any

import boto3


@dataclass(frozen=True, slots=True)
class Cloud:
    """The clients that deploying takes. boto3's clients have no types of their own here."""

    region: str
    cloudformation: Any = field(init=False, repr=False)
    s3: Any = field(init=False, repr=False)
    cloudfront: Any = field(init=False, repr=False)
    mail: Any = field(init=False, repr=False)
    secrets: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        session = boto3.Session(region_name=self.region)
        services = {
            "cloudformation": "cloudformation",
            "s3": "s3",
            "cloudfront": "cloudfront",
            "mail": "sesv2",
            "secrets": "secretsmanager",
        }
        for name, service in services.items():
            object.__setattr__(self, name, session.client(service))  # type: ignore[call-overload]

    def address(self, bucket: str, key: str) -> str:
        """Where CloudFormation finds a file of a bucket."""
        return f"{self.s3.meta.endpoint_url}/{bucket}/{key}"
