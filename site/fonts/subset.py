"""Cuts the two Arabic fonts of the site out of the `@fontsource/ibm-plex-sans-arabic` package.

Run by hand when the font changes: `python site/fonts/subset.py PACKAGE_FOLDER`. Its licence reserves the
name "Plex", so what is cut carries another name; the licence travels with the fonts (`OFL.txt`).
"""

import sys
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

LETTERS = [0x60C, 0x61B, 0x61F, *range(0x621, 0x63B), *range(0x640, 0x653)]
FEATURES = ["init", "medi", "fina", "isol", "rlig", "ccmp", "mark", "mkmk"]
NAME = "Aman Arabic"
NAMES = {1: NAME, 3: NAME, 4: NAME, 6: "AmanArabic", 16: NAME}


def cut(source: Path, target: Path) -> None:
    """Write the Arabic letters of one weight, renamed, as woff2."""
    options = subset.Options(layout_features=FEATURES, hinting=False, desubroutinize=True, flavor="woff2")
    font = TTFont(source)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    for number, name in NAMES.items():
        font["name"].removeNames(nameID=number)
        font["name"].setName(name, number, 3, 1, 0x409)
    font["name"].removeNames(nameID=17)
    font.flavor = "woff2"
    font.save(target)


if __name__ == "__main__":
    package = Path(sys.argv[1])
    assets = Path(__file__).parents[1] / "assets"
    for weight in (400, 700):
        cut(
            package / "files" / f"ibm-plex-sans-arabic-arabic-{weight}-normal.woff2",
            assets / f"aman-arabic-{weight}.woff2",
        )
