"""`python -m infra.aws.rehearse`: deploy to an engine on this machine, use what was deployed, tear it down.

The same code that deploys to AWS packages for this machine's Python, makes a change set of the same template
and carries it out; the engine (ministack) runs the functions without containers, each with the rights of its
own role alone.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import boto3

from infra.aws import journey, releases, stacks
from infra.aws.cloud import Cloud
from infra.aws.deploy import roll_out
from infra.aws.engine import NOT_REHEARSED, engine, for_the_engine, pointed_at
from infra.aws.package import SITE, Package, build
from infra.aws.platforms import HERE
from infra.aws.reader import Reader, read
from infra.aws.resources.functions import jobs
from infra.aws.resources.gateway import APIS, RESPONSES, STAGE
from infra.aws.returned import SUBJECT, mailbox_full
from infra.aws.stage import FOLDER, Stage
from infra.aws.visitor import Door, UnexpectedAnswerError, Visitor
from infra.local.engines import ACCOUNT, REGION

ROOT: Final = Path(__file__).resolve().parents[2]
VIEWER: Final = "198.51.100.7"
SCHEDULED: Final = {
    "version": "0",
    "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": ACCOUNT,
    "time": "2026-01-01T00:00:00Z",
    "region": REGION,
    "resources": [],
    "detail": {},
}


@dataclass(frozen=True, slots=True)
class Deployed:
    """A stage on the engine."""

    port: int
    cloud: Cloud
    stage: Stage
    outputs: Mapping[str, str]

    @property
    def door(self) -> Door:
        """Where the APIs are, with what CloudFront would add to each request."""
        return Door(
            self.port,
            self.outputs["RestAPIId"],
            self.outputs["ProgramsAPIId"],
            {"X-Aman-Edge": self._edge_secret(), "X-Aman-Viewer": VIEWER},
        )

    def _edge_secret(self) -> str:
        secret = stacks.resource_id(self.cloud, self.stage.stack, "EdgeSecret")
        return str(self.cloud.secrets.get_secret_value(SecretId=secret)["SecretString"])

    def world(self) -> journey.World:
        """For whoever goes through the portal."""
        return journey.World(
            lambda language: Visitor(self.door, language), self.mails_to, self.run_job, self.come_back
        )

    def mails_to(self, address: str) -> list[str]:
        """The texts of what SES took for an address, the newest first."""
        return [one["BodyText"] for one in self._mails_to(address)]

    def _mails_to(self, address: str) -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_ministack/ses/messages") as answer:
            kept = json.load(answer)["messages"]
        mails = [one for entries in kept.values() for one in entries if address in one["To"]]
        return sorted(mails, key=lambda one: one["Timestamp"], reverse=True)

    def come_back(self, notice_id: str, address: str) -> None:
        """Publish, twice, that the last mail to an address came back: SNS may well deliver it twice.

        The topic takes nothing from anybody but SES, and the engine's SES publishes nothing: so that is shown
        first, and then the topic is opened for this one.
        """
        message_id = self._mails_to(address)[0]["MessageId"]
        topic = stacks.resource_id(self.cloud, self.stage.stack, "MailReports")
        client: Any = boto3.Session(region_name=REGION).client("sns")
        event = {
            "TopicArn": topic,
            "Subject": SUBJECT,
            "Message": mailbox_full(notice_id, message_id, address, ACCOUNT),
        }
        try:
            client.publish(**event)
        except client.exceptions.AuthorizationErrorException:
            self._open(client, topic)
        else:
            raise UnexpectedAnswerError("the topic takes reports from anybody")
        for _ in range(2):
            client.publish(**event)

    def _open(self, client: Any, topic: str) -> None:  # noqa: ANN401 (boto3's clients have no types here)
        everybody = {"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": topic}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [everybody]})
        client.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy)

    def run_job(self, job: str) -> None:
        """Start a timed job as EventBridge does. Raises where it fails."""
        resource = next(one.resource for one in jobs() if one.name == job)
        name = stacks.resource_id(self.cloud, self.stage.stack, resource)
        client: Any = boto3.Session(region_name=REGION).client("lambda")
        answer = client.invoke(FunctionName=name, Payload=json.dumps(SCHEDULED).encode())
        if "FunctionError" in answer:
            raise RuntimeError(f"{job}: {answer['Payload'].read().decode()}")


def a_stage() -> Stage:
    """The stage that is rehearsed: dev, with its invented names."""
    found = json.loads((FOLDER / "dev.json").read_text(encoding="utf-8"))
    return Stage("dev", REGION, found["monthly_budget"], {"Stage": "dev", **found["parameters"]})


def deploy(port: int, package: Package, release_id: str) -> Deployed:
    """Deploy a package as a release."""
    stage, cloud = a_stage(), Cloud(REGION)
    release = releases.keep(cloud, stage, package, SITE, release_id)
    outputs = roll_out(cloud, stage, release, lambda _changes: True)
    _say_gateway_responses(outputs, json.loads(package.template.read_text(encoding="utf-8")))
    return Deployed(port, cloud, stage, outputs)


def _say_gateway_responses(outputs: Mapping[str, str], template: dict[str, Any]) -> None:
    """The engine does not read them from an API's definition, so each is handed to it by itself."""
    client: Any = boto3.Session(region_name=REGION).client("apigateway")
    for api in APIS:
        definition = template["Resources"][api]["Properties"]["DefinitionBody"]
        for kind, said in definition[RESPONSES].items():
            client.put_gateway_response(restApiId=outputs[f"{api}Id"], responseType=kind, **said)
        client.create_deployment(restApiId=outputs[f"{api}Id"], stageName=STAGE)


