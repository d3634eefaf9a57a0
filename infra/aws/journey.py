"""The whole job at a deployed portal, over HTTP alone: from the first supervisor to the closed need."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import pyotp

from infra.aws.visitor import Heard, Program, UnexpectedAnswerError, Visitor

ADDRESS: Final = "supervisor@aman.example"
PARTNER: Final = "yard@aman.example"
TELEPHONE: Final = "يلزم الاتصال بالشريك هاتفيًا"
PATIENCE_SECONDS: Final = 30
CODE: Final = re.compile(r"^(\d{6})$", re.MULTILINE)
LINK: Final = re.compile(r"https://[^/\s]+(/portal/register/confirm\S+)")


@dataclass(frozen=True, slots=True)
class World:
    """Where the journey goes: how somebody new arrives, what was mailed to an address, and what waits."""

    arrive: Callable[[str], Visitor]
    mails_to: Callable[[str], list[str]]
    """The texts, the newest first."""
    run_job: Callable[[str], None]
    """Start a timed job by its name, as its schedule would."""
    come_back: Callable[[str, str], None]
    """Let SES report that the last mail to an address came back; it was that notice's."""


def travel(world: World) -> None:
    """Go the whole way. Raises UnexpectedAnswerError at the first answer that is another."""
    supervisor = sign_in_with_authenticator(world, ADDRESS)
    newcomer = register(world)
    partner_id = vet(supervisor, PARTNER)
    partner = sign_in(world, PARTNER, newcomer)
    offering_id = sign_and_list(partner)
    program = program_of(supervisor)
    need_id = post(program, "rehearsal-need", "REH-0001", 4)
    one = propose(program, need_id, offering_id)
    learn_that_the_mail_came_back(world, supervisor, need_id, one.rpartition("/")[2])
    partner.post(one, {"quantity": "4"}).require(303)
    partner.post(f"{one}/deliver", {"quantity": "4"}).require(303)
    close(program, need_id, one.rpartition("/")[2])
    plan(world, supervisor, program)
    trail = program.get(f"/api/v1/audit?subject=need:{need_id}").require(200).json["items"]
    told = {event["tag"] for event in trail}
    expect("need:closed" in told, f"the trail of {need_id} tells only {told}")
    expect(bool(partner_id), "the partner has no id")


def expect(holds: bool, what: str) -> None:  # noqa: FBT001 (a statement and what it would mean)
    """Raises UnexpectedAnswerError with what went wrong, unless it holds."""
    if not holds:
        raise UnexpectedAnswerError(what)


def sign_in(world: World, email: str, visitor: Visitor) -> Visitor:
    """By a code from the mail; where a second one is asked for, its page is the answer."""
    step = visitor.post("/portal/sign-in", {"email": email}).require(303).headers["location"]
    answer = visitor.post(step, {"code": _found(CODE, world.mails_to(email))}).require(303)
    if answer.headers["location"].endswith("/authenticator"):
        _enrol(visitor, answer.headers["location"])
    visitor.get("/portal/account").require(200)
    return visitor


def sign_in_with_authenticator(world: World, email: str) -> Visitor:
    """As staff do, who set up an authenticator at their first sign-in."""
    return sign_in(world, email, world.arrive("en"))


def _enrol(visitor: Visitor, step: str) -> None:
    page = visitor.get(step).require(200).body
    secret = _found(re.compile(r'<code dir="ltr">([A-Z2-7]+)</code>'), [page])
    visitor.post(step, {"code": pyotp.TOTP(secret).now()}).require(303)


def register(world: World) -> Visitor:
    """A business registers in Arabic and follows the link in its mail."""
    newcomer = world.arrive("ar")
    page = newcomer.get("/portal/register").require(200)
    expect('lang="ar" dir="rtl"' in page.body, "the Arabic page is not Arabic")
    given: Mapping[str, str | list[str]] = {
        "kind": "company",
        "name_ar": "مؤسسة ساحة التجربة",
        "name_en": "Rehearsal Yard",
        "registration_number": "REH-1",
        "contact_name": "هدى",
        "telephone": "٠٥٠ ١٢٣ ٤٥٦٧",
        "email": PARTNER,
        "areas": ["kalba"],
        "fields": ["living"],
        "language": "ar",
    }
    newcomer.post("/portal/register", given).require(303)
    world.run_job("send_notices")
    link = _found(LINK, world.mails_to(PARTNER))
    newcomer.post(link, {}).require(200)
    return newcomer


def vet(supervisor: Visitor, email: str) -> str:
    """Staff approve it, record its licence and prepare an agreement; the partner's id."""
    listed = supervisor.get("/portal/partners?state=awaiting_review").require(200).body
    partner_id = _found(re.compile(r'href="/portal/partners/([0-9A-Z]{26})"'), [listed])
    own = f"/portal/partners/{partner_id}"
    expect(email in supervisor.get(own).require(200).body, "the partner's page does not tell its address")
    supervisor.post(f"{own}/approve", {}, page=own).require(303)
    licence = {"kind": "licence", "number": "L-1", "issuer": "جهة الترخيص", "expires_on": _in_days(300)}
    supervisor.post(f"{own}/credentials/new", licence).require(303)
    terms = {"starts_on": _in_days(0), "ends_on": _in_days(365), "covers": "living"}
    supervisor.post(f"{own}/agreements/new", terms).require(303)
    return partner_id


