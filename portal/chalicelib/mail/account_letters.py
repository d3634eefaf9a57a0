"""What those read who sign in, or try to."""

from chalicelib.domain.actors import Role
from chalicelib.mail.letter import SIGN_IN_PATH, Letter, Params
from chalicelib.words.text import N_, NN_


def sign_in_code(params: Params) -> Letter:
    minutes = NN_(
        "It is valid for %(count)s minute and can be used once.",
        "It is valid for %(count)s minutes and can be used once.",
    )
    return Letter(
        N_("Your code to sign in to the Aman portal"),
        (N_("Type this code on the page where you asked for it:"),),
        code=str(params["code"]),
        closing=(
            minutes.filled(count=int(params["minutes"])),
            N_("Give it to nobody: we never ask for it by telephone or in a message."),
            N_("If you did not ask for it, you need do nothing."),
        ),
    )


def no_account(_params: Params) -> Letter:
    return Letter(
        N_("A request to sign in with this address"),
        (
            N_(
                "Somebody asked for a code to sign in to the Aman portal with this address. "
                "No account uses it."
            ),
            N_(
                "If it was you: use the address that was registered or invited. A partner can sign in "
                "once its registration is approved."
            ),
            N_("If it was not you, you need do nothing."),
        ),
    )


def invitation(params: Params) -> Letter:
    return Letter(
        N_("An account for you in the Aman portal"),
        (
            N_("An account was opened for %(name)s in the portal of the Aman Network: %(role)s.").filled(
                name=params["name"], role=Role(str(params["role"]))
            ),
            N_("Sign in with this e-mail address. A code comes by mail; there is no password."),
        ),
        action=N_("Sign in"),
        path=SIGN_IN_PATH,
    )
