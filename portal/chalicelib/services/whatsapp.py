"""A proposal by WhatsApp: a link that opens a chat with the partner, the text written already."""

from dataclasses import replace
from urllib.parse import quote

from chalicelib.domain.assignments import Assignment
from chalicelib.domain.categories import Category
from chalicelib.domain.needs import Need
from chalicelib.domain.partners import Partner
from chalicelib.mail.letters import in_language
from chalicelib.mail.rendering import chat_text
from chalicelib.mail.request_letters import proposal_by_chat
from chalicelib.services.context import Context
from chalicelib.services.proposal_notices import proposal_params


def whatsapp_link(
    context: Context, need: Need, category: Category, assignment: Assignment, partner: Partner
) -> str:
    """The address behind «إرسال عبر واتساب». The text says what the mail says: it names nobody, no case.

    A partner without an e-mail address cannot sign in, so its text has no link into the portal.
    """
    profile = partner.profile
    params = in_language(proposal_params(need, category, assignment), profile.language)
    letter = proposal_by_chat(params)
    if profile.email is None:
        letter = replace(letter, action=None)
    text = chat_text(letter, profile.language, context.settings)
    return f"https://wa.me/{profile.telephone.removeprefix('+')}?text={quote(text, safe='')}"
