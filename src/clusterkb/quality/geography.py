"""Points on Earth against the borders of the country they are said to be in."""

from __future__ import annotations

from collections.abc import Iterator

from clusterkb.borders import borders
from clusterkb.extra import extra
from clusterkb.namespaces import shorten
from clusterkb.quality.hygiene import Fault
from clusterkb.quality.triples import Facts

_NEAR = 0.25
"""Degrees. The borders are that coarse: harbors lie in the sea of them, cities at a border beyond it."""


def misplaced(facts: Facts) -> Iterator[Fault]:
    """Yield every thing whose point lies outside its country.

    Raises:
        MissingPart: shapely is not there.
    """
    shapely = extra("shapely", "Points cannot be compared with borders without shapely.", "checking")
    rings = borders()
    for thing, place in facts["ckb:country"]:
        longitude, latitude = facts.first(thing, "wgs:long"), facts.first(thing, "wgs:lat")
        code = facts.first(place, "ckb:countryCode")
        if not (longitude and latitude and code):
            continue
        if code not in rings:
            yield Fault("no-borders", "error", place, f"No borders are known for {code}. Is it a code of ISO 3166-1?")
            continue
        point = shapely.Point(float(longitude), float(latitude))
        if min(shapely.Polygon(ring).distance(point) for ring in rings[code]) > _NEAR:
            message = (
                f"{shorten(thing)} lies at {latitude}, {longitude} (latitude, longitude), outside {shorten(place)}. "
                "Exchange the two numbers if they are the wrong way round, or correct the point or the country."
            )
            yield Fault("outside-its-country", "error", thing, message)
