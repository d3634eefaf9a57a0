"""What a partner reads of its registration and its agreement."""

from chalicelib.mail.letter import SIGN_IN_PATH, Letter, Params, plainly
from chalicelib.words.text import N_, NN_


def confirm_email(params: Params) -> Letter:
    hours = NN_("The link is valid for %(count)s hour.", "The link is valid for %(count)s hours.")
    return Letter(
        N_("Confirm your e-mail address"),
        (
            N_(
                "This address was given to the Aman Network as the one of %(name)s. Confirm that it is yours:"
            ).filled(name=params["name"]),
        ),
        action=N_("Confirm this address"),
        path=str(params["path"]),
        closing=(
            hours.filled(count=int(params["hours"])),
            N_("If you know nothing of it, you need do nothing: the address will not be used."),
        ),
    )


def registered_again(_params: Params) -> Letter:
    return Letter(
        N_("You are registered already"),
        (
            N_(
                "Somebody registered again with this address, or with the licence or reference number "
                "that we have of you. Nothing was changed."
            ),
            N_(
                "If it was you: sign in with this address, or wait for our answer if the registration "
                "is still under review."
            ),
        ),
        action=N_("Sign in"),
        path=SIGN_IN_PATH,
    )


def partner_approved(params: Params) -> Letter:
    return Letter(
        N_("Your registration is approved"),
        (
            N_("%(name)s is now a partner of the Aman Network. Thank you for joining.").filled(
                name=params["name"]
            ),
            N_(
                "The next steps: sign the partnership agreement, then list what you can give. From then "
                "on you receive the requests that fit."
            ),
        ),
        action=N_("Open the portal"),
        path=str(params["path"]),
    )


def partner_declined(params: Params) -> Letter:
    return Letter(
        N_("About your registration with the Aman Network"),
        (N_("We could not approve the registration of %(name)s.").filled(name=params["name"]),),
        facts=((N_("The reason"), plainly(params["reason"])),),
        closing=(N_("If something has changed, call us: a registration can be taken up again."),),
    )


def agreement_ready(params: Params) -> Letter:
    return Letter(
        N_("A partnership agreement awaits your signature"),
        (
            N_(
                "The partnership agreement between %(name)s and the Aman Network is ready. Read it and "
                "sign it in the portal."
            ).filled(name=params["name"]),
        ),
        action=N_("Read the agreement"),
        path=str(params["path"]),
    )