def command(*words: str, status: int = 0) -> str:
    """Type an operator's command that ends with that status; what it says."""
    typed = (sys.executable, "-m", "infra.aws.operator", *words)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "portal", ROOT / "site"))),
    }
    done = subprocess.run(typed, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    journey.expect(done.returncode == status, f"{words} ended with {done.returncode}: {done.stderr}")
    return (done.stdout + done.stderr).strip()


def use(deployed: Deployed) -> None:
    """Go through everything that can be reached."""
    said = command("dev", "first-supervisor", journey.ADDRESS)
    journey.expect("is invited" in said, said)
    again = command("dev", "first-supervisor", "another@aman.example", status=1)
    journey.expect(again == "Refused: already_exists", again)
    journey.travel(deployed.world())
    said = command("dev", "remove-authenticator", journey.ADDRESS)
    journey.expect("anew" in said, said)
    journey.sign_in_with_authenticator(deployed.world(), journey.ADDRESS)
    for job in jobs():
        deployed.run_job(job.name)
    read(Reader(deployed.port, deployed.outputs["DistributionDomain"]))
    door = deployed.door
    past = Door(door.port, door.pages, door.programs, {})
    past.ask("GET", "/portal", {}).require(404)
    past.ask("GET", "/api/v1/openapi.json", {}).require(404)
    door.ask("GET", "/api/v1/openapi.json", {}).require(200)
    page, problem = door.ask("GET", "/portal/nowhere", {}), door.ask("GET", "/api/v1/nowhere", {})
    journey.gateway_answers(page, problem)


def go_back(deployed: Deployed, package: Package, scratch: Path) -> None:
    """A second release with another page on the site, then back to the first: its page is gone again."""
    second = scratch / "site"
    shutil.copytree(SITE, second)
    (second / "new").mkdir()
    (second / "new" / "index.html").write_text("a page of the second release")
    release = releases.keep(deployed.cloud, deployed.stage, package, second, "rehearsal-2")
    roll_out(deployed.cloud, deployed.stage, release, lambda _changes: True)
    journey.expect("new/index.html" in _site_of(deployed), "the second release is not there")
    earlier = releases.previous(deployed.cloud, deployed.stage)
    journey.expect(earlier.id == "rehearsal-1", f"{earlier.id} is before rehearsal-2")
    roll_out(deployed.cloud, deployed.stage, earlier, lambda _changes: True)
    journey.expect("new/index.html" not in _site_of(deployed), "the second release is still there")
    deployed.door.ask("GET", "/portal", {}).require(200)


def _site_of(deployed: Deployed) -> set[str]:
    listed = deployed.cloud.s3.list_objects_v2(Bucket=deployed.outputs["SiteBucketName"])
    return {one["Key"] for one in listed["Contents"]}


def refuse(deployed: Deployed, package: Package) -> None:
    """Who looks at the changes and says no has changed nothing."""
    release = releases.keep(deployed.cloud, deployed.stage, package, SITE, "rehearsal-3")
    wanted = replace(release, parameters={**release.parameters, "DutyDeskPhone": "999"})
    try:
        roll_out(deployed.cloud, deployed.stage, wanted, lambda _changes: False)
    except stacks.NotDeployedError:
        known = releases.history(deployed.cloud, release.bucket, deployed.stage)
        journey.expect("rehearsal-3" not in known, "what was refused counts as deployed")
        return
    raise UnexpectedAnswerError("what was refused was deployed")


def tear_down(deployed: Deployed) -> None:
    """Delete the stack. Its tables stay, with what is in them."""
    cloudformation = deployed.cloud.cloudformation
    store: Any = boto3.Session(region_name=REGION).client("dynamodb")
    before = _rows(store, deployed.stage)
    cloudformation.delete_stack(StackName=deployed.stage.stack)
    cloudformation.get_waiter("stack_delete_complete").wait(
        StackName=deployed.stage.stack, WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )
    journey.expect(before > 0 and _rows(store, deployed.stage) == before, "rows went with the stack")


def _rows(store: Any, stage: Stage) -> int:  # noqa: ANN401 (boto3's clients have no types here)
    return int(store.scan(TableName=f"{stage.stack}-audit", Select="COUNT", ConsistentRead=True)["Count"])


def rehearse(package: Package | None = None) -> None:
    """Rehearse, and say how long each step took. Raises at the first thing that is not as it has to be."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch, engine(Path(scratch)) as port, pointed_at(port):
        _say("the engine runs", began)
        built = for_the_engine(package or build(HERE))
        _say("packaged", began)
        deployed = deploy(port, built, "rehearsal-1")
        _say("deployed", began)
        use(deployed)
        _say("used, from the first supervisor to the closed need, and every timed job", began)
        go_back(deployed, built, Path(scratch))
        _say("deployed again and rolled back", began)
        refuse(deployed, built)
        _say("asked, refused, and left as it was", began)
        tear_down(deployed)
        _say("torn down; the rows are still there", began)
    for what in NOT_REHEARSED:
        print(f"not rehearsed: {what}")


def _say(what: str, began: float) -> None:
    print(f"{time.monotonic() - began:6.1f} s  {what}", flush=True)


if __name__ == "__main__":
    rehearse()
