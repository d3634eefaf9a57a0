"""`python -m infra.aws.deploy STAGE`: build, show what would change, and deploy.

`--release` deploys an earlier one as it was.
"""

import argparse
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from infra.aws import releases, site_upload, stacks
from infra.aws.cloud import Cloud
from infra.aws.package import SITE, build
from infra.aws.platforms import LAMBDA
from infra.aws.releases import NoReleaseError, Release
from infra.aws.stacks import Change, Confirm, NotDeployedError
from infra.aws.stage import Stage, StageError, read_stage, require_own_names

BEFORE = "previous"


def main() -> None:
    """Deploy, or go back."""
    asked = _arguments()
    try:
        stage = read_stage(asked.stage)
        require_own_names(stage)
        cloud = Cloud(stage.region)
        release = _release(cloud, stage, asked.release)
        print(f"{release.id} for {stage.stack} in {stage.region}")
        for name, value in sorted(roll_out(cloud, stage, release, ask).items()):
            print(f"  {name}: {value}")
        print("\n".join(mail_records(cloud, stage)))
    except (StageError, NoReleaseError, NotDeployedError) as error:
        sys.exit(str(error))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make deploy", description=__doc__)
    parser.add_argument("stage")
    parser.add_argument("--release", help="an earlier release, or 'previous' for the one before this")
    return parser.parse_args()


def _release(cloud: Cloud, stage: Stage, asked: str | None) -> Release:
    if asked is None:
        return releases.keep(cloud, stage, build(LAMBDA), SITE, releases.new_id(datetime.now(UTC)))
    return releases.previous(cloud, stage) if asked == BEFORE else releases.find(cloud, stage, asked)


def roll_out(cloud: Cloud, stage: Stage, release: Release, confirm: Confirm) -> dict[str, str]:
    """Make a release the stage's; what the stack then says of itself.

    The stack goes first: it lists the site's pages, and a new page is only led to by pages that come with it.
    """
    template = {"TemplateURL": cloud.address(release.bucket, release.key("template.json"))}
    outputs = stacks.update(cloud, stage.stack, template, release.parameters, confirm)
    with tempfile.TemporaryDirectory() as folder:
        packed = Path(folder) / "site.zip"
        cloud.s3.download_file(release.bucket, release.key("site.zip"), str(packed))
        with zipfile.ZipFile(packed) as site:
            site.extractall(Path(folder) / "site")
        site_upload.upload(cloud, outputs["SiteBucketName"], Path(folder) / "site")
    site_upload.invalidate(cloud, outputs["DistributionId"], f"{release.id}-{datetime.now(UTC):%H%M%S%f}")
    releases.remember(cloud, stage, release)
    return outputs


def mail_records(cloud: Cloud, stage: Stage) -> list[str]:
    """The records of its DNS by which the domain of the sender is proven, while it is not."""
    domain = stage.parameters["MailDomain"]
    found = cloud.mail.get_email_identity(EmailIdentity=domain)
    if found.get("VerifiedForSendingStatus"):
        return []
    signing = found["DkimAttributes"]
    zone = signing.get("SigningHostedZone", "dkim.amazonses.com")
    records = [f"  {token}._domainkey.{domain} CNAME {token}.{zone}" for token in signing.get("Tokens", ())]
    return [f"No mail goes out before these records are in the DNS of {domain}:", *records]


def ask(changes: Sequence[Change]) -> bool:
    """Show the changes, and ask whoever types whether to carry them out."""
    print("\n".join(map(str, changes)))
    return input(f"Carry out these {len(changes)} changes? Type yes: ").strip() == "yes"


if __name__ == "__main__":
    main()
