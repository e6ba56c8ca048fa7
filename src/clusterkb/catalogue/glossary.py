"""The glossary: what the terms mean, and what they are called in each language."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from clusterkb.catalogue.collation import Letter, by_letter, letter, order
from clusterkb.catalogue.index import by_kind
from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.rdf.text import LANGUAGES, Text

_KINDS = ("class", "concept", "theory")


@dataclass(frozen=True, slots=True)
class Entry:
    """A term in the glossary.

    Attributes:
        term: The term.
        kind: What it is.
        definition: What it means.
        others: What it is called in the other languages.
    """

    term: Ref
    kind: str
    definition: Text
    others: list[Text]


def glossary(reader: Reader) -> list[Letter[Entry]]:
    """Return all classes, concepts and approaches that have a definition, under their letters."""
    things = by_kind(reader)
    entries = [
        Entry(reader.ref(iri), kind, definition, _others(reader, iri))
        for kind in _KINDS
        for iri in things[kind]
        if (definition := reader.text(iri, "skos:definition"))
    ]
    entries.sort(key=lambda entry: (order(entry.term.label, reader.language), entry.term.iri))
    return by_letter(entries, lambda entry: letter(entry.term.label, reader.language))


def glossary_table(letters: list[Letter[Entry]]) -> bytes:
    """Return a glossary as CSV: the term, its definition, its name in each language, its permanent address."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["term", "definition", *LANGUAGES, "kind", "address"])
    for group in letters:
        for entry in group.rows:
            names = {text.language: text.value for text in (entry.term.label, *entry.others)}
            called = [names.get(language, "") for language in LANGUAGES]
            writer.writerow([entry.term.label.value, entry.definition.value, *called, entry.kind, entry.term.iri])
    return out.getvalue().encode("utf-8-sig")  # without the mark Excel takes UTF-8 for something else


def _others(reader: Reader, iri: str) -> list[Text]:
    texts = {text.language: text for text in reader.texts(iri, "skos:prefLabel")}
    return [texts[language] for language in LANGUAGES if language in texts and language != reader.language]
