"""`python -m infra.aws.us_east_1 STAGE`: the optional stack of what AWS has in us-east-1 alone.

Its outputs belong into the stage's file; the certificate is given out once the domain's record is there.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from infra.aws import stacks
from infra.aws.cloud import Cloud
from infra.aws.deploy import ask
from infra.aws.stacks import Confirm, NotDeployedError
from infra.aws.stage import Stage, StageError, read_stage, require_own_names

REGION: Final = "us-east-1"
TEMPLATE: Final = Path(__file__).with_suffix(".yml")


def main() -> None:
    """Deploy it for one stage."""
    parser = argparse.ArgumentParser(prog="make us-east-1", description=__doc__)
    parser.add_argument("stage")
    try:
        stage = read_stage(parser.parse_args().stage)
        require_own_names(stage)
        outputs = deploy(Cloud(REGION), stage, ask)
    except (StageError, NotDeployedError) as error:
        sys.exit(str(error))
    print(f"Into infra/aws/stages/{stage.name}.json, then make deploy STAGE={stage.name}:")
    for name, value in sorted(outputs.items()):
        print(f'  "{name}": "{value}"')


def deploy(cloud: Cloud, stage: Stage, confirm: Confirm) -> dict[str, str]:
    """Make it what the stage says; its outputs are parameters of the stage."""
    parameters = {
        "Stage": stage.name,
        "DomainName": stage.parameters["DomainName"],
        "AlarmEmail": stage.parameters["AlarmEmail"],
        "MonthlyBudget": stage.monthly_budget,
    }
    template = {"TemplateBody": TEMPLATE.read_text(encoding="utf-8")}
    return stacks.update(cloud, f"{stage.stack}-edge", template, parameters, confirm)


if __name__ == "__main__":
    main()
