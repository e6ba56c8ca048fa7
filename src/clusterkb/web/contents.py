"""The sections of the page being made, for its list of contents."""

from __future__ import annotations

from typing import cast

from flask import g

FEWEST = 4
"""A page with fewer sections needs no list of them."""


def noted(name: str, heading: str) -> str:
    """Note a section of the page being made, by its id and heading; return nothing to be seen."""
    sections().append((name, heading))
    return ""


def sections() -> list[tuple[str, str]]:
    """Return the sections noted so far."""
    if "sections" not in g:
        g.sections = []
    return cast("list[tuple[str, str]]", g.sections)
