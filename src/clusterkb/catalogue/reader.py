"""The reader behind every typed read: labels in the wanted language, references, and plain pattern reads."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from clusterkb.errors import NotFound
from clusterkb.namespaces import INFERRED, expand, shorten
from clusterkb.rdf.terms import Term
from clusterkb.rdf.text import LANGUAGES, Text
from clusterkb.reason import vocabulary as v
from clusterkb.store import EmbeddedStore

_INFERRED = ox.NamedNode(INFERRED)
_GUESSES = ("cluster", "scheme", "ckorg", "person", "place", "work", "theory", "ckb", "claim", "lex", "src")
_NAMES = ("skos:prefLabel", "rdfs:label", "ckb:nameUseName", "dcterms:title")


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing by its IRI and the label to show for it."""

    iri: str
    label: Text


Value = Ref | Text


Said = dict[str, list[Term | ox.Triple]]
"""What is said of one thing: IRI of a property → its values, sorted, each once."""


class Known:
    """What has been read of a store, a thing at once, and is kept: a page asks one thing for some twenty properties.

    No more is kept than the store holds, which does not change: nothing of a thing that is not in it.
    """

    def __init__(self, store: EmbeddedStore) -> None:
        self.store = store
        self._said: dict[ox.NamedNode | ox.BlankNode, Said] = {}

    def of(self, thing: ox.NamedNode | ox.BlankNode) -> Said:
        """Return what is asserted of a thing, or inferred."""
        if thing in self._said:
            return self._said[thing]
        values: dict[str, set[Term | ox.Triple]] = {}
        for quad in self.store.engine.quads_for_pattern(thing, None, None, None):
            values.setdefault(quad.predicate.value, set()).add(quad.object)
        said = {name: sorted(them, key=str) for name, them in values.items()}
        if said:
            self._said[thing] = said
        return said

    def members(self, head: object) -> list[Term | ox.Triple]:
        """Return the members of the list that begins with a node, in order; none of the empty list."""
        found: list[Term | ox.Triple] = []
        while isinstance(head, ox.BlankNode):
            said = self.of(head)
            found += said.get(v.FIRST, [])
            head = next(iter(said.get(v.REST, [])), None)
        return found


