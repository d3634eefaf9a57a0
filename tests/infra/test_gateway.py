import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.engines import Product
from tests.infra.small_product import ask, connect, small_product, until

pytestmark = pytest.mark.engines

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with small_product(tmp_path_factory.mktemp("gateway")) as product:
        yield product


def test_one_origin_holds_the_site_the_portal_and_the_mails(running: Product) -> None:
    until(lambda: ask(running.base_url, "/_local/mail.json").json()["mails"] != [])
    assert ask(running.base_url, "/").body.decode() == "الرئيسية"
    assert ask(running.base_url, "/portal/page").body.decode() == "<p>مرحبا</p>"
    assert "204817" in ask(running.base_url, "/_local/mail").body.decode()


def test_the_portal_is_given_the_request_as_it_was_sent(running: Product) -> None:
    body = "الكمية=3".encode()
    answer = ask(running.base_url, "/portal/things/a%2Fb?q=%D9%85", "POST", body, Content_Type=FORM).json()
    assert (answer["thing"], answer["method"]) == ("a/b", "POST")
    assert (answer["query"], answer["body"]) == ({"q": "م"}, "الكمية=3")
    assert (answer["ip"], answer["forwarded"]) == ("127.0.0.1", "127.0.0.1")


def test_what_the_portal_prints_is_logged_and_no_answer(running: Product) -> None:
    assert ask(running.base_url, "/portal/talk").json() == {"said": "it"}
    logs = "".join(log.read_text() for log in running.data_dir.glob("logs/worker-*.log"))
    assert "a line that is no answer" in logs


def test_every_cookie_arrives(running: Product) -> None:
    headers = ask(running.base_url, "/portal/cookies").headers
    assert [value for name, value in headers if name == "set-cookie"] == ["one=1", "two=2"]


def test_a_line_break_in_a_header_is_stopped(running: Product) -> None:
    answer = ask(running.base_url, "/portal/split")
    assert answer.status == 502
    assert "stolen" not in str(answer.headers)


def test_a_pages_headers_can_be_asked_for_alone(running: Product) -> None:
    for path in ("/", "/portal/page"):
        asked, full = ask(running.base_url, path, "HEAD"), ask(running.base_url, path)
        assert (asked.status, asked.body) == (200, b"")
        assert asked.header("content-length") == str(len(full.body))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/nowhere", ["غير موجودة"]),
        ("/en/nowhere", ["not found"]),
        ("/portal/nowhere", ["الصفحة غير موجودة", "Page not found", 'lang="ar" dir="rtl"']),
    ],
)
def test_what_is_not_there_is_told_in_the_readers_language(
    running: Product, path: str, words: list[str]
) -> None:
    answer = ask(running.base_url, path)
    assert answer.status == 404
    assert all(word in answer.body.decode() for word in words)


@pytest.mark.parametrize(("language", "title"), [("ar", "الصفحة غير موجودة"), ("en", "Page not found")])
def test_the_api_gets_problem_documents(running: Product, language: str, title: str) -> None:
    answer = ask(running.base_url, "/api/v1/nowhere", Accept_Language=language)
    assert (answer.status, answer.header("content-type")) == (404, "application/problem+json")
    assert (answer.json()["title"], answer.json()["status"]) == (title, 404)


def test_a_method_that_a_page_does_not_take_is_refused_with_those_it_takes(running: Product) -> None:
    answer = ask(running.base_url, "/portal/things/1", "DELETE")
    assert (answer.status, answer.header("allow")) == (405, "GET, POST")


def test_a_body_over_the_limit_is_refused_and_the_longest_allowed_is_taken(running: Product) -> None:
    longest = b"x" * 1024 * 1024
    assert ask(running.base_url, "/portal/things/1", "POST", longest, Content_Type=FORM).status == 200
    refused = ask(running.base_url, "/api/v1/needs", "POST", longest + b"x", Content_Type="application/json")
    assert (refused.status, refused.json()["status"]) == (413, 413)


def test_a_host_name_that_only_points_here_reads_nothing(running: Product) -> None:
    answer = ask(running.base_url, "/_local/mail", Host="evil.example")
    assert answer.status == 421
    assert "204817" not in answer.body.decode()


def test_a_connection_is_kept_for_the_next_request(running: Product) -> None:
    with closing(connect(running.base_url)) as connection:
        local_ports = set()
        for _ in range(3):
            connection.request("GET", "/portal/page")
            assert connection.getresponse().read().decode() == "<p>مرحبا</p>"
            local_ports.add(connection.sock.getsockname()[1])
    assert len(local_ports) == 1


def test_requests_that_take_long_run_beside_each_other(running: Product) -> None:
    names = ["first", "second"]
    began = [running.data_dir / f"{name}.began" for name in names]
    with ThreadPoolExecutor() as threads:
        answers = [threads.submit(ask, running.base_url, f"/portal/hold/{name}") for name in names]
        until(lambda: all(path.exists() for path in began))
        for name in names:
            (running.data_dir / f"{name}.go").touch()
        pids = {answer.result().json()["pid"] for answer in answers}
    assert len(pids) == 2


def test_more_requests_than_workers_wait_their_turn(running: Product) -> None:
    def asked(number: int) -> str:
        thing: str = ask(running.base_url, f"/portal/things/{number}").json()["thing"]
        return thing

    with ThreadPoolExecutor(20) as threads:
        assert list(threads.map(asked, range(100))) == [str(number) for number in range(100)]


def test_a_worker_that_crashes_costs_one_request_and_is_started_again(running: Product) -> None:
    crashed = ask(running.base_url, "/portal/crash", "POST", b"a=b", Content_Type=FORM)
    assert crashed.status == 502
    assert all(words in crashed.body.decode() for words in ("تعذّر إتمام الطلب", "could not be completed"))
    for number in range(20):
        assert ask(running.base_url, f"/portal/things/{number}").status == 200


def test_the_portal_recovers_when_every_worker_crashed(running: Product) -> None:
    crashes = [ask(running.base_url, "/portal/crash", "POST", b"a=b", Content_Type=FORM) for _ in range(4)]
    assert {crash.status for crash in crashes} == {502}
    assert ask(running.base_url, "/portal/page").status == 200


def test_a_worker_killed_while_it_waits_costs_nothing(running: Product) -> None:
    pid = ask(running.base_url, "/portal/things/1").json()["pid"]
    os.kill(pid, signal.SIGKILL)
    until(lambda: pid not in running.children())
    assert {ask(running.base_url, "/portal/page").status for _ in range(6)} == {200}


def test_a_worker_that_leaves_is_started_again(running: Product) -> None:
    assert ask(running.base_url, "/portal/raise").status == 502
    assert ask(running.base_url, "/portal/page").status == 200


def test_every_demo_account_is_printed(running: Product) -> None:
    assert "staff@aman.example" in running.said()
    assert Path(running.data_dir, "demo.json").exists()
