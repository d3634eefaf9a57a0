"""Where partners go."""

from chalicelib.domain.areas import REGION_OF, Area, Region, serves


def test_every_area_lies_in_a_region() -> None:
    assert set(REGION_OF) == set(Area)
    assert set(REGION_OF.values()) == set(Region)


def test_no_region_that_hides_a_town_has_only_that_town() -> None:
    for region in (Region.CITY, Region.CENTRAL, Region.EAST_COAST):
        assert sum(one is region for one in REGION_OF.values()) > 1


def test_a_partner_goes_to_the_areas_that_it_names() -> None:
    assert serves([Area.KALBA, Area.DIBBA], Area.KALBA)
    assert not serves([Area.KALBA], Area.DIBBA)


def test_who_goes_to_the_whole_emirate_goes_anywhere() -> None:
    assert all(serves([Area.EMIRATE], area) for area in Area)
