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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import boto3
from playwright._impl._driver import compute_driver_executable

from infra.aws import journey, releases, stacks
from infra.aws.cloud import Cloud
from infra.aws.deploy import roll_out
from infra.aws.package import SITE, Package, build
from infra.aws.platforms import HERE
from infra.aws.reader import Reader, read
from infra.aws.resources.functions import jobs
from infra.aws.resources.gateway import APIS, RESPONSES, STAGE
from infra.aws.resources.policies import SEND
from infra.aws.stage import FOLDER, Stage
from infra.aws.visitor import Door, UnexpectedAnswerError, Visitor
from infra.local.engines import ACCOUNT, REGION, ministack
from infra.local.ports import answers, free_port

ROOT: Final = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS: Final = 30
VIEWER: Final = "198.51.100.7"
REFUSED: Final = "TablesThrottled"
NOT_REHEARSED: Final = (
    f"{REFUSED}: the engine knows no alarm on a calculation over measurements",
    "CloudFront before the portal: the engine's fetches nothing from the engine's own API Gateway",
    "methods that no route has: the engine does not read `any` from an API's definition",
    "the sender and identities to which sending mail is held: the engine asks for the right to any",
)
"""What is taken out of the template for the engine; cfn-lint alone has looked at it."""
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
        return journey.World(lambda language: Visitor(self.door, language), self.mails_to, self.run_job)

    def mails_to(self, address: str) -> list[str]:
        """The texts of what SES took for an address, the newest first."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_ministack/ses/messages") as answer:
            kept = json.load(answer)["messages"]
        mails = [one for entries in kept.values() for one in entries if address in one["To"]]
        return [one["BodyText"] for one in sorted(mails, key=lambda one: one["Timestamp"], reverse=True)]

    def run_job(self, job: str) -> None:
        """Start a timed job as EventBridge does. Raises where it fails."""
        resource = next(one.resource for one in jobs() if one.name == job)
        name = stacks.resource_id(self.cloud, self.stage.stack, resource)
        client: Any = boto3.Session(region_name=REGION).client("lambda")
        answer = client.invoke(FunctionName=name, Payload=json.dumps(SCHEDULED).encode())
        if "FunctionError" in answer:
            raise RuntimeError(f"{job}: {answer['Payload'].read().decode()}")


@contextmanager
def engine(scratch: Path) -> Iterator[int]:
    """Ministack on loopback, asking every caller for its rights; its port."""
    port = free_port()
    started = ministack(port, scratch, services="")
    node, _ = compute_driver_executable()
    given = {
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "local",
        "AUTH": "true",
        # CloudFront's functions are JavaScript, and Playwright brings along what runs it.
        "PATH": os.pathsep.join((str(Path(node).parent), os.environ["PATH"])),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "AMAN_"))}
    with (scratch / "engine.log").open("wb") as log:
        process = subprocess.Popen(
            started.command,
            env={**kept, **given, **started.environment},
            stdout=log,
            stderr=log,
        )
        try:
            _until_it_answers(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def _until_it_answers(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the engine did not start")
        time.sleep(0.1)


@contextmanager
def pointed_at(port: int) -> Iterator[None]:
    """Lead every AWS client of this process and its children to the engine, and to no account anywhere."""
    before = dict(os.environ)
    os.environ |= {
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
    }
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def a_stage() -> Stage:
    """The stage that is rehearsed: dev, with its invented names."""
    found = json.loads((FOLDER / "dev.json").read_text(encoding="utf-8"))
    return Stage("dev", REGION, found["monthly_budget"], {"Stage": "dev", **found["parameters"]})


def for_the_engine(package: Package) -> Package:
    """The package without what the engine cannot take."""
    template = json.loads(package.template.read_text(encoding="utf-8"))
    template["Resources"].pop(REFUSED, None)
    for statement in _statements(template):
        if statement["Action"] == [SEND]:
            statement["Resource"] = "*"
            statement.pop("Condition", None)
    folder = package.template.parent / "engine"
    folder.mkdir(exist_ok=True)
    changed = folder / package.template.name
    changed.write_text(json.dumps(template), encoding="utf-8")
    return replace(package, template=changed)


def _statements(template: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for resource in template["Resources"].values():
        for policy in resource["Properties"].get("Policies", ()):
            yield from policy["PolicyDocument"]["Statement"]


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
