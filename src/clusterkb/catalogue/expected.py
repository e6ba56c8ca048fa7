"""What a shape asks of the values of a property, in plain words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TypedDict

import pyoxigraph as ox

from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.namespaces import BASE, expand, shorten
from clusterkb.rdf.terms import Term

Words = dict[str, str]


class Entry(TypedDict, total=False):
    """A rule that is no shape: its group, its words, and examples; without a ``form`` they are no descriptions."""

    kind: str
    name: Words
    what: Words
    why: Words
    form: str
    wrong: str
    right: str


class Table(TypedDict):
    """What ``rules.json`` holds: sentences by key, sentences by pattern, names of groups, rules by code."""

    expected: dict[str, Words]
    patterns: dict[str, Words]
    groups: dict[str, Words]
    rules: dict[str, Entry]


@cache
def table() -> Table:
    """Return the words."""
    found: Table = json.loads(resources.files(__package__).joinpath("rules.json").read_text("utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is asked for, as a sentence, and the things that it names at its end."""

    text: str
    things: list[Ref]


_LIST = re.compile(rf"\^({re.escape(BASE)}/concept/[a-z-]+)/(?:\(([a-z|-]+)\)\$)?")
_ANY_LIST = f"^{BASE}/concept/"
_DATATYPES = {
    expand(name): name.partition(":")[2] for name in ("rdf:langString", "xsd:string", "xsd:integer", "xsd:boolean")
}


def expectations(reader: Reader, shape: str) -> list[Expectation]:
    """Return what a property shape asks for, one sentence a constraint.

    Args:
        reader: It tells the language too.
        shape: IRI of the shape.
    """
    found = (says(reader, values) for name, says in _SAYS.items() if (values := _values(reader, shape, name)))
    return [*(one for several in found for one in several), *_between(reader, shape)]


def _values(reader: Reader, shape: str, name: str) -> list[Term]:
    return [term for term in reader.objects(shape, name) if not isinstance(term, ox.Triple)]


def _said(reader: Reader, key: str, things: Iterable[str] = (), **fields: object) -> Expectation:
    return Expectation(table()["expected"][key][reader.language].format(**fields), reader.refs(things))


def _between(reader: Reader, shape: str) -> Iterator[Expectation]:
    low, high = reader.plain(shape, "sh:minInclusive"), reader.plain(shape, "sh:maxInclusive")
    if low or high:
        yield _said(reader, "between" if low and high else "least" if low else "greatest", low=low, high=high)


def _count(key: str, special: str) -> Callable[[Reader, list[Term]], Iterator[Expectation]]:
    def says(reader: Reader, values: list[Term]) -> Iterator[Expectation]:
        for number in (term.value for term in values):
            yield _said(reader, key + number if number in special else key, number=number)

    return says


def _naming(key: str) -> Callable[[Reader, list[Term]], Iterator[Expectation]]:
    def says(reader: Reader, values: list[Term]) -> Iterator[Expectation]:
        yield _said(reader, key, (term.value for term in values))

    return says


def _datatype(reader: Reader, values: list[Term]) -> Iterator[Expectation]:
    for kind in (term.value for term in values):
        yield _said(reader, _DATATYPES.get(kind, "datatype"), name=shorten(kind))


def _pattern(reader: Reader, values: list[Term]) -> Iterator[Expectation]:
    for pattern in (term.value for term in values):
        if words := table()["patterns"].get(pattern):
            yield Expectation(words[reader.language], [])
        elif pattern == _ANY_LIST:
            yield _said(reader, "lists")
        elif not (found := _LIST.fullmatch(pattern)):
            yield _said(reader, "pattern", pattern=pattern)
        elif found[2]:
            yield _said(reader, "concepts", (f"{found[1]}/{name}" for name in found[2].split("|")))
        else:
            yield _said(reader, "list", [found[1]])


def _qualified(reader: Reader, values: list[Term]) -> Iterator[Expectation]:
    yield _said(reader, "none", (one.value for term in values for one in _values(reader, term.value, "sh:hasValue")))


_SAYS: dict[str, Callable[[Reader, list[Term]], Iterator[Expectation]]] = {
    "sh:minCount": _count("minCount", "1"),
    "sh:maxCount": _count("maxCount", "01"),
    "sh:nodeKind": lambda reader, _: iter([_said(reader, "address")]),
    "sh:datatype": _datatype,
    "sh:pattern": _pattern,
    "sh:uniqueLang": lambda reader, _: iter([_said(reader, "uniqueLang")]),
    "sh:hasValue": _naming("hasValue"),
    "sh:lessThanOrEquals": _naming("lessThanOrEquals"),
    "sh:qualifiedValueShape": _qualified,
    "sh:sparql": lambda reader, _: iter([_said(reader, "sparql")]),
}
"""Parameter → the sentences for its values. What a shape of ours says with another, a test finds."""
