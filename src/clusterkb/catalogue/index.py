"""All terms by name, from A to Z, and under every other name they have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clusterkb.catalogue.collation import Letter, by_letter, letter, order
from clusterkb.catalogue.kinds import KINDS, kind_of
from clusterkb.catalogue.listing import value_of
from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.namespaces import PREFIXES
from clusterkb.rdf.text import LANGUAGES, Text
from clusterkb.sparql import select

_KINDS = ("class", "property", "concept", "vocabulary", "theory")
_WORDS = "SELECT DISTINCT ?word ?language WHERE { ?word a ontolex:LexicalEntry ; lime:language ?language }"
_NAMED = f"""
SELECT DISTINCT ?thing WHERE {{ ?thing a ?kind FILTER(isIRI(?thing) && !STRSTARTS(STR(?thing), "{PREFIXES["fact"]}")) }}
"""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the index.

    Attributes:
        text: The name.
        thing: What is called so, by its first name.
        kind: What that is.
        alternative: Whether it is another name than the first.
    """

    text: Text
    thing: Ref
    kind: str
    alternative: bool


def index(reader: Reader) -> list[Letter[Name]]:
    """Return the names of all classes, properties, concepts and words, under their letters.

    Words are those of the reader's language, and of languages that the site does not speak, which would stand in no
    index else.
    """
    names = [*_terms(reader), *_words(reader)]
    names.sort(key=lambda name: (order(name.text, reader.language), _rank(name), name.thing.iri))
    return by_letter(names, lambda name: letter(name.text, reader.language))


def by_kind(reader: Reader) -> dict[str, list[str]]:
    """Return the IRIs of all things that have a page, kind by kind."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for row in select(reader.store, _NAMED):
        iri = value_of(row["thing"])
        if kind := kind_of(iri):
            found[kind].append(iri)
    return found


def _terms(reader: Reader) -> Iterator[Name]:
    things = by_kind(reader)
    for kind in _KINDS:
        for ref in map(reader.ref, things[kind]):
            yield Name(ref.label, ref, kind, alternative=False)
            for text in reader.texts(ref.iri, "skos:altLabel"):
                if text.language == reader.language:
                    yield Name(text, ref, kind, alternative=True)


def _words(reader: Reader) -> Iterator[Name]:
    for row in select(reader.store, _WORDS):
        ref, language = reader.ref(value_of(row["word"])), value_of(row["language"])
        if language == reader.language or language not in LANGUAGES:
            yield Name(ref.label, ref, "word", alternative=False)


def _rank(name: Name) -> int:
    return (*_KINDS, "word").index(name.kind)
