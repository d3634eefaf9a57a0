"""What travels to Lambda: small, complete, for its processor and Python, the same whenever it is built."""

import os
import re
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from infra.aws import archive, wheels
from infra.aws.package import PLACEHOLDERS, Package
from infra.aws.platforms import HERE, LAMBDA, interpreter_of
from tests.infra.aws_packages import packaged

MOST_BYTES = 12_000_000
LAYER_AND_CODE_UNPACKED = 250 * 1024 * 1024
"""Lambda's limit."""
LAMBDAS_OWN = ("boto3", "botocore", "s3transfer", "jmespath", "urllib3", "dateutil", "six")
SHOW = """
import os, sys
sys.path += sys.argv[1:3]
import app
for path in ("/portal/register", "/portal/sign-in", "/portal"):
    event = {
        "resource": path, "path": path, "httpMethod": "GET", "body": None, "isBase64Encoded": False,
        "headers": {}, "multiValueHeaders": {"accept-language": ["ar"]}, "pathParameters": None,
        "multiValueQueryStringParameters": None, "stageVariables": None,
        "requestContext": {"resourcePath": path, "httpMethod": "GET", "identity": {"sourceIp": "192.0.2.1"}},
    }
    answer = app.app(event, None)
    print(answer["statusCode"], answer["body"])
loaded = {name.partition(".")[0] for name in sys.modules}
print("HEAVY", sorted(loaded & {"numpy", "highspy", "babel", "moto", "pip"}))
"""


@pytest.fixture(scope="module")
def for_lambda(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return packaged(LAMBDA, tmp_path_factory)


def names_in(file: Path) -> set[str]:
    with zipfile.ZipFile(file) as packed:
        return set(packed.namelist())


def test_the_artefact_is_small_and_holds_neither_solver_nor_what_lambda_has(for_lambda: Package) -> None:
    tops = {name.partition("/")[0] for name in names_in(for_lambda.code)}

    assert for_lambda.code.stat().st_size <= MOST_BYTES
    assert tops.isdisjoint({"numpy", "highspy", "scipy", "pip", "setuptools", "click", *LAMBDAS_OWN})
    assert tops >= {"app.py", "chalice", "chalicelib", "pydantic_core", "pynamodb", "jinja2", "phonenumbers"}


def test_texts_templates_and_files_travel_and_sources_of_translations_do_not(for_lambda: Package) -> None:
    names = names_in(for_lambda.code)

    assert "chalicelib/locales/ar/LC_MESSAGES/messages.mo" in names
    assert {"chalicelib/templates/base.html", "chalicelib/static/portal.css"} <= names
    assert "chalicelib/data/taxonomy.json" in names
    assert not [name for name in names if name.endswith((".po", ".pyi")) or "/tests/" in name]


def test_what_is_compiled_is_compiled_for_lambda(for_lambda: Package) -> None:
    compiled = {
        name for file in (for_lambda.code, for_lambda.solver) for name in names_in(file) if ".so" in name
    }
    ours = [name for name in compiled if ".cpython-" in name]

    assert len(ours) >= 3
    assert all("cpython-313-aarch64-linux-gnu" in name for name in ours)


def test_bytecode_travels_where_there_is_a_python_that_writes_it(for_lambda: Package) -> None:
    names = names_in(for_lambda.code)
    written = {name for name in names if name.endswith(".cpython-313.pyc")}

    assert bool(written) == (interpreter_of(LAMBDA) is not None)
    assert {name for name in names if name.endswith(".pyc")} == written


def test_the_solver_is_a_layer_that_fits_beside_the_code(for_lambda: Package) -> None:
    assert {"python/highspy/__init__.py", "python/numpy/__init__.py"} <= names_in(for_lambda.solver)
    unpacked = 0
    for file in (for_lambda.code, for_lambda.solver):
        with zipfile.ZipFile(file) as packed:
            unpacked += sum(one.file_size for one in packed.infolist())
    assert unpacked < LAYER_AND_CODE_UNPACKED


def test_the_arabic_pages_are_rendered_from_the_zip_with_nothing_else_of_ours(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    task, sdk = tmp_path / "task", tmp_path / "sdk"
    with zipfile.ZipFile(packaged(HERE, tmp_path_factory).code) as packed:
        packed.extractall(task)
    sdk.mkdir()
    for name in LAMBDAS_OWN:
        found = find_spec(name)
        assert found is not None
        assert found.origin is not None
        source = Path(found.origin).parent if found.submodule_search_locations else Path(found.origin)
        (sdk / source.name).symlink_to(source)
    environment = {**PLACEHOLDERS, "PATH": os.environ["PATH"], "PYTHONUTF8": "1"}
    command = [sys.executable, "-I", "-S", "-c", SHOW, str(task), str(sdk)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)

    assert re.findall(r"^\d{3} ", done.stdout, re.MULTILINE) == ["200 ", "200 ", "200 "]
    assert done.stdout.count('<html lang="ar" dir="rtl">') == 3
    assert "تسجيل الدخول" in done.stdout
    assert "HEAVY []" in done.stdout


def test_a_zip_is_the_same_whatever_the_time_and_the_order(tmp_path: Path) -> None:
    for name, order in (("one", ("a", "b")), ("two", ("b", "a"))):
        for file in order:
            (tmp_path / name).mkdir(exist_ok=True)
            (tmp_path / name / file).write_text(file)
            os.utime(tmp_path / name / file, (len(name) * 10**9, 10**9))
        archive.pack(tmp_path / name, tmp_path / f"{name}.zip")
    with zipfile.ZipFile(tmp_path / "three.zip", "w") as loose:
        loose.writestr("b", "b")
        loose.writestr("a", "a")
    archive.repack(tmp_path / "three.zip")

    packed = {(tmp_path / f"{name}.zip").read_bytes() for name in ("one", "two", "three")}
    assert len(packed) == 1


def test_every_package_is_locked_with_a_hash_for_the_python_of_the_platform() -> None:
    lines = wheels.locked(wheels.with_requirements(("numpy", "pydantic"), LAMBDA), LAMBDA)
    of_this = wheels.locked(("numpy",), HERE)

    pinned = re.findall(r"^([\w-]+)==", lines, re.MULTILINE)
    assert {"numpy", "pydantic", "pydantic-core", "typing-extensions"} <= set(pinned)
    assert len(re.split(r"\n(?=\w)", lines.strip())) == len(pinned)
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\w)", lines.strip()))
    assert ";" not in lines + of_this


def test_a_package_that_is_not_locked_is_refused() -> None:
    with pytest.raises(KeyError, match="leftpad"):
        wheels.locked(("leftpad",), LAMBDA)
