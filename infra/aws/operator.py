"""`python -m infra.aws.operator STAGE COMMAND EMAIL`: what only whoever runs an installation may do.

It acts on the tables of that stage with the credentials of whoever types it: no function of the portal can.
"""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from infra.aws import stacks
from infra.aws.cloud import Cloud
from infra.aws.stage import Stage, StageError, read_stage


def main() -> None:
    """Carry out one command."""
    commands = {"first-supervisor": first_supervisor, "remove-authenticator": remove_authenticator}
    parser = argparse.ArgumentParser(prog="python -m infra.aws.operator", description=__doc__)
    parser.add_argument("stage")
    parser.add_argument("command", choices=sorted(commands))
    parser.add_argument("email")
    asked = parser.parse_args()
    try:
        print(carry_out(read_stage(asked.stage), commands[asked.command], asked.email))
    except (StageError, RefusedError) as error:
        sys.exit(str(error))


class RefusedError(Exception):
    """The portal's own rules refuse the command. The text says which."""


def carry_out(stage: Stage, command: Callable[[Any, str], str], email: str) -> str:
    """Let a command act on that stage; what it says. Raises RefusedError."""
    use_stage(stage)
    from chalicelib.domain.errors import DomainError  # noqa: PLC0415 (the library reads the environment once)
    from chalicelib.jobs.running import system_context  # noqa: PLC0415

    try:
        return command(system_context(datetime.now(UTC)), email)
    except DomainError as error:
        raise RefusedError(f"Refused: {error.code.value}") from error


def use_stage(stage: Stage) -> None:
    """Give this process the settings that the functions of that stage have."""
    given = stage.parameters
    secret = stacks.resource_id(Cloud(stage.region), stage.stack, "PortalSecret")
    os.environ |= {
        "AWS_DEFAULT_REGION": stage.region,
        "AMAN_BASE_URL": f"https://{given['DomainName']}",
        "AMAN_MAIL_FROM": given["MailFrom"],
        "AMAN_OPERATOR_NAME_AR": given["OperatorNameAr"],
        "AMAN_OPERATOR_NAME_EN": given["OperatorNameEn"],
        "AMAN_DUTY_DESK_PHONE": given["DutyDeskPhone"],
        "AMAN_TABLE_PREFIX": f"{stage.stack}-",
        "AMAN_SECRET_KEY": Cloud(stage.region).secrets.get_secret_value(SecretId=secret)["SecretString"],
    }


def first_supervisor(context: Any, email: str) -> str:  # noqa: ANN401 (the library is imported later)
    """Open the account with which everything begins; an invitation goes out by mail."""
    from chalicelib.domain.partners import Language  # noqa: PLC0415
    from chalicelib.services.accounts import first_supervisor as open_first  # noqa: PLC0415

    account = open_first(context, email.partition("@")[0], email, Language.ARABIC)
    return f"{account.email} is invited and can sign in with a code by mail."


def remove_authenticator(context: Any, email: str) -> str:  # noqa: ANN401 (as above)
    """Take the authenticator off the account of a supervisor who lost it and has no colleague to do it."""
    from chalicelib.services.enrolment import remove_totp  # noqa: PLC0415
    from chalicelib.services.keys import email_key  # noqa: PLC0415
    from chalicelib.store import claims  # noqa: PLC0415

    account_id = claims.holder_of(email_key(email), context.now)
    if account_id is None:
        raise RefusedError(f"Nobody has the address {email}.")
    remove_totp(context, account_id)
    return f"{email} sets up an authenticator anew at the next sign-in; everywhere else it is signed out."


if __name__ == "__main__":
    main()