class Reader:
    """Reads from one store in one language.

    Args:
        store: An open store version.
        language: The wanted language; labels fall back to en, ru, uz, then any.
        known: What readers of the same store in other languages have read.
    """

    def __init__(self, store: EmbeddedStore, language: str = "en", known: Known | None = None) -> None:
        self.store = store
        self.language = language
        self.known = known or Known(store)
        self._labels: dict[str, Text] = {}

    def objects(self, subject: str, predicate: str) -> list[Term | ox.Triple]:
        """Return what is asserted or inferred as ``predicate`` (a prefixed name) of ``subject``, sorted, each once."""
        return [*self.known.of(ox.NamedNode(subject)).get(expand(predicate), [])]

    def subjects(self, predicate: str, thing: str, kind: str = "") -> list[str]:
        """Return the named subjects of (?, predicate, thing), sorted; only those of a class when ``kind`` names one."""
        quads = self.store.engine.quads_for_pattern(None, ox.NamedNode(expand(predicate)), ox.NamedNode(thing), None)
        found = sorted({quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)})
        return [iri for iri in found if self.is_a(iri, kind)] if kind else found

    def is_a(self, iri: str, kind: str) -> bool:
        """Return whether a thing is known to be of a class, stated or inferred."""
        thing, type_, class_ = (ox.NamedNode(expand(name)) for name in (iri, "rdf:type", kind))
        return next(self.store.engine.quads_for_pattern(thing, type_, class_, None), None) is not None

    def resolve(self, name: str) -> str:
        """Return the IRI meant by an IRI, a prefixed name or its last part.

        Raises:
            NotFound: Nothing has this name.
        """
        for candidate in (expand(name), *(expand(f"{prefix}:{name}") for prefix in _GUESSES)):
            if candidate.startswith("http") and self.exists(candidate):
                return candidate
        raise NotFound(f"Nothing is called {name!r}.", remedy=f"Look for it with: clusterkb search {shlex.quote(name)}")

    def exists(self, iri: str) -> bool:
        """Return whether anything is asserted about ``iri``."""
        try:
            node = ox.NamedNode(iri)
        except ValueError:  # no IRI at all, and so nobody's name
            return False
        return next(self.store.engine.quads_for_pattern(node, None, None, None), None) is not None

    def kinds(self, iri: str, *, inferred: bool) -> list[Ref]:
        """Return the named classes of a thing: the asserted ones, or those that are only inferred."""
        type_ = ox.NamedNode(expand("rdf:type"))
        by_graph: dict[bool, set[str]] = {True: set(), False: set()}
        for quad in self.store.engine.quads_for_pattern(ox.NamedNode(iri), type_, None, None):
            if isinstance(quad.object, ox.NamedNode):
                by_graph[is_inferred(quad)].add(quad.object.value)
        wanted = by_graph[True] - by_graph[False] if inferred else by_graph[False]
        return self.refs(wanted)

    def texts(self, subject: str, predicate: str) -> list[Text]:
        """Return all literal values, the wanted language first."""
        found = [_text(value) for value in self.objects(subject, predicate) if isinstance(value, ox.Literal)]
        if len(found) < 2:
            return found
        return sorted(found, key=lambda text: (self._distance(text), text.language, text.value))

    def text(self, subject: str, predicate: str) -> Text | None:
        """Return the best literal value for the wanted language, or None."""
        return next(iter(self.texts(subject, predicate)), None)

    def label(self, iri: str) -> Text:
        """Return the label of a thing; its prefixed name when it has none."""
        if iri in self._labels:
            return self._labels[iri]
        names = [text for name in _NAMES if (text := self.text(iri, name))]
        found = next((text for text in names if text.language == self.language), next(iter(names), None))
        if found is None:  # not kept: there is no end of things without a name
            return Text(shorten(iri))
        self._labels[iri] = found
        return found

    def ref(self, iri: str) -> Ref:
        """Return a reference to ``iri``."""
        return Ref(iri, self.label(iri))

    def refs(self, iris: Iterable[str]) -> list[Ref]:
        """Return references sorted by label, numbers in it by value: sentence 2 before sentence 10."""
        found = [self.ref(iri) for iri in iris]
        if len(found) < 2:
            return found
        return sorted(found, key=lambda ref: (_natural(ref.label.value), ref.iri))

    def things(self, subject: str, predicate: str) -> list[Ref]:
        """Return the objects that have an address, sorted by label."""
        return self.refs(term.value for term in self.objects(subject, predicate) if isinstance(term, ox.NamedNode))

    def thing(self, subject: str, predicate: str) -> Ref | None:
        """Return the first of the things, or None."""
        return next(iter(self.things(subject, predicate)), None)

    def values(self, subject: str, predicate: str) -> list[Value]:
        """Return the things, then the literal values."""
        return [*self.things(subject, predicate), *self.texts(subject, predicate)]

    def texts_in_one_language(self, subject: str, predicate: str) -> list[Text]:
        """Return the literal values in the best language there is."""
        texts = self.texts(subject, predicate)
        return [text for text in texts if text.language == texts[0].language]

    def details(self, subject: str, predicates: Iterable[str]) -> list[tuple[Ref, list[Value]]]:
        """Return the property and its values, texts in the best language only, for each of ``predicates`` in use."""
        found: list[tuple[str, list[Value]]] = [
            (name, [*self.things(subject, name), *self.texts_in_one_language(subject, name)]) for name in predicates
        ]
        return [(self.ref(expand(name)), values) for name, values in found if values]

    def plain(self, subject: str, predicate: str) -> str:
        """Return the best literal value without its language, or an empty string."""
        text = self.text(subject, predicate)
        return text.value if text else ""

    def _distance(self, text: Text) -> int:
        order = (self.language, *LANGUAGES)
        return order.index(text.language) if text.language in order else len(order)


def _natural(label: str) -> list[tuple[int, str]]:
    parts = re.split(r"(\d+)", label.casefold())
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def is_inferred(quad: ox.Quad) -> bool:
    """Return whether a quad stands in the graph of what follows."""
    return quad.graph_name == _INFERRED


def _text(literal: ox.Literal) -> Text:
    return Text(literal.value, literal.language or "")
