"""Things for tests: sound ones, of which a test says only what it is about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from chalicelib.config import Settings, read_settings
from chalicelib.domain import assignments
from chalicelib.domain.accounts import Account
from chalicelib.domain.actors import Actor, Role
from chalicelib.domain.agreements import Agreement, Signature
from chalicelib.domain.answer_times import Due
from chalicelib.domain.areas import Area
from chalicelib.domain.assignments import Assignment, RankingInputs
from chalicelib.domain.categories import Category, Field, Form, Unit
from chalicelib.domain.credentials import Credential, CredentialKind
from chalicelib.domain.lifecycle import AgreementState, NeedState, OfferingState, PartnerState
from chalicelib.domain.needs import Attestation, Circumstance, Need, NeedDetails, Priority
from chalicelib.domain.offerings import Offering, OfferingTerms
from chalicelib.domain.partners import Language, Partner, PartnerKind, PartnerProfile
from chalicelib.domain.periods import Renewal
from chalicelib.services.context import Context
from tests.conftest import ENVIRONMENT

NOW = datetime(2026, 7, 28, 6, 0, tzinfo=UTC)
TODAY = date(2026, 7, 28)
SETTINGS: Settings = read_settings(ENVIRONMENT)
_numbers = count(1)


def an_id() -> str:
    """A new id; ids sort in the order in which they were made, as ULIDs do."""
    return f"01J{next(_numbers):023}"


STAFF = Actor(Role.STAFF, "01JSTAFF")
SUPERVISOR = Actor(Role.SUPERVISOR, "01JSUPERVISOR")


def a_context(actor: Actor = STAFF, now: datetime = NOW, **given: Any) -> Context:
    return Context(actor=actor, now=now, new_id=an_id, settings=SETTINGS, **given)


def by(account: Account) -> Context:
    """That account acting now."""
    return a_context(account.actor)


def as_partner(partner: Partner) -> Actor:
    return Actor(Role.PARTNER, f"{partner.id}-account", partner.id)


def a_profile(**given: Any) -> PartnerProfile:
    number = next(_numbers)
    sound = PartnerProfile(
        kind=PartnerKind.COMPANY,
        name_ar=f"مؤسسة النخلة {number}",
        name_en=f"Palm Trading {number}",
        registration_number=f"SHJ{number:06}",
        contact_name="سالم",
        telephone="+971501234567",
        email=f"partner{number}@example.org",
        areas=frozenset({Area.KALBA}),
        fields=frozenset({Field.LIVING}),
        language=Language.ARABIC,
    )
    return replace(sound, **given)


def a_credential(**given: Any) -> Credential:
    sound = Credential(
        CredentialKind.LICENCE, f"L-{next(_numbers)}", "دائرة التنمية الاقتصادية", TODAY + timedelta(days=200)
    )
    return replace(sound, **given)


def a_partner(**given: Any) -> Partner:
    sound = Partner(
        id=an_id(),
        profile=a_profile(),
        state=PartnerState.APPROVED,
        registered_at=NOW - timedelta(days=30),
        credentials=(a_credential(), a_credential(kind=CredentialKind.CLEARANCE)),
    )
    return replace(sound, **given)


def an_agreement(partner: Partner, **given: Any) -> Agreement:
    sound = Agreement(
        id=an_id(),
        partner_id=partner.id,
        terms_version="2026-1",
        starts_on=TODAY - timedelta(days=30),
        ends_on=TODAY + timedelta(days=330),
        covers=frozenset(Field),
        state=AgreementState.SIGNED,
        signature=Signature("سالم", "المدير", NOW - timedelta(days=30), f"{partner.id}-account"),
    )
    return replace(sound, **given)


def a_category(**given: Any) -> Category:
    sound = Category("furniture", Field.LIVING, Form.IN_KIND, Unit.PIECE, "أثاث ومفروشات", "Furniture")
    return replace(sound, **given)


def some_terms(**given: Any) -> OfferingTerms:
    sound = OfferingTerms(
        category="furniture",
        form=Form.IN_KIND,
        unit=Unit.PIECE,
        capacity=10,
        renewal=Renewal.ONCE,
        areas=frozenset({Area.KALBA}),
        available_from=TODAY - timedelta(days=10),
    )
    return replace(sound, **given)


def an_offering(partner: Partner, **given: Any) -> Offering:
    sound = Offering(an_id(), partner.id, some_terms(), OfferingState.ACTIVE, NOW - timedelta(days=10))
    return replace(sound, **given)


def some_details(**given: Any) -> NeedDetails:
    sound = NeedDetails(
        case_reference=f"CASE{next(_numbers):06}",
        category="furniture",
        quantity=4,
        unit=Unit.PIECE,
        form=Form.IN_KIND,
        area=Area.KALBA,
        circumstance=Circumstance.NATURAL_DISASTER,
        priority=Priority.P2,
        deadline=NOW + timedelta(hours=48),
        registered=Attestation.ATTESTED,
        low_income=Attestation.ATTESTED,
        summary="أثاث تلف بالماء",
    )
    return replace(sound, **given)


def a_need(**given: Any) -> Need:
    account = STAFF.account_id or ""
    sound = Need(an_id(), some_details(), NeedState.OPEN, account, account, NOW)
    return replace(sound, **given)


def an_account(**given: Any) -> Account:
    number = next(_numbers)
    sound = Account(
        id=an_id(),
        role=Role.STAFF,
        name="مريم",
        email=f"staff{number}@example.org",
        language=Language.ARABIC,
        created_at=NOW - timedelta(days=60),
        sessions_from=NOW - timedelta(days=60),
    )
    return replace(sound, **given)


def an_assignment(quantity: int = 4) -> Assignment:
    ranking = RankingInputs("2026-1", 0.8, {})
    due = Due(NOW + timedelta(hours=4), NOW + timedelta(hours=2), silence_counts=True)
    return assignments.propose(
        an_id(), "need", "offering", "partner", "once", quantity, due, ranking, "01JSTAFF", NOW
    )
