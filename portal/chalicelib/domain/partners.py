"""A partner: a company, a government body or an individual that contributes."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum

from chalicelib.domain.actors import PUBLIC, Actor
from chalicelib.domain.answer_times import Week, check_week
from chalicelib.domain.areas import Area, serves
from chalicelib.domain.categories import Field
from chalicelib.domain.contacts import normalise_email, normalise_telephone
from chalicelib.domain.credentials import Credential, CredentialKind, holds
from chalicelib.domain.errors import ErrorCode, conflict, invalid, not_permitted
from chalicelib.domain.lifecycle import PARTNER, Action, PartnerState, permitted
from chalicelib.domain.text import fold, fold_identifier, holds_address


class PartnerKind(StrEnum):
    GOVERNMENT = "government"
    COMPANY = "company"
    INDIVIDUAL = "individual"


class Language(StrEnum):
    ARABIC = "ar"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class PartnerProfile:
    """What a partner says of itself. One of the two names suffices; the e-mail is optional."""

    kind: PartnerKind
    name_ar: str
    name_en: str
    registration_number: str
    contact_name: str
    telephone: str
    email: str | None
    areas: frozenset[Area]
    fields: frozenset[Field]
    language: Language = Language.ARABIC


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner and where it stands. `answer_hours` are those it declares; without, the network's hold.

    The e-mail of its profile is proven once its contact is confirmed; `pending_email` is one that still waits
    for its proof. `agreements` are the ids of those not ended; `version` counts its changes and guards them.
    """

    id: str
    profile: PartnerProfile
    state: PartnerState
    registered_at: datetime
    credentials: tuple[Credential, ...] = ()
    agreements: tuple[str, ...] = ()
    decision_reason: str = ""
    pending_email: str | None = None
    answer_hours: Week | None = None
    version: int = 1

    def name(self, language: str) -> str:
        """The name in that language, else the only one there is."""
        first, second = self.profile.name_ar, self.profile.name_en
        return (first or second) if language == Language.ARABIC else (second or first)


def is_named(partner: Partner, folded: str) -> bool:
    """Whether its name, in either language, holds these folded words."""
    names = partner.profile.name_ar, partner.profile.name_en
    return not folded or any(folded in fold(name) for name in names)


def gives_in(partner: Partner, field: Field | None, area: Area | None) -> bool:
    """Whether it says that it gives in this field and goes to this area; None is any."""
    profile = partner.profile
    return (field is None or field in profile.fields) and (area is None or serves(profile.areas, area))


def normalise_profile(profile: PartnerProfile) -> PartnerProfile:
    """The profile as it is kept, or the first thing that is wrong with it."""
    if not (profile.name_ar.strip() or profile.name_en.strip()):
        raise invalid(ErrorCode.NAME_MISSING, "name_ar")
    if not profile.contact_name.strip():
        raise invalid(ErrorCode.REQUIRED, "contact_name")
    _check_names_alone(profile)
    if not profile.areas:
        raise invalid(ErrorCode.AREA_MISSING, "areas")
    if not profile.fields:
        raise invalid(ErrorCode.FIELD_MISSING, "fields")
    number = fold_identifier(profile.registration_number)
    if not 3 <= len(number) <= 40:  # noqa: PLR2004 (shorter ones are typing errors)
        raise invalid(ErrorCode.REGISTRATION_NUMBER_INVALID, "registration_number")
    return replace(
        profile,
        name_ar=" ".join(profile.name_ar.split()),
        name_en=" ".join(profile.name_en.split()),
        contact_name=" ".join(profile.contact_name.split()),
        registration_number=number,
        telephone=normalise_telephone(profile.telephone),
        email=normalise_email(profile.email) if profile.email else None,
    )


def _check_names_alone(profile: PartnerProfile) -> None:
    """Names stand in mails to addresses that nobody has proven: whoever registers must not write those."""
    for name in ("name_ar", "name_en", "contact_name"):
        if holds_address(getattr(profile, name)):
            raise invalid(ErrorCode.NAME_HOLDS_ADDRESS, name)


def register(partner_id: str, profile: PartnerProfile, now: datetime) -> Partner:
    """A new partner, whose contact nobody has confirmed yet."""
    return Partner(partner_id, normalise_profile(profile), PartnerState.REGISTERED, now)


