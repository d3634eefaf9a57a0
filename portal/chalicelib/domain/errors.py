"""The errors of the domain: stable codes. Their words, in both languages, live in the catalogues."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What sort of refusal it is; the edge turns it into a status."""

    INVALID = "invalid"
    NOT_FOUND = "not_found"
    NOT_PERMITTED = "not_permitted"
    CONFLICT = "conflict"
    LIMITED = "limited"


class ErrorCode(StrEnum):
    """Every refusal the product knows. A code never changes its meaning."""

    # what was typed
    REQUIRED = "required"
    NAME_MISSING = "name_missing"
    NAME_HOLDS_ADDRESS = "name_holds_address"
    TELEPHONE_INVALID = "telephone_invalid"
    EMAIL_INVALID = "email_invalid"
    REGISTRATION_NUMBER_INVALID = "registration_number_invalid"
    QUANTITY_INVALID = "quantity_invalid"
    PERIOD_INVALID = "period_invalid"
    HOURS_INVALID = "hours_invalid"
    HOURS_TOO_FEW = "hours_too_few"
    ANSWER_TIME_INVALID = "answer_time_invalid"
    DEADLINE_PAST = "deadline_past"
    DEADLINE_FAR = "deadline_far"
    SUMMARY_NAMES_SOMEBODY = "summary_names_somebody"
    CONTACT_MISSING = "contact_missing"
    AREA_MISSING = "area_missing"
    FIELD_MISSING = "field_missing"
    CATEGORY_UNKNOWN = "category_unknown"
    CATEGORY_EXISTS = "category_exists"
    WORDS_MISSING = "words_missing"
    UNIT_MISMATCH = "unit_mismatch"
    FORM_NOT_ALLOWED = "form_not_allowed"
    CREDENTIAL_EXPIRED = "credential_expired"

    # what stands against it
    NOT_FOUND = "not_found"
    NOT_PERMITTED = "not_permitted"
    ILLEGAL_TRANSITION = "illegal_transition"
    CHANGED_MEANWHILE = "changed_meanwhile"
    ALREADY_EXISTS = "already_exists"
    SAME_NEED_OPEN = "same_need_open"
    CAPACITY_EXHAUSTED = "capacity_exhausted"
    CAPACITY_BELOW_RESERVED = "capacity_below_reserved"
    MORE_THAN_UNCOVERED = "more_than_uncovered"
    MORE_THAN_PROPOSED = "more_than_proposed"
    MORE_THAN_ACCEPTED = "more_than_accepted"
    MORE_THAN_DELIVERED = "more_than_delivered"
    ANSWER_TOO_LATE = "answer_too_late"
    NO_LONGER_NEEDED = "no_longer_needed"
    DOES_NOT_MATCH = "does_not_match"
    ASSIGNMENTS_OPEN = "assignments_open"
    OUTCOME_DISAGREES = "outcome_disagrees"
    FINANCIAL_SWITCHED_OFF = "financial_switched_off"
    AGREEMENT_NOT_SIGNED = "agreement_not_signed"
    AGREEMENT_NOT_READY = "agreement_not_ready"
    PARTNER_NOT_APPROVED = "partner_not_approved"
    PARTNER_NOT_REACHABLE = "partner_not_reachable"
    OFFERING_HOLDS_RESERVATIONS = "offering_holds_reservations"
    LAST_SUPERVISOR = "last_supervisor"
    EMAIL_TAKEN = "email_taken"
    NOTE_ERASED = "note_erased"
    PLAN_STALE = "plan_stale"
    PLAN_CHANGED = "plan_changed"
    PLAN_ON_ITS_WAY = "plan_on_its_way"
    PLAN_OF_COLLEAGUE = "plan_of_colleague"
    TRANSACTION_TOO_LARGE = "transaction_too_large"

    # signing in
    CODE_WRONG = "code_wrong"
    CODE_EXPIRED = "code_expired"
    LINK_EXPIRED = "link_expired"
    TOO_MANY_TRIES = "too_many_tries"
    TOO_MANY_REQUESTS = "too_many_requests"
    ACCOUNT_DISABLED = "account_disabled"
    SIGN_IN_AGAIN = "sign_in_again"

    # the API
    REQUEST_KEY_REUSED = "request_key_reused"
    REQUEST_KEY_MISSING = "request_key_missing"
    CURSOR_INVALID = "cursor_invalid"


class DomainError(Exception):
    """A refusal with a stable code, the form's field that it concerns, and what its sentence names."""

    def __init__(
        self,
        code: ErrorCode,
        kind: Kind,
        *,
        field: str | None = None,
        params: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(code.value)
        self.code = code
        self.kind = kind
        self.field = field
        self.params: Mapping[str, object] = params or {}


def invalid(code: ErrorCode, field: str | None = None, **params: object) -> DomainError:
    """What was given cannot be taken."""
    return DomainError(code, Kind.INVALID, field=field, params=params)


def conflict(code: ErrorCode, field: str | None = None, **params: object) -> DomainError:
    """What was given is well formed, and something that stands already is against it."""
    return DomainError(code, Kind.CONFLICT, field=field, params=params)


def not_found(thing: str) -> DomainError:
    """Nothing of that id, or nothing that this reader may know of: the two look the same."""
    return DomainError(ErrorCode.NOT_FOUND, Kind.NOT_FOUND, params={"thing": thing})


def not_permitted() -> DomainError:
    """The thing is there, and this actor may not do that to it."""
    return DomainError(ErrorCode.NOT_PERMITTED, Kind.NOT_PERMITTED)


def limited(code: ErrorCode, **params: object) -> DomainError:
    """Too often, for now."""
    return DomainError(code, Kind.LIMITED, params=params)
