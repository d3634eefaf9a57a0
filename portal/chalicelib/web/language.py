"""Which language a request is answered in, and the address of the same page in the other."""

from chalicelib.domain.partners import Language


def choose_language(asked: str, remembered: str, of_account: str, accepted: str) -> Language:
    """The first that says: the address, the cookie, the account, the browser; else Arabic."""
    for said in (asked, remembered, of_account):
        if said in {Language.ARABIC, Language.ENGLISH}:
            return Language(said)
    return _preferred(accepted)


def other(language: Language) -> Language:
    """The one that the switch in the header leads to."""
    return Language.ENGLISH if language is Language.ARABIC else Language.ARABIC


def _preferred(accepted: str) -> Language:
    ranked: list[tuple[float, Language]] = []
    for part in accepted.split(","):
        tag, _, weight = part.strip().partition(";")
        primary = tag.strip().split("-")[0].lower()
        if primary in {Language.ARABIC, Language.ENGLISH}:
            ranked.append((_quality(weight), Language(primary)))
    wanted = [entry for entry in ranked if entry[0] > 0]
    return max(wanted, key=lambda entry: entry[0])[1] if wanted else Language.ARABIC


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
