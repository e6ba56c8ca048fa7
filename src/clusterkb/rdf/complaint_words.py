"""Why a document is refused, in English, Russian and Uzbek, each reason with a stable code."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from string import Formatter
from typing import NamedTuple, TypedDict

from clusterkb.errors import BadInput
from clusterkb.rdf.text import LANGUAGES

Words = dict[str, str]
Place = tuple[int, int]

UNKNOWN: Place = (0, 0)


class _Table(TypedDict):
    frame: Words
    nameless: Words
    refusals: dict[str, Words]
    causes: list[dict[str, str]]
    remedies: dict[str, Words]


class Cause(NamedTuple):
    """What a parser stopped at.

    Attributes:
        code: Short name of the reason, stable between versions.
        remedy: Key of what to do about it.
        words: Language → what is wrong.
    """

    code: str
    remedy: str
    words: Words


@cache
def _table() -> _Table:
    table: _Table = json.loads(resources.files(__package__).joinpath("complaints.json").read_text("utf-8"))
    return table


def codes() -> list[str]:
    """Return every code that a document can be refused with.

    >>> "unknown-prefix" in codes(), "syntax" in codes()
    (True, True)
    """
    table = _table()
    return sorted({"syntax", "other-format", *(row["code"] for row in (*table["refusals"].values(), *table["causes"]))})


def reasons(code: str) -> list[Words]:
    """Return what is said of each reason with a code, and what to do about it; "…" for what a document decides.

    >>> reasons("not-text")[0]["en"]
    '… holds a NUL character; it is not text. Save the file as UTF-8 text.'
    """
    table = _table()
    refusals = [(row, table["remedies"][row["remedy"]]) for row in table["refusals"].values() if row["code"] == code]
    causes = [(_sentence(row), table["remedies"][row["remedy"]]) for row in table["causes"] if row["code"] == code]
    return [{one: _left_open(f"{row[one]} {mend[one]}") for one in LANGUAGES} for row, mend in (*refusals, *causes)]


def _sentence(words: Mapping[str, str]) -> Words:
    return {one: f"{words[one][0].upper()}{words[one][1:]}." for one in LANGUAGES}


def _left_open(words: str) -> str:
    return "".join(text + ("" if field is None else "…") for text, field, _, _ in Formatter().parse(words))


def refusal(reason: str, place: Place = UNKNOWN, **fields: object) -> BadInput:
    """Return the error for a document that is refused.

    Args:
        reason: Key of the reason, such as ``too-deep``.
        place: Line and column, both from 1; 0 where unknown.
        fields: What the words of the reason leave open; ``name`` of the document in all of them.

    >>> print(refusal("too-deep", (3, 1), name="x.ttl", most=200))
    line 3, column 1: x.ttl nests deeper than 200 levels. Flatten the description.
    """
    words = _table()["refusals"][reason]
    return _error(words["code"], _filled(words, fields), _filled(_table()["remedies"][words["remedy"]], fields), place)


def syntax(cause: Cause, place: Place, **fields: object) -> BadInput:
    """Return the error for a document that breaks the rules of its format.

    Args:
        cause: What is wrong.
        place: Line and column, both from 1; 0 where unknown.
        fields: ``name`` of the document and ``label`` of its format, and what the remedy leaves open.
    """
    table = _table()
    words, nameless = (
        {one: frame[one].format(cause=cause.words[one], **fields) for one in LANGUAGES}
        for frame in (table["frame"], table["nameless"])
    )
    remedy = _filled(table["remedies"][cause.remedy], fields)
    error = _error(cause.code, words, remedy, place)
    error.texts = _texts(nameless, remedy)  # they are for reports, which name the file beside each
    return error


def cause_of(said: str, family: str) -> Cause:
    """Return the cause for a parser's words, which are quoted where we have none of our own.

    Args:
        said: The parser's words.
        family: ``turtle``, ``lines``, ``jsonld`` or ``rdf``.

    >>> cause_of("The prefix e: has not been declared", "turtle").words["ru"]
    'префикс e: не объявлен'
    >>> cause_of("Odd", "turtle").words["ru"]
    '«Odd»'
    """
    for row in _table()["causes"]:
        if (not row["in"] or family in row["in"]) and (found := re.search(row["saying"], said)):
            what = next((value for value in found.groupdict().values() if value is not None), "")
            return Cause(row["code"], row["remedy"], _filled(row, {"what": what}))
    said = said.rstrip(".")
    return Cause("syntax", "correct", {one: said if one == "en" else f"«{said}»" for one in LANGUAGES})


def _filled(words: Mapping[str, str], fields: Mapping[str, object]) -> Words:
    return {one: words[one].format(**fields) for one in LANGUAGES}


def _error(code: str, words: Words, remedy: Words, place: Place) -> BadInput:
    error = BadInput(words["en"], remedy=remedy["en"], line=place[0], column=place[1])
    error.code = code
    error.texts = _texts(words, remedy)
    return error


def _texts(words: Words, remedy: Words) -> tuple[tuple[str, str], ...]:
    return tuple((one, f"{words[one]} {remedy[one]}".strip()) for one in LANGUAGES)