def sign_and_list(partner: Visitor) -> str:
    """The partner signs, and lists what it can give; the offering's id."""
    page = partner.get("/portal/agreement").require(200).body
    agreement = _found(re.compile(r'href="(/portal/agreement/[^"]+)"'), [page])
    partner.post(agreement, {"name": "هدى", "capacity": "مديرة", "agreed": "yes"}).require(303)
    given: Mapping[str, str | list[str]] = {
        "capacity": "٥",
        "renewal": "once",
        "areas": ["kalba"],
        "available_from": _in_days(0),
    }
    listed = partner.post("/portal/offerings/new/details?category=furniture", given).require(303)
    return listed.headers["location"].rpartition("/")[2].partition("?")[0]


def program_of(supervisor: Visitor) -> Program:
    """A program that acts for the supervisor, by a token that is shown once."""
    shown = supervisor.post("/portal/account/tokens/new", {"name": "rehearsal", "days": "1"})
    token = _found(re.compile(r'<code class="token" dir="ltr">([^<]+)</code>'), [shown.body])
    return Program(supervisor.door, token)


def post(program: Program, key: str, case: str, quantity: int) -> str:
    """An emergency need is posted; its id."""
    need = {
        "case_reference": case,
        "category": "furniture",
        "quantity": quantity,
        "area": "kalba",
        "circumstance": "natural_disaster",
        "priority": "p2",
        "deadline": f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}",
        "registered": "attested",
        "low_income": "attested",
        "summary": "أثاث تلف بالماء",
    }
    return str(program.post("/api/v1/needs", key, need).require(201).json["id"])


def propose(program: Program, need_id: str, offering_id: str) -> str:
    """The first match is proposed to; the address of the partner's page."""
    matches = program.get(f"/api/v1/needs/{need_id}/matches").require(200).json["items"]
    expect([one["offering_id"] for one in matches] == [offering_id], "the offering does not match")
    parts = {"parts": [{"offering_id": offering_id, "quantity": 4}]}
    made = program.post(f"/api/v1/needs/{need_id}/assignments", "rehearsal-parts", parts).require(201)
    return f"/portal/assignments/{need_id}/{made.json['items'][0]['id']}"


def learn_that_the_mail_came_back(
    world: World, supervisor: Visitor, need_id: str, assignment_id: str
) -> None:
    """The partner's mailbox is full: the need's page and the list of mails say so, and whom to telephone."""
    need = f"/portal/needs/{need_id}"
    world.run_job("send_notices")
    expect(TELEPHONE not in supervisor.get(need).require(200).body, "a mail is missed before it came back")
    world.come_back(assignment_id, PARTNER)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while TELEPHONE not in (shown := supervisor.get(need).require(200).body):
        expect(time.monotonic() < deadline, f"nobody learns that the mail came back: {shown[-3000:]}")
        time.sleep(0.2)
    listed = supervisor.get("/portal/admin/mails").require(200).body
    for words in ("صندوق البريد ممتلئ", PARTNER, "tel:+971501234567", f'href="{need}"'):
        expect(words in listed, f"the list of mails does not say {words}: {listed[-3000:]}")


def close(program: Program, need_id: str, assignment_id: str) -> None:
    """Staff confirm what was delivered, and close the need."""
    one = f"/api/v1/needs/{need_id}/assignments/{assignment_id}"
    program.post(f"{one}/confirm", "rehearsal-confirm", {"quantity": 4}).require(200)
    closed = program.post(f"/api/v1/needs/{need_id}/close", "rehearsal-close", {"outcome": "met"})
    expect(closed.require(200).json["state"] == "closed", "the need is not closed")


def plan(world: World, supervisor: Visitor, program: Program) -> None:
    """A surge plan is asked for; the function that has the solver makes it of the one need that is open."""
    need = post(program, "rehearsal-surge", "REH-0002", 1)
    asked = supervisor.post("/portal/surge", {}).require(303).headers["location"]
    world.run_job("make_plan")
    shown = supervisor.get(asked.partition("?")[0]).require(200).body
    expect("/commit" in shown, f"the plan cannot be committed: {shown[-3000:]}")
    expect(need in supervisor.get("/portal/needs").require(200).body, "the need is not in the list")


def gateway_answers(page: Heard, problem: Heard) -> None:
    """What API Gateway says itself looks like ours, and tells nothing of what was asked."""
    page.require(404)
    expect(
        'lang="ar" dir="rtl"' in page.body and 'lang="en"' in page.body, "the page is not in both languages"
    )
    expect(page.headers["content-type"].startswith("text/html"), "the page is not a page")
    expect("nowhere" not in page.body + problem.body, "the address comes back in the answer")
    problem.require(404)
    expect(problem.headers["content-type"] == "application/problem+json", "the problem is none")
    expect(problem.json["status"] == problem.status, "the problem tells another status")


def _found(pattern: re.Pattern[str], texts: list[str]) -> str:
    matches = (pattern.search(text) for text in texts)
    found = next((match for match in matches if match), None)
    if found is None:
        raise UnexpectedAnswerError(f"nothing like {pattern.pattern} in {[text[:500] for text in texts]}")
    return found[1]


def _in_days(days: int) -> str:
    """A day so many days from now in Dubai, as a date field takes it."""
    return (datetime.now(UTC) + timedelta(days=days, hours=4)).date().isoformat()
