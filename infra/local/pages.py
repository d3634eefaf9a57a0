"""What the gateway says in its own name: error pages in both languages, and problem documents (RFC 9457)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from infra.local.events import Request, Response

SECURITY = (
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; style-src 'self' 'unsafe-inline'; base-uri 'none'"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
)
STYLE_PATH = "/_local/page.css"
API = "/api/"

_folder = Path(__file__).with_name("templates")
_templates = Environment(
    loader=FileSystemLoader(_folder),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Message:
    """What went wrong and what to do about it, in each language."""

    title: Mapping[str, str]
    advice: Mapping[str, str]


MESSAGES = {
    404: Message(
        {"ar": "الصفحة غير موجودة", "en": "Page not found"},
        {
            "ar": "يرجى التحقق من العنوان، أو البدء من الصفحة الرئيسية.",
            "en": "Check the address, or start from the home page.",
        },
    ),
    405: Message(
        {"ar": "طريقة الطلب غير متاحة هنا", "en": "This address does not take such a request"},
        {
            "ar": "يرجى الرجوع إلى الصفحة السابقة والمحاولة منها.",
            "en": "Go back and try from the previous page.",
        },
    ),
    413: Message(
        {"ar": "حجم ما أُرسل أكبر من المسموح", "en": "What was sent is too large"},
        {
            "ar": "الحد الأقصى 1 ميغابايت. يرجى اختصار النص ثم إعادة الإرسال.",
            "en": "The limit is 1 MB. Shorten it and send it again.",
        },
    ),
    421: Message(
        {"ar": "هذا العنوان غير معروف هنا", "en": "This host name is not known here"},
        {
            "ar": "يرجى فتح العنوان الذي ظهر عند التشغيل.",
            "en": "Open the address that was printed at the start.",
        },
    ),
    502: Message(
        {"ar": "تعذّر إتمام الطلب", "en": "The request could not be completed"},
        {
            "ar": "حدث خلل من جهتنا. يرجى التحقق أولًا مما إذا كان الطلب قد سُجِّل، ثم المحاولة من جديد.",
            "en": "Something went wrong here. Check whether your request was recorded, then try again.",
        },
    ),
    503: Message(
        {"ar": "الخدمة غير جاهزة", "en": "The service is not ready"},
        {"ar": "يرجى المحاولة من جديد بعد قليل.", "en": "Try again in a moment."},
    ),
    504: Message(
        {"ar": "تأخّر الرد", "en": "The answer took too long"},
        {
            "ar": "يرجى المحاولة من جديد بعد قليل، والتحقق أولًا مما إذا كان الطلب قد سُجِّل.",
            "en": "Try again in a moment; check first whether your request was recorded.",
        },
    ),
}


def error(status: int, request: Request) -> Response:
    """Say an error: as a problem document under /api/, else as a page in both languages."""
    if request.path.startswith(API):
        return _problem(status, request)
    return page(status, "error.html", message=MESSAGES[status])


def page(status: int, template: str, **values: object) -> Response:
    """Render one of the gateway's own pages."""
    html = _templates.get_template(template).render(style=STYLE_PATH, **values)
    return Response(status, [("content-type", "text/html; charset=utf-8"), *SECURITY], html.encode())


def style() -> Response:
    css = (_folder / "page.css").read_bytes()
    return Response(200, [("content-type", "text/css; charset=utf-8"), ("cache-control", "no-cache")], css)


def _problem(status: int, request: Request) -> Response:
    accepted = parse_accept_header(request.header("accept-language"), LanguageAccept)
    language = accepted.best_match(["en", "ar"]) or "en"
    message = MESSAGES[status]
    document = {
        "type": "about:blank",
        "title": message.title[language],
        "status": status,
        "detail": message.advice[language],
    }
    headers = [("content-type", "application/problem+json"), ("content-language", language), *SECURITY]
    return Response(status, headers, json.dumps(document, ensure_ascii=False).encode())
