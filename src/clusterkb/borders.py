"""The borders of countries: Natural Earth, 1:50 million (public domain), outer rings, simplified to 0.05 degrees.

They lie beside this module, in ``borders.json``.
"""

from __future__ import annotations

import json
from importlib import resources

Ring = list[tuple[float, float]]
"""Longitude and latitude (WGS 84, degrees) of each corner, the first one again at the end."""


def borders() -> dict[str, list[Ring]]:
    """Return code (ISO 3166-1 alpha-2) → the rings of a country.

    >>> len(borders()["UZ"]) > 0
    True
    """
    text = (resources.files("clusterkb") / "borders.json").read_text(encoding="utf-8")
    countries: dict[str, list[list[list[float]]]] = json.loads(text)["countries"]
    return {code: [[(x, y) for x, y in ring] for ring in rings] for code, rings in countries.items()}
