"""Licences, accreditations and clearances: what staff have seen, and until when it holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.domain.categories import Category, Field


class CredentialKind(StrEnum):
    """A trade licence, a professional accreditation, or a clearance for work in a home or with a child."""

    LICENCE = "licence"
    ACCREDITATION = "accreditation"
    CLEARANCE = "clearance"


@dataclass(frozen=True, slots=True)
class Credential:
    """One document. It holds through its last day; `recorded_by` is the staff account that saw it."""

    kind: CredentialKind
    number: str
    issuer: str
    expires_on: date
    recorded_by: str = ""


def required_by(category: Category) -> frozenset[CredentialKind]:
    """What a category asks of whoever gives it, besides the partner's own licence.

    Psychological aid comes from centres accredited in the country (FACTS.md section 1).
    """
    required = set()
    if category.field is Field.PSYCHOLOGICAL:
        required.add(CredentialKind.ACCREDITATION)
    if category.in_home_or_with_child:
        required.add(CredentialKind.CLEARANCE)
    return frozenset(required)


def holds(credentials: Iterable[Credential], kind: CredentialKind, day: date) -> bool:
    """Whether one of that kind is in force on the day."""
    return any(one.kind is kind and day <= one.expires_on for one in credentials)
