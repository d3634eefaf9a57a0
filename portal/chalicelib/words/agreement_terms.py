"""The terms of agreements, version by version. A version that somebody has signed never changes: add one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from chalicelib.words.text import N_, Text


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered part of the terms."""

    heading: Text
    words: Text


_FIRST: Final = (
    Clause(
        N_("Purpose"),
        N_(
            "The Aman Network gives immediate response and urgent support in humanitarian cases, crises and "
            "disasters across the emirate of Sharjah. Under this agreement it may ask the partner to "
            "contribute. The contributions are for low-income people registered with the department; "
            "staff choose the case."
        ),
    ),
    Clause(
        N_("What it covers, and how long"),
        N_(
            "It covers the fields named above, from the first day through the last day named above. "
            "Nothing is asked under it before it is signed, before it begins or after it has ended."
        ),
    ),
    Clause(
        N_("Offerings"),
        N_(
            "The partner lists only what it can really give, and keeps quantities, areas and days up to date."
            " It may change, pause or retire what is not promised at any time."
        ),
    ),
    Clause(
        N_("Requests"),
        N_(
            "The partner decides about each request: it accepts all of it, a part of it, or declines. "
            "Declining carries no penalty. What it has accepted it delivers in time, "
            "or says at once that it cannot."
        ),
    ),
    Clause(
        N_("Costs"),
        N_("Registering and using the portal cost nothing, and the portal takes no payment."),
    ),
    Clause(
        N_("Money"),
        N_(
            "Money is received only under a permit, and only by the body that the permit names. Until both "
            "are entered in the portal, no money is given or received under this agreement."
        ),
    ),
    Clause(
        N_("Confidentiality"),
        N_(
            "The portal names none of the people who are helped. What the partner learns of a case while it "
            "delivers, it keeps to itself and uses for that delivery alone."
        ),
    ),
    Clause(
        N_("No photographs of people"),
        N_(
            "The partner takes and publishes no photographs of the people who are helped, "
            "not as a proof of delivery either."
        ),
    ),
    Clause(
        N_("Legal and psychological help"),
        N_(
            "Legal help is limited to advice and to arranging the circumstance: it excludes litigation and "
            "pleading. Psychological help is given by centres accredited in the country."
        ),
    ),
    Clause(
        N_("Documents"),
        N_(
            "Licences, accreditations and clearances are shown to staff and kept in force. "
            "While one that is required is missing or expired, nothing is asked that needs it."
        ),
    ),
    Clause(
        N_("Conflict of interest"),
        N_(
            "Whoever has a conflict of interest in a case declines the request, or gives the commitment back "
            "when it shows later."
        ),
    ),
    Clause(
        N_("End"),
        N_(
            "It ends on its last day. Staff may end it earlier, of their own accord or when the partner asks "
            "for it. Every step under it stays on record."
        ),
    ),
)
TERMS: Final[Mapping[str, tuple[Clause, ...]]] = {"2026-1": _FIRST}


def clauses_of(terms_version: str) -> tuple[Clause, ...]:
    """The clauses of that version. Raises KeyError for one that was never written."""
    return TERMS[terms_version]