def confirm_telephone(partner: Partner, actor: Actor) -> Partner:
    """The partner after staff reached it by telephone. An address that it gave still waits for its proof."""
    moved = move(partner, Action.CONFIRM_CONTACT, actor)
    given = partner.profile.email
    return replace(moved, profile=replace(partner.profile, email=None), pending_email=given)


def confirm_email(partner: Partner, address: str) -> Partner:
    """The partner after somebody followed the link sent to the address; the second time, as it is."""
    if partner.pending_email == address:
        profile = replace(partner.profile, email=address)
        return replace(partner, profile=profile, pending_email=None, version=partner.version + 1)
    if partner.profile.email != address:
        raise invalid(ErrorCode.LINK_EXPIRED, "token")
    if partner.state is PartnerState.REGISTERED:
        return move(partner, Action.CONFIRM_CONTACT, PUBLIC)
    return partner


def edit(partner: Partner, profile: PartnerProfile, actor: Actor) -> Partner:
    """The partner with another profile.

    What was vetted, its kind and its registration number, staff alone may change. A new e-mail address waits
    for its proof beside the one that holds until then; only one that nobody has proven yet is replaced.
    """
    after, before = normalise_profile(profile), partner.profile
    if partner.state is PartnerState.DECLINED:
        raise conflict(ErrorCode.ILLEGAL_TRANSITION, state=partner.state.value, action="edit")
    vetted = (before.kind, before.registration_number)
    if (after.kind, after.registration_number) != vetted and not actor.is_staff:
        raise not_permitted()
    edited = replace(partner, profile=after, version=partner.version + 1)
    if after.email == before.email or partner.state is PartnerState.REGISTERED:
        return edited
    if after.email is None:
        raise invalid(ErrorCode.REQUIRED, "email")
    return replace(edited, profile=replace(after, email=before.email), pending_email=after.email)


def declare_hours(partner: Partner, week: Week | None) -> Partner:
    """The partner with the hours in which it answers; None for those of the network."""
    hours = check_week(week) if week is not None else None
    return replace(partner, answer_hours=hours, version=partner.version + 1)


def changed_fields(before: PartnerProfile, after: PartnerProfile) -> tuple[str, ...]:
    """The names of what differs between two profiles, in their order."""
    names = (one.name for one in fields(PartnerProfile))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def move(partner: Partner, action: Action, actor: Actor, reason: str = "") -> Partner:
    """The partner after that action; declining and suspending need a reason."""
    step = permitted(PARTNER, partner.state, action, actor)
    if action in {Action.DECLINE, Action.SUSPEND} and not reason.strip():
        raise invalid(ErrorCode.REQUIRED, "reason")
    pending = None if step.after is PartnerState.DECLINED else partner.pending_email
    return replace(
        partner,
        state=step.after,
        decision_reason=reason.strip(),
        pending_email=pending,
        version=partner.version + 1,
    )


def require_approved(partner: Partner) -> None:
    """Raises `PARTNER_NOT_APPROVED` unless the partner is vetted and not suspended."""
    if partner.state is not PartnerState.APPROVED:
        raise conflict(ErrorCode.PARTNER_NOT_APPROVED)


def record_credential(partner: Partner, credential: Credential, today: date) -> Partner:
    """The partner with that document in the place of any older one of its kind and number."""
    if not credential.number.strip() or not credential.issuer.strip():
        raise invalid(ErrorCode.REQUIRED, "number" if not credential.number.strip() else "issuer")
    if credential.expires_on < today:
        raise invalid(ErrorCode.CREDENTIAL_EXPIRED, "expires_on")
    same = (credential.kind, fold_identifier(credential.number))
    kept = tuple(one for one in partner.credentials if (one.kind, fold_identifier(one.number)) != same)
    return replace(partner, credentials=(*kept, credential), version=partner.version + 1)


def licence_in_force(partner: Partner, day: date) -> bool:
    """Whether the partner may trade on that day. Only a company needs a licence for it."""
    needs_one = partner.profile.kind is PartnerKind.COMPANY
    return not needs_one or holds(partner.credentials, CredentialKind.LICENCE, day)


def missing_credentials(
    partner: Partner, required: Iterable[CredentialKind], day: date
) -> frozenset[CredentialKind]:
    """Which of the required documents are absent or expired on that day."""
    return frozenset(kind for kind in required if not holds(partner.credentials, kind, day))
