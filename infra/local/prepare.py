"""What must stand before the portal serves: its tables, and a sender that SES lets send."""

import os

import boto3

from chalicelib.store.tables import create_tables


def main() -> None:
    create_tables()
    boto3.client("ses").verify_email_identity(EmailAddress=os.environ["AMAN_MAIL_FROM"])


if __name__ == "__main__":
    main()
