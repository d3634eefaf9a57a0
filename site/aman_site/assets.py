"""Styles, scripts, fonts and pictures: made small, named by their content, and so kept for ever."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aman_site.texts import SiteError

FOLDER = "assets"


@dataclass(slots=True)
class Assets:
    """What is published under `/assets/`, by the name it has in the sources."""

    contents: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, content: bytes) -> None:
        """Take a file in; references to files added before it are put right."""
        digest = hashlib.sha256(content).hexdigest()[:8]
        stem, _, suffix = name.rpartition(".")
        self.contents[name] = content
        self.names[name] = f"{FOLDER}/{stem}.{digest}.{suffix}"

    def reserve(self, name: str, version: bytes) -> None:
        """Name a file whose content is known only once the pages are built, by what it will be made from."""
        stem, _, suffix = name.rpartition(".")
        self.names[name] = f"{FOLDER}/{stem}.{hashlib.sha256(version).hexdigest()[:8]}.{suffix}"

    def path(self, name: str) -> str:
        """Return the published path, without a leading slash."""
        if name not in self.names:
            raise SiteError(f"no asset is called '{name}'")
        return self.names[name]

    def write(self, site_dir: Path) -> None:
        (site_dir / FOLDER).mkdir(exist_ok=True)
        for name, content in self.contents.items():
            (site_dir / self.names[name]).write_bytes(content)


def collect(source: Path, settings: Mapping[str, str]) -> Assets:
    """Gather the folder's files, those referred to first; scripts get the settings they name."""
    assets = Assets()
    for path in sorted(source.glob("*.*")):
        if path.suffix in {".woff2", ".svg"}:
            assets.add(path.name, path.read_bytes())
    for path in sorted(source.glob("*.js")):
        if path.name != "sw.js":
            script = small_script(path.read_text(encoding="utf-8"))
            for name, value in settings.items():
                script = script.replace(name, value)
            assets.add(path.name, script.encode())
    for path in sorted(source.glob("*.css")):
        assets.add(path.name, small_style(with_references(path.read_text(encoding="utf-8"), assets)).encode())
    return assets


def with_references(css: str, assets: Assets) -> str:
    """Point every `url("…")` to the published name."""
    return re.sub(r'url\("([^"]+)"\)', lambda found: f"url(/{assets.path(found[1])})", css)


def small_style(css: str) -> str:
    """Drop comments and the blanks that CSS does not need."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    return re.sub(r": (?=[^{}]*[;}])", ":", css).replace(";}", "}").strip()


def small_script(script: str) -> str:
    """Drop lines that only comment, and indentation; the code itself stays as it was written."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"
