"""The demo's partners, from registration to what they list."""

from datetime import time, timedelta
from typing import Any

from chalicelib.domain.actors import PUBLIC, Actor, Role
from chalicelib.domain.agreements import Bounds
from chalicelib.domain.answer_times import Span
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import OTHER, Field, Form, Unit
from chalicelib.domain.credentials import Credential, CredentialKind
from chalicelib.domain.offerings import OfferingTerms
from chalicelib.domain.partners import Language, PartnerKind, PartnerProfile
from chalicelib.domain.periods import Renewal, day_in_dubai
from chalicelib.services import agreements, offerings, partners, registration
from chalicelib.services.links import confirmation_token
from chalicelib.store import categories
from infra.local.demo_history import Demo

_OPEN = (Span(time(8), time(22)),) * 7
"""In a flood shops answer in the evening and over the weekend too."""


def make_partner(demo: Demo, line: dict[str, Any]) -> None:
    """Register a partner, and take it as far as its line of `partners.yml` says."""
    partner_id = demo.context(PUBLIC, 24 * 50).new_id()
    demo.partners[line["key"]] = partner_id
    recent = 5.0 if "applicant" in line else 24 * 50.0
    registration.register_partner(demo.context(PUBLIC, recent), _profile(line), partner_id)
    if line.get("applicant") == "unconfirmed":
        return
    _confirm_contact(demo, partner_id, line, recent - 1)
    if line.get("applicant") == "confirmed":
        return
    partners.approve_partner(demo.context(demo.staff, 24 * 49), partner_id)
    for kind, days in line["credentials"].items():
        _record_credential(demo, partner_id, line, kind, days)
    _sign_agreement(demo, partner_id, line)
    for terms in line["offerings"]:
        _list_offering(demo, partner_id, line["key"], terms)


def _confirm_contact(demo: Demo, partner_id: str, line: dict[str, Any], ago: float) -> None:
    """By the link that was mailed, or by telephone where there is no e-mail."""
    email = _profile(line).email
    if email is None:
        registration.confirm_telephone(demo.context(demo.staff, ago), partner_id)
        return
    following = demo.context(PUBLIC, ago)
    token = confirmation_token(demo.settings, partner_id, email, following.now)
    registration.confirm_email(following, token)


def _profile(line: dict[str, Any]) -> PartnerProfile:
    return PartnerProfile(
        kind=PartnerKind(line["kind"]),
        name_ar=line["ar"],
        name_en=line["en"],
        registration_number=line["number"],
        contact_name=line["contact"],
        telephone=line["telephone"],
        email=None if line.get("telephone_only") else f"{line['key']}@aman.example",
        areas=frozenset(map(Area, line["areas"])),
        fields=frozenset(map(Field, line["fields"])),
        language=Language(line.get("language", "ar")),
    )


def _record_credential(demo: Demo, partner_id: str, line: dict[str, Any], kind: str, days: int) -> None:
    expires_on = day_in_dubai(demo.now) + timedelta(days=days)
    issuer = "جهة الترخيص المختصة"
    credential = Credential(CredentialKind(kind), f"{line['number']}-{kind[0].upper()}", issuer, expires_on)
    partners.record_credential(demo.context(demo.staff, 24 * 48), partner_id, credential)


def _sign_agreement(demo: Demo, partner_id: str, line: dict[str, Any]) -> None:
    today = day_in_dubai(demo.now)
    covers = frozenset(map(Field, line["fields"]))
    prepared = agreements.prepare_agreement(
        demo.context(demo.staff, 24 * 48),
        partner_id,
        today - timedelta(days=47),
        today + timedelta(days=318),
        covers,
        Bounds(night_calls=True),
    )
    signing = demo.context(demo.staff, 24 * 47)
    agreements.sign_agreement(signing, partner_id, prepared.id, line["contact"], "المدير المسؤول")
    partners.declare_hours(signing, partner_id, _OPEN)


def _list_offering(demo: Demo, partner_id: str, key: str, line: dict[str, Any]) -> None:
    category = None if line["category"] == OTHER else categories.read(line["category"])
    terms = OfferingTerms(
        category=line["category"],
        form=category.form if category else Form(line["form"]),
        unit=category.unit if category else Unit(line["unit"]),
        capacity=line["capacity"],
        renewal=Renewal(line["renewal"]),
        areas=frozenset(map(Area, line["areas"])),
        available_from=day_in_dubai(demo.now) - timedelta(days=46),
        lead_time_hours=line["lead_time_hours"],
        conditions=line.get("conditions", ""),
        words=line.get("words", ""),
    )
    acting = Actor(Role.PARTNER, f"{key}-demo", partner_id)
    offering = offerings.list_offering(demo.context(acting, 24 * 46), partner_id, terms)
    demo.offerings[f"{key}/{line['category']}"] = offering.id
