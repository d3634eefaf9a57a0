"""Data about the pages' services for search engines: JSON-LD of schema.org."""

import json
from collections.abc import Mapping
from typing import Any

from aman_site.facts import Facts
from aman_site.layout import page_url

AROUND_THE_CLOCK = {
    "@type": "OpeningHoursSpecification",
    "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "opens": "00:00",
    "closes": "23:59",
}


def script(content: Mapping[str, Any]) -> str:
    """Wrap data in the element that carries it; `<` can't end the element early."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def organization(facts: Facts, lang: str) -> dict[str, str]:
    return {"@type": "GovernmentOrganization", "name": facts.services["provider"][lang]}


def contact_point(facts: Facts, kind: str, languages: list[str]) -> dict[str, Any]:
    point: dict[str, Any] = {
        "@type": "ContactPoint",
        "telephone": facts.services["number"],
        "contactType": kind,
        "contactOption": "TollFree",
        "areaServed": facts.areas["code"],
        "hoursAvailable": AROUND_THE_CLOCK,
    }
    return point | ({"availableLanguage": languages} if languages else {})


def service(facts: Facts, slug: str, lang: str, site_url: str) -> dict[str, Any]:
    """Describe one service as a GovernmentService that is reached by telephone."""
    entry = facts.service(slug)
    words = entry[lang]
    point = contact_point(facts, words["card"], entry["languages"])
    return {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": words["name"],
        "description": words["text"],
        "inLanguage": lang,
        "subjectOf": site_url.rstrip("/") + page_url(lang, slug),
        "provider": organization(facts, lang),
        "areaServed": {"@type": "AdministrativeArea", "name": facts.areas["code"]},
        "audience": {"@type": "Audience", "audienceType": words["audience"]},
        "availableChannel": {"@type": "ServiceChannel", "servicePhone": point},
    }


def contact(facts: Facts, lang: str) -> dict[str, Any]:
    """Describe the main line and the emergency numbers, for the contact page."""
    emergency = [
        {"@type": "ContactPoint", "telephone": line["number"], "contactType": line[lang]}
        for line in facts.services["emergency"]
    ]
    main = contact_point(facts, "customer support", [])
    return {
        "@context": "https://schema.org",
        **organization(facts, lang),
        "contactPoint": [main, *emergency],
    }


def of_page(facts: Facts, slug: str, named: str | None, lang: str, site_url: str) -> str:
    """Return the JSON-LD of a page, or nothing where it tells of no service."""
    if slug == "contact":
        return script(contact(facts, lang))
    return script(service(facts, named, lang, site_url)) if named else ""
