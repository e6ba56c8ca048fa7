"""A map of the world on which countries are shaded by how many records they have.

Projection: Equal Earth (Šavrič, Patterson, Jenny 2018, DOI 10.1080/13658816.2018.1504949), so that areas compare.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from clusterkb.borders import Ring, borders
from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.namespaces import expand

WIDTH, HEIGHT = 960, 424

_A = (1.340264, -0.081106, 0.000893, 0.003796)
_SCALE = WIDTH / 2 / 2.7066
_MIDDLE = 232  # of 424: the south of the sea is left out
_EMPTY = ("AQ",)
_SMALLEST = 5  # pixels: islands below this are left out
_NEAREST = 3  # pixels, along both axes: corners nearer to the last one are left out
_DOT = 5  # pixels: what a country is drawn as that is smaller than all this
_STEPS = (1, 3, 10, 25)


@dataclass(frozen=True, slots=True)
class Country:
    """A country with records.

    Attributes:
        place: The country.
        code: ISO 3166-1 alpha-2, in small letters, as the list of clusters asks for it.
        number: How many records it has.
        step: How dark it is, from 1 to 4.
        outline: Its borders, as the ``d`` of a path of SVG.
    """

    place: Ref
    code: str
    number: int
    step: int
    outline: str


@dataclass(frozen=True, slots=True)
class World:
    """A map, ``WIDTH`` by ``HEIGHT``: countries with records, most first; the outlines of all others as one."""

    countries: list[Country]
    others: str


def world(reader: Reader, numbers: Mapping[str, int]) -> World:
    """Draw the map.

    Args:
        reader: Where the names and codes of countries come from.
        numbers: Country (a prefixed name) → how many records it has.
    """
    rings = borders()
    countries = []
    for name, number in numbers.items():
        iri = expand(name)
        code = reader.plain(iri, "ckb:countryCode")
        own = rings.pop(code, [])
        outline = _outline(own) or _dot(own)
        step = sum(number >= least for least in _STEPS)
        countries.append(Country(reader.ref(iri), code.lower(), number, step, outline))
    return World(countries, _outline(ring for code, them in rings.items() if code not in _EMPTY for ring in them))


def projected(longitude: float, latitude: float) -> tuple[float, float]:
    """Return where a point lies on the map, in pixels from its upper left corner.

    >>> [round(value) for value in projected(0, 0)]
    [480, 232]
    """
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square = theta * theta
    a1, a2, a3, a4 = _A
    slope = a1 + 3 * a2 * square + square**3 * (7 * a3 + 9 * a4 * square)
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / (3 * slope)
    y = theta * (a1 + a2 * square + square**3 * (a3 + a4 * square))
    return WIDTH / 2 + _SCALE * x, _MIDDLE - _SCALE * y


def _outline(rings: Iterable[Ring]) -> str:
    shapes = (list(_corners(ring)) for ring in rings)
    return "".join(_path(points) for points in shapes if len(points) > 2 and _width(points) >= _SMALLEST)


def _corners(ring: Ring) -> Iterator[tuple[int, int]]:
    """Yield the corners in whole pixels, one for several that lie close."""
    last = -_NEAREST, -_NEAREST
    for longitude, latitude in ring:
        x, y = projected(longitude, latitude)
        corner = round(x), round(y)
        if abs(corner[0] - last[0]) + abs(corner[1] - last[1]) >= _NEAREST:
            yield corner
            last = corner


def _width(points: list[tuple[int, int]]) -> int:
    across, down = ([point[axis] for point in points] for axis in (0, 1))
    return max(max(across) - min(across), max(down) - min(down))


def _dot(rings: list[Ring]) -> str:
    if not rings:
        return ""
    x, y = projected(*rings[0][0])
    return f"M{round(x)} {round(y)}h{_DOT}v{_DOT}h-{_DOT}z"


def _path(points: list[tuple[int, int]]) -> str:
    """Return a ring as steps from corner to corner, which is shorter than places are."""
    (x, y), *rest = points
    steps = [f"M{x} {y}l"]
    for next_x, next_y in rest:
        steps.append(f"{next_x - x} {next_y - y} ".replace(" -", "-"))
        x, y = next_x, next_y
    return "".join(steps).rstrip() + "z"
