"""What a fix is worked out from: the documents, the rules, and a hand for each document."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

import pyoxigraph as ox

from clusterkb.namespaces import expand, split
from clusterkb.rdf.places import Written
from clusterkb.rdf.terms import Term
from clusterkb.rdf.text import Text
from clusterkb.validation.documents import Document
from clusterkb.validation.findings import Edit, Fault, Fix
from clusterkb.validation.fixes.hands import Hand
from clusterkb.validation.fixes.jsonld import JsonHand
from clusterkb.validation.fixes.rdfxml import XmlHand
from clusterkb.validation.fixes.turtle import TurtleHand
from clusterkb.validation.near import plain
from clusterkb.validation.rules import Rules

_HANDS: dict[str, Callable[[Document], Hand]] = {
    **dict.fromkeys(("ttl", "trig", "nt", "nq"), TurtleHand),
    "jsonld": JsonHand,
    "rdf": XmlHand,
}
_TITLES: dict[str, tuple[str, str, str]] = {
    "replace": ("Write {new} instead of {old}.", "Написать {new} вместо {old}.", "{old} o'rniga {new} deb yozish."),
    "declare": ("Declare the prefix {new}.", "Объявить префикс {new}.", "{new} prefiksini e'lon qilish."),
    "add": ("Add {new}.", "Добавить {new}.", "{new} qo'shish."),
    "fill": (
        "Add {new}, with your own value.",
        "Добавить {new}, указав своё значение.",
        "O'z qiymatingiz bilan {new} qo'shish.",
    ),
    "turn": (
        "Turn {new} round: it goes the other way.",
        "Перевернуть {new}: отношение направлено в другую сторону.",
        "{new} ni teskarisiga o'girish: munosabat boshqa tomonga yo'nalgan.",
    ),
}


class Desk:
    """The documents of a description, the rules, and what is worked out from them once for all fixes."""

    def __init__(self, documents: Sequence[Document], rules: Rules, things: Iterable[object]) -> None:
        """Prepare for fixes of ``things``."""
        self.documents = documents
        self.rules = rules
        self.hands: list[Hand] = [_HANDS[one.form.name](one) for one in documents if one.form.name in _HANDS]
        self._things = set(things)
        self._languages: dict[str, tuple[str, str]] = {}

    @cached_property
    def _said(self) -> dict[object, list[tuple[Hand, ox.Triple]]]:
        found: dict[object, list[tuple[Hand, ox.Triple]]] = defaultdict(list)
        for hand in self.hands:
            for quad in hand.document.quads:
                if quad.subject in self._things:
                    found[quad.subject].append((hand, quad.triple))
        return found

    @cached_property
    def spelled(self) -> dict[str, list[str]]:
        """Namespace → the local names of our terms in it."""
        found: dict[str, list[str]] = defaultdict(list)
        for iri in sorted(self.rules.terms):
            space, local = split(iri)
            found[space].append(local)
        return found

    @cached_property
    def called(self) -> dict[str, set[str]]:
        """Plain name or label → the terms of ours that are called so."""
        found: dict[str, set[str]] = defaultdict(set)
        for iri in self.rules.terms:
            for name in (split(iri)[1], *(label.value for label in self.rules.labels.get(iri, ()))):
                found[plain(name)].add(iri)
        return found

    def asked(self, fault: Fault, name: str) -> list[Term]:
        """Return what a property, such as ``sh:datatype``, of the shape that found a fault says."""
        shapes = self.rules.shapes
        return shapes.values(shapes.shape_of(fault).value, name)

    def language(self, hand: Hand) -> tuple[str, str]:
        """Return the one language of all texts of a document that have one, and its script; else nothing."""
        name = hand.document.name
        if name not in self._languages:
            terms = {quad.object for quad in hand.document.quads}
            texts = [term for term in terms if isinstance(term, ox.Literal) and term.language]
            languages = {str(text.language) for text in texts}
            written = scripts("".join(text.value for text in texts))
            alike = len(languages) == len(written) == 1
            self._languages[name] = (languages.pop(), written.pop()) if alike else ("", "")
        return self._languages[name]

    def said(self, thing: object) -> list[tuple[Hand, ox.Triple]]:
        """Return all statements about a thing."""
        return self._said.get(thing, [])

    def written(self, focus: Term, path: ox.NamedNode | None, value: Term | None) -> Iterator[tuple[Hand, Written]]:
        """Yield where a statement is written, in each document that has it."""
        for hand, triple in self.said(focus):
            if triple.predicate == path and triple.object == value:
                one = hand.document.places.statement(triple)
                if one is not None:
                    yield hand, one


RDF_TYPE = ox.NamedNode(expand("rdf:type"))


def scripts(text: str) -> set[str]:
    """Return the scripts of the letters of a text; marks such as the one in oʻzbek are of none.

    >>> sorted(scripts("Cluster, кластер")), scripts("oʻzbek")
    (['CYRILLIC', 'LATIN'], {'LATIN'})
    """
    letters = {letter for letter in text if letter.isalpha() and unicodedata.category(letter) != "Lm"}
    return {unicodedata.name(letter, "?").partition(" ")[0] for letter in letters}


def fix(deed: str, edits: Iterable[Edit], *, new: str, old: str = "", certain: bool = True) -> Fix | None:
    """Return a fix with its title; None without edits.

    >>> fix("replace", [Edit("a.ttl", 0, 1, "b")], new="b", old="a").titles[0].value
    'Write b instead of a.'
    """
    made = tuple(sorted(set(edits)))
    if not made:
        return None
    texts = zip(_TITLES[deed], ("en", "ru", "uz"), strict=True)
    return Fix(tuple(Text(text.format(new=new, old=old), language) for text, language in texts), made, certain)
