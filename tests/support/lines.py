"""On which line a Turtle document first speaks of a thing, and of each of its properties."""

from __future__ import annotations

from clusterkb.rdf.places import Lines
from clusterkb.rdf.places.turtle import statements


def first_lines(text: str) -> dict[tuple[str, str], int]:
    """Return (thing, property) → line; the property is empty for the thing itself."""
    lines = Lines(text)
    found: dict[tuple[str, str], int] = {}
    for one in statements(text):
        if one.subject:
            found.setdefault((one.subject, ""), lines.of(one.subject_at.start)[0])
            found.setdefault((one.subject, one.predicate), lines.of(one.predicate_at.start)[0])
    return found
