"""The keys that only one partner may hold: its registration number and its e-mail address."""

from datetime import datetime, timedelta

from chalicelib.domain.errors import DomainError, ErrorCode, conflict
from chalicelib.domain.partners import Partner, PartnerProfile
from chalicelib.store import claims
from chalicelib.store.writes import Write

UNPROVEN_HOLDS = timedelta(days=7)
"""So long a registration keeps its keys while nobody has confirmed its contact."""


def email_key(address: str) -> str:
    """The key of an address. Its holder is the account that signs in with it, or a partner without one."""
    return f"email#{address}"


def registration_key(number: str) -> str:
    """The key of a normalised licence or reference number. Its holder is the partner."""
    return f"registration#{number}"


def keys_of(profile: PartnerProfile) -> dict[str, str]:
    """The keys of a profile, by the form's field that each comes from."""
    keys = {"registration_number": registration_key(profile.registration_number)}
    return keys | ({"email": email_key(profile.email)} if profile.email else {})


def taken(field: str) -> DomainError:
    """What is said, to those who may know it, when another holds the key."""
    return conflict(ErrorCode.EMAIL_TAKEN if field == "email" else ErrorCode.ALREADY_EXISTS, field)


def hold_for_good(partner: Partner, now: datetime) -> list[Write]:
    """Hold the keys of a partner whose contact is proven."""
    return [claims.take(key, partner.id, now, taken(name)) for name, key in keys_of(partner.profile).items()]


def let_go(key: str, holder: str, now: datetime) -> list[Write]:
    """Let a key go that this one holds; one that ran out and went to another stays with the other."""
    return [claims.leave(key, holder)] if claims.holder_of(key, now) == holder else []
