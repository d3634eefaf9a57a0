"""The form with which a partner's details are changed, by itself and by staff."""

from dataclasses import replace

from pydantic import BaseModel

from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Field
from chalicelib.domain.partners import PartnerProfile
from chalicelib.web.partner_questions import (
    ArabicName,
    Areas,
    ContactName,
    Email,
    EnglishName,
    Fields,
    MailLanguage,
    Telephone,
)


class ProfileForm(BaseModel):
    """What a partner may change; its kind and its number were vetted and are for staff."""

    name_ar: ArabicName = None
    name_en: EnglishName = None
    contact_name: ContactName
    telephone: Telephone
    email: Email = None
    areas: Areas
    fields: Fields
    language: MailLanguage

    def onto(self, profile: PartnerProfile) -> PartnerProfile:
        """That profile with what this form says."""
        return replace(
            profile,
            name_ar=self.name_ar or "",
            name_en=self.name_en or "",
            contact_name=self.contact_name,
            telephone=self.telephone,
            email=self.email,
            areas=frozenset(self.areas),
            fields=frozenset(self.fields),
            language=self.language,
        )


def shown_profile(profile: PartnerProfile) -> dict[str, object]:
    """What stands in the fields of a form that opens with this profile."""
    return {
        "name_ar": profile.name_ar,
        "name_en": profile.name_en,
        "contact_name": profile.contact_name,
        "telephone": profile.telephone,
        "email": profile.email,
        "areas": areas_of(profile),
        "fields": fields_of(profile),
        "language": profile.language,
    }


def areas_of(profile: PartnerProfile) -> list[Area]:
    """Its areas, in the order in which they always stand."""
    return [area for area in Area if area in profile.areas]


def fields_of(profile: PartnerProfile) -> list[Field]:
    """Its fields, in the order in which they always stand."""
    return [field for field in Field if field in profile.fields]
