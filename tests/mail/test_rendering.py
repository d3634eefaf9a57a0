"""Every notice as a mail, in both languages."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from chalicelib.domain.notices import PARAMS, NoticeKind, write
from chalicelib.mail.letters import LETTERS
from chalicelib.mail.rendering import Mail, render
from tests.factories import NOW, SETTINGS, an_id

ASKED: dict[str, str | int] = {
    "category_ar": "صيانة عاجلة للأسقف",
    "category_en": "Urgent maintenance of roofs",
    "quantity": 3,
    "unit": "home",
    "priority": "p1",
    "deadline": (NOW + timedelta(hours=20)).isoformat(),
    "answer_due": (NOW + timedelta(minutes=30)).isoformat(),
    "litigation_excluded": 0,
    "path": "/portal/assignments/01JN/01JA",
    "area": "kalba",
}
SAMPLES: dict[str, str | int] = {
    **ASKED,
    "code": "204817",
    "minutes": 10,
    "hours": 48,
    "name": "Palm <Trading>",
    "reason": "الرخصة منتهية",
    "role": "supervisor",
    "state": "partly_accepted",
}
ARABIC = re.compile(r"[\u0600-\u06FF]")


def mail(kind: NoticeKind, language: str, **changed: str | int) -> Mail:
    params = {name: SAMPLES[name] for name in PARAMS[kind]}
    if kind in {NoticeKind.PROPOSAL, NoticeKind.REMINDER}:
        params["area"] = "kalba"
    params |= {name: said for name, said in changed.items() if name in {*params, "region"}}
    if "region" in params:
        del params["area"]
    return render(write(an_id(), kind, "a@example.org", language, NOW, params), SETTINGS)


class Words(HTMLParser):
    """What a page says, without its style."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 (the parser gives it)
        self._open.append(tag) if tag in {"style", "title"} else None

    def handle_endtag(self, tag: str) -> None:
        self._open.remove(tag) if tag in self._open else None

    def handle_data(self, data: str) -> None:
        if not self._open:
            self.said.append(data)


def test_every_kind_has_a_letter() -> None:
    assert set(LETTERS) == set(NoticeKind) == set(PARAMS)


@pytest.mark.parametrize("kind", NoticeKind)
class TestEveryMail:
    def test_is_wholly_arabic_for_who_reads_arabic(self, kind: NoticeKind) -> None:
        arabic = mail(kind, "ar", name="مؤسسة النخلة")
        assert ARABIC.search(arabic.subject)
        lines = [line for line in arabic.text.splitlines() if line.strip() and "http" not in line]
        assert all(ARABIC.search(line) for line in lines if not re.fullmatch(r"\d{6}|-- ", line))
        assert not re.search(r"[A-Za-z]{3}", re.sub(r"http\S+", "", arabic.text))
        assert '<html lang="ar" dir="rtl">' in arabic.html

    def test_is_wholly_english_for_who_reads_english(self, kind: NoticeKind) -> None:
        english = mail(kind, "en", reason="The licence has expired")
        assert not ARABIC.search(english.subject + english.text + english.html)
        assert '<html lang="en" dir="ltr">' in english.html

    @pytest.mark.parametrize("language", ["ar", "en"])
    def test_says_the_same_as_text_and_as_html(self, kind: NoticeKind, language: str) -> None:
        one = mail(kind, language)
        shown = " ".join(" ".join(Words(one.html).said).split())
        for line in one.text.replace("\n-- \n", "\n").splitlines():
            for part in line.removesuffix(":").split(": ", 1) if line else ():
                assert " ".join(part.split()) in shown

    @pytest.mark.parametrize("language", ["ar", "en"])
    def test_has_a_subject_of_one_line_that_names_nobody(self, kind: NoticeKind, language: str) -> None:
        subject = mail(kind, language).subject
        assert subject
        assert subject.isprintable()
        assert "Palm" not in subject
        assert "204817" not in subject

    def test_says_who_runs_this_and_that_it_is_no_official_site(self, kind: NoticeKind) -> None:
        one = mail(kind, "en")
        assert "The demo team" in one.text
        assert "not an official site" in one.text


def test_what_people_wrote_is_escaped() -> None:
    html = mail(NoticeKind.PARTNER_DECLINED, "en", reason="<script>").html
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


@pytest.mark.parametrize(
    ("amount", "said"),
    [(1, "منزل واحد"), (2, "منزلان"), (3, "3 منازل"), (11, "11 منزلًا"), (100, "100 منزل")],
)
def test_a_quantity_takes_the_form_that_its_number_asks_for(amount: int, said: str) -> None:
    assert f"الكمية: {said}\n" in mail(NoticeKind.PROPOSAL, "ar", quantity=amount).text


class TestAProposal:
    def test_says_what_where_until_when_and_where_to_answer(self) -> None:
        text = mail(NoticeKind.PROPOSAL, "en").text
        for said in (
            "Urgent maintenance of roofs",
            "3 homes",
            "Kalba",
            "Very urgent",
            "29 July 2026 at 06:00",
            "28 July 2026 at 10:30",
            "http://127.0.0.1:8700/portal/assignments/01JN/01JA",
            "Declining carries no penalty",
        ):
            assert said in text

    def test_of_a_sensitive_need_names_a_region_and_no_town(self) -> None:
        text = mail(NoticeKind.PROPOSAL, "en", region="east_coast").text
        assert "The east coast" in text
        assert "Kalba" not in text

    @pytest.mark.parametrize("kind", [NoticeKind.PROPOSAL, NoticeKind.REMINDER])
    def test_of_legal_aid_alone_says_that_litigation_is_excluded(self, kind: NoticeKind) -> None:
        sentences = {0: mail(kind, "en").text, 1: mail(kind, "en", litigation_excluded=1).text}
        assert ["litigation" in sentences[excluded] for excluded in (0, 1)] == [False, True]
        assert "التقاضي" in mail(kind, "ar", litigation_excluded=1).text
