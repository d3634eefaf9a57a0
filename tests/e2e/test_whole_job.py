"""The whole job in a real browser, in Arabic and in English: from the registration to the closed need."""

import re
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from playwright.sync_api import Browser

from tests.e2e.people import Person, in_days, mails_to
from tests.engines import Product, product

pytestmark = [pytest.mark.engines, pytest.mark.browser]

SECOND_PARTNER = "furniture@aman.example"
AREA = {"ar": "madam", "en": "dhaid"}
"""An area for each of the two runs: they share the product, and must not find each other's partners."""
OUTCOME = {"ar": "تمت تلبيته", "en": "Met"}
PATIENCE_SECONDS = 30


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with product(tmp_path_factory.mktemp("job") / "data") as started:
        yield started


T = TypeVar("T")


def until(found: Callable[[], T]) -> T:
    """Ask again until there is something: a mail goes out with the next run of its job."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (answer := found()):
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.2)
    return answer


def register(newcomer: Person) -> None:
    """A business registers, and confirms its e-mail by the link in the mail."""
    newcomer.open(f"/portal/register?language={newcomer.language}")
    newcomer.fill(
        {
            "kind": "company",
            "name_ar": "مؤسسة ساحة الاختبار",
            "name_en": "Trial Yard Trading",
            "registration_number": f"E2E-{newcomer.language}-77",
            "contact_name": "Huda",
            "telephone": "٠٥٠ ١٢٣ ٤٥٦٧",
            "email": newcomer.email,
            "areas": AREA[newcomer.language],
            "fields": "living",
        }
    )
    newcomer.send()
    assert newcomer.path == "/portal/register/done"
    mails = until(lambda: mails_to(newcomer.product, newcomer.email))
    (link,) = set(re.findall(r"http://\S+/portal/register/confirm\S+", mails[0]["text"]))
    newcomer.open(link.removeprefix(newcomer.product.base_url))
    newcomer.send()


def vet(staff: Person, name: str) -> str:
    """Staff find the registration, approve it, record its licence and prepare an agreement."""
    staff.open("/portal/partners?state=awaiting_review")
    staff.page.get_by_role("link", name=name).first.click()
    partner_id = staff.last_part
    staff.send("/approve")
    staff.open(f"/portal/partners/{partner_id}/credentials/new")
    licence = {"kind": "licence", "number": f"L-{partner_id[-4:]}", "issuer": "جهة الترخيص"}
    staff.fill({**licence, "expires_on": in_days(300)})
    staff.send()
    staff.open(f"/portal/partners/{partner_id}/agreements/new")
    staff.fill({"starts_on": in_days(0), "ends_on": in_days(365), "covers": "living"})
    staff.send()
    return partner_id


def sign_and_list(partner: Person, agreement_path: str) -> None:
    """The partner signs, and lists what it can give."""
    partner.sign_in()
    partner.open(agreement_path)
    partner.page.locator("main a[href^='/portal/agreement/']").first.click()
    partner.fill({"name": "Huda", "capacity": "مديرة", "agreed": "yes"})
    partner.send()
    partner.open("/portal/offerings/new")
    partner.page.locator("a[href$='category=furniture']").click()
    partner.fill(
        {"capacity": "٥", "renewal": "once", "areas": AREA[partner.language], "available_from": in_days(0)}
    )
    partner.send()
    assert partner.path.startswith("/portal/offerings/")


def post(staff: Person) -> str:
    """Staff post an emergency need."""
    staff.open("/portal/needs/new")
    staff.fill(
        {
            "category": "furniture",
            "quantity": "5",
            "area": AREA[staff.language],
            "priority": "p2",
            "circumstance": "natural_disaster",
            "case_reference": f"E2E-{staff.language}-1",
            "registered": "attested",
            "low_income": "attested",
            "summary": "أسرّة وفرش بعد دخول الماء",
        }
    )
    staff.send()
    assert re.fullmatch(r"/portal/needs/[0-9A-Z]{26}", staff.path), staff.page.content()
    return staff.last_part


def propose(staff: Person, need_id: str, partner: str, quantity: str) -> None:
    """Staff propose to one of the ranked matches."""
    staff.open(f"/portal/needs/{need_id}")
    fields = staff.page.locator("main input[name^='take_']")
    for number in range(fields.count()):
        fields.nth(number).fill("")
    staff.page.get_by_label(re.compile(partner)).fill(quantity)
    staff.send(f"{need_id}/propose")


def is_asked(partner: Person, need_id: str) -> bool:
    """Whether the rest has come to this partner by itself."""
    partner.open("/portal/requests")
    return partner.page.locator(f"main a[href^='/portal/assignments/{need_id}/']").count() > 0


def accept(partner: Person, need_id: str, quantity: str) -> str:
    """The partner opens the request and accepts that much."""
    partner.open("/portal/requests")
    partner.page.locator(f"main a[href^='/portal/assignments/{need_id}/']").first.click()
    assert "E2E" not in partner.page.locator("main").inner_text(), "the case is told before acceptance"
    partner.fill({"quantity": quantity})
    partner.send()
    assert "E2E" in partner.page.locator("main").inner_text(), "the case is not told after acceptance"
    return partner.last_part


def deliver(partner: Person, need_id: str, assignment_id: str) -> None:
    """The partner marks it as delivered."""
    partner.open(f"/portal/assignments/{need_id}/{assignment_id}/deliver")
    partner.send()


def confirm(staff: Person, need_id: str, assignment_id: str) -> None:
    """Staff confirm the receipt."""
    staff.open(f"/portal/needs/{need_id}/assignments/{assignment_id}/confirm")
    staff.send()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_from_registration_to_a_closed_need(running: Product, browser: Browser, language: str) -> None:
    locale = {"ar": "ar-AE", "en": "en-GB"}[language]

    def person(email: str) -> Person:
        return Person(running, browser.new_context(locale=locale).new_page(), language, email)

    newcomer, staff = person(f"trial-{language}@aman.example"), person("staff@aman.example")
    second = person(SECOND_PARTNER)
    for account in (staff, second):
        account.sign_in()

    register(newcomer)
    vet(staff, {"ar": "مؤسسة ساحة الاختبار", "en": "Trial Yard Trading"}[language])
    sign_and_list(newcomer, "/portal/agreement")
    need_id = post(staff)
    propose(staff, need_id, {"ar": "ساحة الاختبار", "en": "Trial Yard"}[language], "5")
    first_part = accept(newcomer, need_id, "3")
    until(lambda: is_asked(second, need_id))
    second_part = accept(second, need_id, "2")
    for partner, part in ((newcomer, first_part), (second, second_part)):
        deliver(partner, need_id, part)
        confirm(staff, need_id, part)
    staff.open(f"/portal/needs/{need_id}/close")
    staff.send()

    staff.open(f"/portal/needs/{need_id}")
    assert OUTCOME[language] in staff.page.locator("main").inner_text()
    staff.open(f"/portal/needs/{need_id}/trail")
    assert staff.page.locator("main time").count() >= 9
