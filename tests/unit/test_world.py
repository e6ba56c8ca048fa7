from __future__ import annotations

import re
from itertools import pairwise

import pytest
import shapely

from clusterkb import KnowledgeBase
from clusterkb.borders import borders
from clusterkb.catalogue.world import HEIGHT, WIDTH, World, projected, world


@pytest.fixture(scope="module")
def drawn(kb: KnowledgeBase) -> World:
    return world(kb.reader("ru"), kb.coverage().countries)


def corners(outline: str) -> list[tuple[int, int]]:
    """Return where the corners of a path are, step by step."""
    found, place = [], (0, 0)
    for command, numbers in re.findall(r"([Mlhvz])([^Mlhvz]*)", outline):
        values = [int(number) for number in re.findall(r"-?\d+", numbers)]
        if command == "h":
            values = [values[0], 0]
        elif command == "v":
            values = [0, values[0]]
        for x, y in zip(values[::2], values[1::2], strict=True):
            place = (x, y) if command == "M" else (place[0] + x, place[1] + y)
            found.append(place)
    return found


def test_every_country_is_on_the_map_however_small_in_the_reader_s_language(kb: KnowledgeBase, drawn: World) -> None:
    assert [one.number for one in drawn.countries] == list(kb.coverage().countries.values())
    assert all(one.outline and one.place.label.language == "ru" for one in drawn.countries)
    assert {one.step for one in drawn.countries} == {1, 2, 3, 4}


def test_everything_lies_within_the_picture(drawn: World) -> None:
    for outline in (drawn.others, *(one.outline for one in drawn.countries)):
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in corners(outline))


@pytest.mark.parametrize(
    ("code", "longitude", "latitude"), [("uz", 64.5, 41.5), ("gb", -1.5, 53.0), ("za", 24.0, -29.0)]
)
def test_a_country_is_drawn_around_its_middle(drawn: World, code: str, longitude: float, latitude: float) -> None:
    outline = next(one.outline for one in drawn.countries if one.code == code)
    x, y = projected(longitude, latitude)
    across, down = zip(*corners(outline), strict=True)
    assert min(across) < x < max(across)
    assert min(down) < y < max(down)


def test_a_country_is_not_drawn_twice(kb: KnowledgeBase, drawn: World) -> None:
    alone = world(kb.reader(), {})
    assert len(drawn.others) < len(alone.others)
    assert alone.countries == []
    assert len(borders()) > 200


def test_the_equator_s_ends_are_the_picture_s() -> None:
    assert [round(projected(longitude, 0)[0]) for longitude in (-180, 0, 180)] == [0, WIDTH // 2, WIDTH]


def test_no_border_leaps_around_the_world() -> None:
    leaps = {
        code
        for code, rings in borders().items()
        for ring in rings
        for (before, _), (after, _) in pairwise(ring)
        if abs(after - before) > 60 and code != "AQ"
    }
    assert leaps == set()


@pytest.mark.parametrize(
    ("code", "longitude", "latitude"),
    [
        ("RU", 100.0, 66.5),
        ("RU", 70.0, 67.0),
        ("RU", 177.0, 66.0),
        ("RU", -172.0, 66.0),
        ("FJ", 177.9, -17.8),
        ("UZ", 64.5, 41.5),
    ],
)
def test_a_country_holds_what_lies_in_it(code: str, longitude: float, latitude: float) -> None:
    point = shapely.Point(longitude, latitude)
    assert [found for found, rings in borders().items() if any(map(point.within, map(shapely.Polygon, rings)))] == [
        code
    ]
