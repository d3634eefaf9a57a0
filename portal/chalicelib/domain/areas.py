"""Where: the towns and areas of the emirate (FACTS.md section 3), and which lie near which."""

from collections.abc import Collection
from enum import StrEnum


class Area(StrEnum):
    """Nine areas of Sharjah, and the whole emirate for an offering that goes anywhere (ISO 3166-2: AE-SH)."""

    SHARJAH = "sharjah"
    HAMRIYAH = "hamriyah"
    DHAID = "dhaid"
    MADAM = "madam"
    MLEIHA = "mleiha"
    BATAEH = "bataeh"
    KHORFAKKAN = "khorfakkan"
    KALBA = "kalba"
    DIBBA = "dibba"
    EMIRATE = "emirate"


class Region(StrEnum):
    """What a partner sees of a sensitive need's place before it accepts: a region, never a town."""

    CITY = "city"
    CENTRAL = "central"
    EAST_COAST = "east_coast"
    EMIRATE = "emirate"


REGION_OF = {
    Area.SHARJAH: Region.CITY,
    Area.HAMRIYAH: Region.CITY,
    Area.DHAID: Region.CENTRAL,
    Area.MADAM: Region.CENTRAL,
    Area.MLEIHA: Region.CENTRAL,
    Area.BATAEH: Region.CENTRAL,
    Area.KHORFAKKAN: Region.EAST_COAST,
    Area.KALBA: Region.EAST_COAST,
    Area.DIBBA: Region.EAST_COAST,
    Area.EMIRATE: Region.EMIRATE,
}


def serves(areas: Collection[Area], area: Area) -> bool:
    """Whether somebody who goes to these areas goes to that one."""
    return area in areas or Area.EMIRATE in areas
