"""Loads the demo, once: the day after a flood in Kalba, through the same use cases that people go through.

Eleven partners with invented names, their agreements and offerings, and some thirty needs in all states.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from ulid import ULID

from chalicelib.config import Settings, read_settings
from chalicelib.domain.accounts import Account
from chalicelib.domain.actors import PUBLIC, SYSTEM, Actor, Role
from chalicelib.domain.agreements import Bounds
from chalicelib.domain.answer_times import Span
from chalicelib.domain.areas import Area
from chalicelib.domain.assignments import Answer, DeclineReason
from chalicelib.domain.categories import OTHER, Field, Form, Unit
from chalicelib.domain.credentials import Credential, CredentialKind
from chalicelib.domain.needs import Attestation, Circumstance, NeedDetails, Outcome, Priority
from chalicelib.domain.notices import sent
from chalicelib.domain.offerings import OfferingTerms
from chalicelib.domain.partners import Language, PartnerKind, PartnerProfile
from chalicelib.domain.periods import Renewal, day_in_dubai
from chalicelib.services import accounts, agreements, answers, needs, offerings, partners, registration
from chalicelib.services.api_tokens import make_api_token
from chalicelib.services.context import Context
from chalicelib.services.links import confirmation_token
from chalicelib.services.partner_accounts import account_of
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.store import categories, outbox
from chalicelib.store.commit import commit
from chalicelib.store.tables import TABLES, create_tables

DATA = Path(__file__).parent / "demo_data"
SUPERVISOR = ("supervisor@aman.example", "مريم")
STAFF = ("staff@aman.example", "Omar")
TOKEN_DAYS = 90


@dataclass(slots=True)
class Demo:
    """What has been made so far, by the names that the data files use."""

    settings: Settings
    now: datetime
    staff: Actor = SYSTEM
    supervisor: Actor = SYSTEM
    partners: dict[str, str] = field(default_factory=dict)
    offerings: dict[str, str] = field(default_factory=dict)

    def context(self, actor: Actor, ago: float = 0) -> Context:
        """Somebody acting so many hours ago. Ids carry that time, as they do in real life."""
        moment = self.now - timedelta(hours=ago)
        return Context(actor, moment, lambda: str(ULID.from_datetime(moment)), self.settings)


def read_data(name: str) -> list[dict[str, Any]]:
    """The lines of a data file."""
    lines: list[dict[str, Any]] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return lines


def load(settings: Settings, now: datetime, file: Path) -> None:
    """Load everything and write the accounts with their API tokens to `file`, which marks it as loaded.

    A load that was cut off is begun anew on empty tables: nobody could use the product before its end.
    """
    if file.exists():
        return
    begun = file.with_suffix(".begun")
    if begun.exists():
        _empty_tables()
    begun.touch()
    demo = Demo(settings, now)
    staff = _make_staff(demo)
    for line in read_data("partners.yml"):
        _make_partner(demo, line)
    for line in read_data("needs.yml"):
        _make_need(demo, line)
    _mark_mails_sent(demo)
    listed = [_with_token(demo, account) for account in (*staff, *_partner_accounts(demo))]
    _write(file, {"base_url": settings.base_url, "accounts": listed})
    begun.unlink()


def _empty_tables() -> None:
    for table in TABLES:
        table.delete_table()
    create_tables()


def _make_staff(demo: Demo) -> tuple[Account, Account]:
    email, name = SUPERVISOR
    first = accounts.first_supervisor(demo.context(SYSTEM, 24 * 60), name, email, Language.ARABIC)
    demo.supervisor = first.actor
    email, name = STAFF
    inviting = demo.context(demo.supervisor, 24 * 59)
    second = accounts.invite_account(inviting, name, email, Role.STAFF, Language.ENGLISH)
    demo.staff = second.actor
    return first, second


def _make_partner(demo: Demo, line: dict[str, Any]) -> None:
    partner_id = demo.context(PUBLIC, 24 * 50).new_id()
    demo.partners[line["key"]] = partner_id
    recent = 5.0 if "applicant" in line else 24 * 50.0
    registration.register_partner(demo.context(PUBLIC, recent), _profile(line), partner_id)
    if line.get("applicant") == "unconfirmed":
        return
    _confirm_contact(demo, partner_id, line, recent - 1)
    if line.get("applicant") == "confirmed":
        return
    partners.approve_partner(demo.context(demo.staff, 24 * 49), partner_id)
    for kind, days in line["credentials"].items():
        _record_credential(demo, partner_id, line, kind, days)
    _sign_agreement(demo, partner_id, line)
    for terms in line["offerings"]:
        _list_offering(demo, partner_id, line["key"], terms)


def _confirm_contact(demo: Demo, partner_id: str, line: dict[str, Any], ago: float) -> None:
    """By the link that was mailed, or by telephone where there is no e-mail."""
    email = _profile(line).email
    if email is None:
        registration.confirm_telephone(demo.context(demo.staff, ago), partner_id)
        return
    following = demo.context(PUBLIC, ago)
    token = confirmation_token(demo.settings, partner_id, email, following.now)
    registration.confirm_email(following, token)


def _profile(line: dict[str, Any]) -> PartnerProfile:
    return PartnerProfile(
        kind=PartnerKind(line["kind"]),
        name_ar=line["ar"],
        name_en=line["en"],
        registration_number=line["number"],
        contact_name=line["contact"],
        telephone=line["telephone"],
        email=None if line.get("telephone_only") else f"{line['key']}@aman.example",
        areas=frozenset(map(Area, line["areas"])),
        fields=frozenset(map(Field, line["fields"])),
        language=Language(line.get("language", "ar")),
    )


def _record_credential(demo: Demo, partner_id: str, line: dict[str, Any], kind: str, days: int) -> None:
    expires_on = day_in_dubai(demo.now) + timedelta(days=days)
    issuer = "جهة الترخيص المختصة"
    credential = Credential(CredentialKind(kind), f"{line['number']}-{kind[0].upper()}", issuer, expires_on)
    partners.record_credential(demo.context(demo.staff, 24 * 48), partner_id, credential)


_OPEN = (Span(time(8), time(22)),) * 7
"""In a flood shops answer in the evening and over the weekend too."""


def _sign_agreement(demo: Demo, partner_id: str, line: dict[str, Any]) -> None:
    today = day_in_dubai(demo.now)
    covers = frozenset(map(Field, line["fields"]))
    prepared = agreements.prepare_agreement(
        demo.context(demo.staff, 24 * 48),
        partner_id,
        today - timedelta(days=47),
        today + timedelta(days=318),
        covers,
        Bounds(night_calls=True),
    )
    signing = demo.context(demo.staff, 24 * 47)
    agreements.sign_agreement(signing, partner_id, prepared.id, line["contact"], "المدير المسؤول")
    partners.declare_hours(signing, partner_id, _OPEN)


def _list_offering(demo: Demo, partner_id: str, key: str, line: dict[str, Any]) -> None:
    category = None if line["category"] == OTHER else categories.read(line["category"])
    terms = OfferingTerms(
        category=line["category"],
        form=category.form if category else Form(line["form"]),
        unit=category.unit if category else Unit(line["unit"]),
        capacity=line["capacity"],
        renewal=Renewal(line["renewal"]),
        areas=frozenset(map(Area, line["areas"])),
        available_from=day_in_dubai(demo.now) - timedelta(days=46),
        lead_time_hours=line["lead_time_hours"],
        conditions=line.get("conditions", ""),
        words=line.get("words", ""),
    )
    acting = Actor(Role.PARTNER, f"{key}-demo", partner_id)
    offering = offerings.list_offering(demo.context(acting, 24 * 46), partner_id, terms)
    demo.offerings[f"{key}/{line['category']}"] = offering.id


def _make_need(demo: Demo, line: dict[str, Any]) -> None:
    posting = demo.context(demo.staff, line["ago"])
    posted = needs.post_need(posting, posting.new_id(), _details(posting, line), line.get("private_note", ""))
    for ago, action, *given in line["steps"]:
        STEPS[action](demo, ago, posted.id, *given)


def _details(posting: Context, line: dict[str, Any]) -> NeedDetails:
    category = None if line["category"] == OTHER else categories.read(line["category"])
    seen = Attestation.TO_VERIFY if line.get("to_verify") else Attestation.ATTESTED
    return NeedDetails(
        case_reference=line["case"],
        category=line["category"],
        quantity=line["quantity"],
        unit=category.unit if category else Unit(line["unit"]),
        form=category.form if category else Form.SERVICE,
        area=Area(line.get("area", "kalba")),
        circumstance=Circumstance(line.get("circumstance", "natural_disaster")),
        priority=Priority(line["priority"]),
        deadline=posting.now + timedelta(hours=line["within"]),
        registered=Attestation.ATTESTED,
        low_income=seen,
        summary=line["summary"],
        words=line.get("words", ""),
        sensitive=line.get("sensitive", False),
    )


def _propose(demo: Demo, ago: float, need_id: str, offering: str, quantity: int) -> None:
    propose(demo.context(demo.staff, ago), need_id, [Part(demo.offerings[offering], quantity)])


def _assignment(demo: Demo, need_id: str, key: str) -> str:
    placed = needs.read_need(demo.context(demo.staff), need_id).assignments
    return next(one.id for one in placed if one.partner_id == demo.partners[key])


def _answer(context: Context, reason: str | None = None, words: str = "") -> Answer:
    return Answer(
        context.now, context.account_id, reason=DeclineReason(reason) if reason else None, words=words
    )


def _by(demo: Demo, key: str, ago: float) -> Context:
    return demo.context(Actor(Role.PARTNER, f"{key}-demo", demo.partners[key]), ago)


def _accept(demo: Demo, ago: float, need_id: str, key: str, quantity: int) -> None:
    context = _by(demo, key, ago)
    answers.accept(context, need_id, _assignment(demo, need_id, key), quantity, _answer(context))


def _decline(demo: Demo, ago: float, need_id: str, key: str, reason: str, words: str) -> None:
    context = _by(demo, key, ago)
    answers.decline(context, need_id, _assignment(demo, need_id, key), _answer(context, reason, words))


def _deliver(demo: Demo, ago: float, need_id: str, key: str, quantity: int) -> None:
    answers.deliver(_by(demo, key, ago), need_id, _assignment(demo, need_id, key), quantity)


def _confirm(demo: Demo, ago: float, need_id: str, key: str, quantity: int) -> None:
    staff = demo.context(demo.staff, ago)
    answers.confirm(staff, need_id, _assignment(demo, need_id, key), quantity)


def _expire(demo: Demo, ago: float, need_id: str) -> None:
    answers.expire_overdue(demo.context(SYSTEM, ago), need_id)


def _withdraw_after(demo: Demo, ago: float, need_id: str, offering: str, quantity: int) -> None:
    _propose(demo, ago, need_id, offering, quantity)
    key = offering.partition("/")[0]
    answers.withdraw(demo.context(demo.staff, ago - 0.1), need_id, _assignment(demo, need_id, key))


def _close(demo: Demo, ago: float, need_id: str, outcome: str, reason: str = "") -> None:
    needs.close_need(demo.context(demo.staff, ago), need_id, Outcome(outcome), reason)


STEPS: dict[str, Callable[..., None]] = {
    "propose": _propose,
    "accept": _accept,
    "decline": _decline,
    "deliver": _deliver,
    "confirm": _confirm,
    "expire": _expire,
    "withdraw_after": _withdraw_after,
    "close": _close,
}


def _mark_mails_sent(demo: Demo) -> None:
    """The mails of this history went out when it happened: the mail page begins empty."""
    while due := outbox.list_due(demo.now, limit=100):
        for notice in due:
            commit([outbox.save(sent(notice, notice.due_at), notice)])


def _partner_accounts(demo: Demo) -> list[Account]:
    owners = (partners.read_partner(demo.context(demo.staff), one) for one in demo.partners.values())
    found = (account_of(demo.context(demo.staff), owner) for owner in owners)
    return [account for account in found if account is not None]


def _with_token(demo: Demo, account: Account) -> dict[str, str]:
    made = make_api_token(demo.context(account.actor), "demo", TOKEN_DAYS)
    return {"role": account.role.value, "email": account.email, "name": account.name, "api_token": made.text}


def _write(file: Path, content: dict[str, Any]) -> None:
    """All of it or nothing, readable by its owner alone: a half-written file would look loaded."""
    scratch = file.with_suffix(".part")
    scratch.touch(mode=0o600)
    scratch.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
    scratch.replace(file)


if __name__ == "__main__":
    load(read_settings(os.environ), datetime.now(UTC), Path(os.environ["AMAN_DEMO_FILE"]))
