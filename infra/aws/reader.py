"""Somebody who reads the deployed site through CloudFront, as far as the rehearsal's engine is one."""

import http.client
from dataclasses import dataclass
from typing import Final

from infra.aws.journey import expect
from infra.aws.resources.edge_headers import headers_of, site_rules
from infra.aws.visitor import PATIENCE_SECONDS, Heard

ARABIC: Final = '<html lang="ar" dir="rtl">'
ENGLISH: Final = '<html lang="en" dir="ltr">'


@dataclass(frozen=True, slots=True)
class Reader:
    """A browser without a screen. `tls` says whether it came over TLS, which is looked at before all else."""

    port: int
    host: str

    def get(self, path: str, *, tls: bool = True) -> Heard:
        """Ask for a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        headers = {"Host": self.host, "X-Forwarded-Proto": "https" if tls else "http"}
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        return Heard(answer.status, {k.lower(): v for k, v in answer.headers.items()}, (), text)


def read(reader: Reader) -> None:
    """Look through the site. Raises UnexpectedAnswerError at the first answer that is another."""
    for path, language in (("/", ARABIC), ("/en/", ENGLISH), ("/about/", ARABIC)):
        expect(language in reader.get(path).require(200).body, f"{path} is in another language")
    for path, language in (("/nowhere", ARABIC), ("/en/nowhere/", ENGLISH)):
        expect(language in reader.get(path).require(404).body, f"{path} is refused in another language")
    expect(reader.get("/about").require(301).headers["location"] == "/about/", "a folder leads elsewhere")
    to_tls = reader.get("/", tls=False).require(301).headers["location"]
    expect(to_tls == f"https://{reader.host}/", f"without TLS one is led to {to_tls}")
    rules = site_rules()
    for path in ("/", "/leave/", "/leave/cache/"):
        heard = reader.get(path).require(200)
        missing = {k: v for k, v in headers_of(rules, path).items() if heard.headers.get(k.lower()) != v}
        expect(not missing, f"{path} is answered without {missing}")
