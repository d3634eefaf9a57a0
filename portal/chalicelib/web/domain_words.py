"""The sentence for every code that the domain refuses with. A test fails when a code has none."""

from collections.abc import Mapping
from typing import Final

from chalicelib.domain.errors import ErrorCode as Code
from chalicelib.words.text import N_, Text

DOMAIN_WORDS: Final[Mapping[Code, Text]] = {
    Code.REQUIRED: N_("Fill in this field."),
    Code.NAME_MISSING: N_("Give a name in Arabic or in English."),
    Code.TELEPHONE_INVALID: N_("Write a telephone number that can be called, like 050 123 4567."),
    Code.EMAIL_INVALID: N_("Write an e-mail address, like name@example.com."),
    Code.REGISTRATION_NUMBER_INVALID: N_(
        "Write the licence or reference number: 3 to 40 letters and digits."
    ),
    Code.QUANTITY_INVALID: N_("Write a quantity of at least 1."),
    Code.NAME_HOLDS_ADDRESS: N_("Write the name alone, without a web or e-mail address."),
    Code.PERIOD_INVALID: N_("The end must come after the beginning."),
    Code.HOURS_INVALID: N_("Write the hours like 08:00-17:00, the end after the beginning."),
    Code.HOURS_TOO_FEW: N_("Give one hour a week at least in which an answer can come."),
    Code.ANSWER_TIME_INVALID: N_(
        "From 5 minutes to 14 days, and what is more urgent not longer than what is less."
    ),
    Code.DEADLINE_PAST: N_("Choose a deadline that has not passed yet."),
    Code.DEADLINE_FAR: N_("Choose a deadline within a year from now."),
    Code.SUMMARY_NAMES_SOMEBODY: N_(
        "Take out the telephone number, e-mail address or Emirates ID: this text must name nobody."
    ),
    Code.CONTACT_MISSING: N_("Give a telephone number or an e-mail address."),
    Code.AREA_MISSING: N_("Choose at least one area."),
    Code.FIELD_MISSING: N_("Choose at least one field."),
    Code.CATEGORY_UNKNOWN: N_("Choose a category from the list."),
    Code.CATEGORY_EXISTS: N_("There is such a category already."),
    Code.WORDS_MISSING: N_("Say in words what it is."),
    Code.UNIT_MISMATCH: N_("This unit does not belong to this category."),
    Code.FORM_NOT_ALLOWED: N_("This category is not given in that form."),
    Code.CREDENTIAL_EXPIRED: N_("This document has expired: record one that is in force."),
    Code.NOT_FOUND: N_("We cannot find that."),
    Code.NOT_PERMITTED: N_("You may not do that."),
    Code.ILLEGAL_TRANSITION: N_("That is not possible any more in the present state. Look at it again."),
    Code.CHANGED_MEANWHILE: N_(
        "Somebody else changed this in the meantime. Look at it again, then repeat your step."
    ),
    Code.ALREADY_EXISTS: N_("This exists already."),
    Code.SAME_NEED_OPEN: N_("A need with this case reference, category and area is open already."),
    Code.CAPACITY_EXHAUSTED: N_("There is not that much left."),
    Code.CAPACITY_BELOW_RESERVED: N_("More than that is promised already."),
    Code.MORE_THAN_UNCOVERED: N_("That is more than the need still lacks."),
    Code.MORE_THAN_PROPOSED: N_("That is more than was proposed."),
    Code.MORE_THAN_ACCEPTED: N_("That is more than was accepted."),
    Code.MORE_THAN_DELIVERED: N_("That is more than was delivered."),
    Code.ANSWER_TOO_LATE: N_("The time to answer has run out."),
    Code.NO_LONGER_NEEDED: N_("Thank you. Nothing more is needed here by now."),
    Code.DOES_NOT_MATCH: N_("This offering does not fit the need any more."),
    Code.ASSIGNMENTS_OPEN: N_("Some partners have not answered or delivered yet."),
    Code.OUTCOME_DISAGREES: N_("This outcome disagrees with what was delivered."),
    Code.FINANCIAL_SWITCHED_OFF: N_(
        "Financial offerings are switched off until a permit and a receiving body are entered."
    ),
    Code.AGREEMENT_NOT_SIGNED: N_("There is no signed agreement in force."),
    Code.AGREEMENT_NOT_READY: N_("There is no agreement that waits for a signature."),
    Code.PARTNER_NOT_APPROVED: N_("This partner is not approved."),
    Code.PARTNER_NOT_REACHABLE: N_("This partner has no confirmed e-mail address or telephone number."),
    Code.OFFERING_HOLDS_RESERVATIONS: N_(
        "Some of this offering is promised: wait until that is delivered or released."
    ),
    Code.LAST_SUPERVISOR: N_("One supervisor at least must remain."),
    Code.EMAIL_TAKEN: N_("Another account uses this e-mail address."),
    Code.NOTE_ERASED: N_("The time to read this note is over. It has been erased."),
    Code.TRANSACTION_TOO_LARGE: N_("That is too much at once: do it in smaller parts."),
    Code.CODE_WRONG: N_("This code is not right. Type in the one that shows now."),
    Code.PLAN_CHANGED: N_(
        "A colleague has changed the plan since you looked at it. Look at it again before you decide."
    ),
    Code.PLAN_STALE: N_("This plan is too old: much has happened since. Make a new one."),
    Code.PLAN_OF_COLLEAGUE: N_(
        "A colleague’s plan is ready, and a new one would take its place. Say that it may be replaced."
    ),
    Code.PLAN_ON_ITS_WAY: N_("A plan is being made or sent at this moment. Wait until it is done."),
    Code.CODE_EXPIRED: N_("This code has expired. Ask for a new one."),
    Code.LINK_EXPIRED: N_("This link has expired or has been used."),
    Code.TOO_MANY_TRIES: N_("Too many tries. Ask for a new code."),
    Code.TOO_MANY_REQUESTS: N_("Too many requests. Wait a few minutes, then try again."),
    Code.ACCOUNT_DISABLED: N_("This account has been switched off."),
    Code.SIGN_IN_AGAIN: N_("Sign in again to do this."),
    Code.REQUEST_KEY_REUSED: N_("This Idempotency-Key was used for another request."),
    Code.REQUEST_KEY_MISSING: N_(
        "Send an Idempotency-Key header with every POST: 8 to 100 letters, digits, - or _."
    ),
    Code.CURSOR_INVALID: N_("This list cannot go on from there. Begin again from its first page."),
}

WITH_FACTS: Final[Mapping[Code, Text]] = {
    Code.QUANTITY_INVALID: N_("Write a quantity from 0 to %(most)s."),
    Code.CODE_WRONG: N_("This code is not right. Tries left: %(tries_left)s."),
    Code.CAPACITY_EXHAUSTED: N_("There is not that much left. Still free: %(free)s."),
    Code.CAPACITY_BELOW_RESERVED: N_("More than that is promised already: %(promised)s."),
    Code.MORE_THAN_PROPOSED: N_("That is more than was proposed: %(proposed)s."),
    Code.MORE_THAN_ACCEPTED: N_("That is more than was accepted: %(accepted)s."),
    Code.MORE_THAN_DELIVERED: N_("That is more than was delivered: %(delivered)s."),
}
"""Better sentences, for refusals that come with the fact they name."""


def domain_words(code: Code, params: Mapping[str, object]) -> Text:
    """The sentence for that code, filled with what the refusal names."""
    better = WITH_FACTS.get(code)
    if better is not None and all(f"%({name})s" in better.singular for name in params) and params:
        return better.filled(**params)
    return DOMAIN_WORDS[code]
