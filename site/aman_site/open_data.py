"""The open-data folder: services as Open Referral HSDS 3, the figures as CSV."""

import csv
import io
import json
import uuid
from typing import Any

from aman_site.facts import Facts
from aman_site.layout import page_url

SPACE = uuid.UUID("6f0c6b0e-5a53-5b0e-9f9b-8a1f6d2a7c10")


def identity(*names: str) -> str:
    """Return the same UUID for the same names in every build, as HSDS wants stable ids."""
    return str(uuid.uuid5(SPACE, "/".join(names)))


def hsds(facts: Facts, lang: str, site_url: str) -> bytes:
    """Write every service with its organization, phone, schedule, languages and area (HSDS 3.1)."""
    name = facts.services["provider"][lang]
    organization = {
        "id": identity("organization"),
        "name": name,
        "description": name,
    }
    services = [service(facts, entry, lang, site_url, organization) for entry in facts.services["services"]]
    page = {
        "total_items": len(services),
        "total_pages": 1,
        "page_number": 1,
        "size": len(services),
        "first_page": True,
        "last_page": True,
        "empty": False,
        "contents": services,
    }
    return json.dumps(page, ensure_ascii=False, indent=1).encode() + b"\n"


def service(
    facts: Facts, entry: dict[str, Any], lang: str, site_url: str, organization: dict[str, str]
) -> dict[str, Any]:
    slug, words = entry["slug"], entry[lang]
    phone = {
        "id": identity("phone", slug),
        "number": facts.services["number"],
        "type": "voice",
        "languages": [
            {"id": identity("language", slug, code), "code": code, "name": code}
            for code in entry["languages"]
        ],
    }
    schedule = {
        "id": identity("schedule", slug),
        "freq": "WEEKLY",
        "byday": "MO,TU,WE,TH,FR,SA,SU",
        "opens_at": "00:00",
        "closes_at": "23:59",
        "timezone": 4,
    }
    area = {
        "id": identity("area", slug),
        "name": facts.areas["areas"][0][lang],
        "extent": facts.areas["code"],
        "extent_type": "text",
    }
    return {
        "id": identity("service", slug),
        "name": words["name"],
        "description": words["text"],
        "url": site_url.rstrip("/") + page_url(lang, slug),
        "status": "active",
        "eligibility_description": words["audience"],
        "organization": organization,
        "phones": [phone],
        "schedules": [schedule],
        "service_areas": [area],
    }


def figures_csv(facts: Facts) -> bytes:
    """Write every figure of 2020 in one row, with both names and its source; UTF-8 with a mark for Excel."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["year", "group", "code", "name_ar", "name_en", "calls", "source_ar", "source_en"])
    for group in ("lines", "main_line", "child_part"):
        origin = facts.figures["child_part"] if group == "child_part" else facts.figures
        source = origin["source"]
        for row in facts.rows(group):
            writer.writerow(
                [
                    facts.figures["year"],
                    group,
                    row["code"],
                    row["ar"],
                    row["en"],
                    row["calls"],
                    source["ar"],
                    source["en"],
                ]
            )
    return b"\xef\xbb\xbf" + text.getvalue().encode()
