"""What a partner is asked about itself: the same when it registers and when it changes its details."""

from typing import Annotated

from pydantic import Field

from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Field as AidField
from chalicelib.domain.contacts import normalise_email, normalise_telephone
from chalicelib.domain.partners import Language
from chalicelib.web.fields import Ask, Line, domain_checked
from chalicelib.words.text import N_

ArabicName = Annotated[Line | None, Ask(N_("Name in Arabic"))]
EnglishName = Annotated[Line | None, Ask(N_("Name in English"))]
ContactName = Annotated[Line, Ask(N_("Contact person"), N_("Whoever answers when we call."))]
Telephone = Annotated[
    str,
    domain_checked(normalise_telephone),
    Ask(N_("Telephone"), N_("Like 050 123 4567. A number from abroad begins with + and its country code.")),
]
Email = Annotated[
    str | None,
    domain_checked(normalise_email),
    Ask(N_("E-mail"), N_("We send a link there to confirm it. Without an e-mail, staff call you instead.")),
]
Areas = Annotated[
    list[Area],
    Field(min_length=1),
    Ask(N_("Where can you help?"), N_("Tick every area that you serve.")),
]
Fields = Annotated[list[AidField], Field(min_length=1), Ask(N_("In which fields can you help?"))]
MailLanguage = Annotated[Language, Ask(N_("In which language should we write to you?"))]
