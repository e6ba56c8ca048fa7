"""What a parser says of a document it cannot read, in words and at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from clusterkb.errors import BadInput
from clusterkb.rdf.complaint_places import behind_the_last, in_characters, in_json, in_xml
from clusterkb.rdf.complaint_words import UNKNOWN, Place, cause_of, syntax
from clusterkb.rdf.formats import TURTLE, Format, guess
from clusterkb.rdf.places.lines import Lines

_PLACE = re.compile(r"^Parser error (?:at|between) line (\d+)\D+(\d+).*?: ")
_TAG = re.compile(r"@[\w-]*")
# A text of JSON up to half of a character: an escape of one of the two that only stand for one together.
_HALF = re.compile(
    r""""(?:[^"\\]|\\[^u]|\\u(?![dD][89a-fA-F])|\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F])*+(\\u[\da-fA-F]{4})"""
)
_FAMILY = {"ttl": "turtle", "trig": "turtle", "nt": "lines", "nq": "lines"}


def complaints(errors: Iterable[Exception], text: str, form: Format, name: str, base: str | None) -> list[BadInput]:
    """Return what a parser raised in words, without what only follows from it: one complaint a line.

    Args:
        errors: What the parser raised, in the order of the document.
        text: The document.
        form: Its format.
        name: What to call it.
        base: IRI that relative references were resolved against.
    """
    found: list[BadInput] = []
    seen: set[object] = set()
    lines, likely = Lines(text), guess(text[:2_000].encode())
    places = in_xml(text, form, base) if form.name == "rdf" else iter(())
    for error in errors:
        place, said = _split(error)
        place = next(places, UNKNOWN) if form.name == "rdf" else _place(place, said, (text, lines), form)
        # What is left of a line behind an error is no news, nor is that the text then ends too early.
        if (place[0] or said) in seen or (found and said == "Unexpected end"):
            continue
        seen.add(place[0] or said)
        if form == TURTLE and likely != TURTLE:
            return [_other_format(said, form, name, place, likely)]
        found.append(invalid(_explained(said, text, lines, place), form, name, place))
    return found


def complaint(error: Exception, form: Format, name: str) -> BadInput:
    """Return what a parser raised in words, of a document whose text is not at hand."""
    place, said = _split(error)
    return invalid(said, form, name, place)


def invalid(said: str, form: Format, name: str, place: Place) -> BadInput:
    """Return the error for what any parser says of a document.

    Args:
        said: What is wrong, in the parser's words.
        form: The document's format.
        name: What to call it.
        place: Line and column, both from 1; 0 where unknown.
    """
    return syntax(cause_of(said, _FAMILY.get(form.name, form.name)), place, name=name, label=form.label)


def _other_format(said: str, form: Format, name: str, place: Place, likely: Format) -> BadInput:
    cause = cause_of(said, "turtle")._replace(code="other-format", remedy="other-format")
    return syntax(cause, place, name=name, label=form.label, likely=likely.label)


def _split(error: Exception) -> tuple[Place, str]:
    """Return the place a parser names and what it says of it."""
    place = getattr(error, "lineno", None) or 0, getattr(error, "offset", None) or 0
    said = str(getattr(error, "msg", None) or error)
    if found := _PLACE.search(said):
        return (int(found[1]), int(found[2])), said[found.end() :]
    return place, "remote context" if "LoadDocumentCallback" in said else said


def _place(place: Place, said: str, document: tuple[str, Lines], form: Format) -> Place:
    text, lines = document
    if form.name == "jsonld":
        return in_characters(text, place) if place[0] else in_json(text, said)
    if "dot is expected" in said or "followed by a dot" in said:
        return behind_the_last(text, lines, place)
    return place


def _explained(said: str, text: str, lines: Lines, place: Place) -> str:
    """Return a parser's words, better ones where it stumbled over a language tag or half a character."""
    if said == "Unexpected end of file" and (half := _HALF.match(text, lines.offset(*place))):
        return f"{half[1]} is an invalid surrogate"
    if not said.startswith("Unexpected character"):
        return said
    offset = lines.offset(*place)
    at = text.rfind("@", lines.starts[place[0] - 1] + 1, offset)
    tag = _TAG.match(text, at) if at > 0 and text[at - 1] in "\"'" else None
    return f"bad language tag {tag[0]}" if tag and tag.end() >= offset else said
