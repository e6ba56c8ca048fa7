"""What is wrong and what would be right, in words, for shapes that say nothing themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib import resources

import pyoxigraph as ox

from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.terms import Term
from clusterkb.rdf.text import LANGUAGES, Text
from clusterkb.validation.engines.shapes import Shapes
from clusterkb.validation.findings import Fault, in_language
from clusterkb.validation.rules import Rules
from clusterkb.validation.shape_graph import ShapeGraph
from clusterkb.validation.text import cut

_MOST_LISTED = 7
_SH, _XSD = expand("sh:"), expand("xsd:")
_BARE = {_XSD + kind for kind in ("integer", "decimal", "double", "boolean")}
_EXAMPLES = {
    "date": "2026-11-23",
    "dateTime": "2026-11-23T10:00:00Z",
    "time": "10:00:00",
    "gYear": "2026",
    "gYearMonth": "2026-11",
    "duration": "P1Y",
    "anyURI": "https://example.org/",
    "boolean": "true",
    "decimal": "12.5",
    "double": "1.2e3",
    "float": "1.5",
    "string": "text",
    "negativeInteger": "-12",
    "nonPositiveInteger": "-12",
    **dict.fromkeys(("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"), "12"),
    **dict.fromkeys(("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"), "12"),
}
# Component → parameter whose value is what was expected.
_TERM = {
    **{name: name[0].lower() + name[1:] for name in ("Class", "Datatype", "MinCount", "MaxCount", "MinExclusive")},
    **{name: name[0].lower() + name[1:] for name in ("MinInclusive", "MaxExclusive", "MaxInclusive", "MinLength")},
    **{name: name[0].lower() + name[1:] for name in ("MaxLength", "Pattern", "Equals", "Disjoint", "LessThan")},
    **{"LessThanOrEquals": "lessThanOrEquals", "HasValue": "hasValue"},
}
_LISTS = {"LanguageIn": "languageIn", "In": "in"}
_SHAPES = {"Not": "not", "Node": "node"}
_SHAPE_LISTS = {"And": "and", "Or": "or", "Xone": "xone"}
_CLASSES = ("sh:class", "sh:datatype", "sh:nodeKind", "sh:hasValue")


@cache
def _table() -> dict[str, dict[str, str]]:
    file = resources.files(__package__).joinpath("words.json")
    table: dict[str, dict[str, str]] = json.loads(file.read_text("utf-8"))
    return table


def words(fault: Fault, shapes: Shapes, rules: Rules) -> tuple[Text, ...]:
    """Return what to say of a fault: the shape's own messages, else ours, else what the engine said.

    Args:
        fault: What was found.
        shapes: The shapes that found it.
        rules: They tell what terms are called.
    """
    shape, graph = shapes.shape_of(fault), shapes.graph
    key = fault.component.removeprefix(_SH).removesuffix("ConstraintComponent")
    if shapes.messages(shape.value) or not fault.component.startswith(_SH) or key not in _table():
        return fault.messages
    if key == "SPARQL" and any(graph.values(one, "sh:message") for one in graph.values(shape, "sh:sparql")):
        return fault.messages
    return tuple(Text(_Sentence(fault, shape, graph, rules, language).text(key), language) for language in LANGUAGES)


def several(fault: Fault, branches: Iterable[Term], shapes: Shapes, rules: Rules) -> tuple[Text, ...]:
    """Return what to say where more than one of the ways holds and exactly one may."""
    held, shape, graph = list(branches), shapes.shape_of(fault), shapes.graph
    texts = []
    for language in LANGUAGES:
        sentence = _Sentence(fault, shape, graph, rules, language)
        expected = sentence.listed(map(sentence.summary, held))
        texts.append(Text(sentence.word("several").format(count=len(held), expected=expected), language))
    return tuple(texts)


class _Sentence:
    """What one language says of a fault."""

    def __init__(self, fault: Fault, shape: Term, graph: ShapeGraph, rules: Rules, language: str) -> None:
        self.fault, self.shape, self.graph, self.rules, self.language = fault, shape, graph, rules, language

    def text(self, key: str) -> str:
        """Return the sentence, with an example where one can be made."""
        expected = self.expected(key)
        words = _table()["MinCount1" if (key, expected) == ("MinCount", "1") else key][self.language]
        value = self.fault.value
        path = f"{self.name(self.fault.path)}: " if self.fault.path else ""
        shown = self.shown(value) if value is not None else self.word("thing")
        length = len(value.value) if value is not None else 0
        example = self.example(key)
        tail = self.word("example").format(example=example) if example else ""
        return (path + words.format(value=shown, expected=expected, length=length) + tail).replace("….", "…")

    def word(self, key: str) -> str:
        """Return a word of ours."""
        return _table()[key][self.language]

    def expected(self, key: str) -> str:
        """Return what the shape asks for."""
        return self.parameter(key) if key in _TERM else self.listed(self.wanted(key))

    def wanted(self, key: str) -> Iterable[str]:
        """Yield each of the things that the shape asks for."""
        graph, shape = self.graph, self.shape
        if key == "NodeKind":
            yield from map(self.kind, graph.values(shape, "sh:nodeKind"))
        elif key in _LISTS:
            for one in graph.listed(shape, f"sh:{_LISTS[key]}"):
                yield one.value if key == "LanguageIn" else self.shown(one)
        elif key in _SHAPES:
            yield from map(self.summary, graph.values(shape, f"sh:{_SHAPES[key]}"))
        elif key in _SHAPE_LISTS:
            yield from map(self.summary, graph.listed(shape, f"sh:{_SHAPE_LISTS[key]}"))
        elif key.startswith("Qualified"):
            kinds = self.listed(map(self.summary, graph.values(shape, "sh:qualifiedValueShape")))
            yield from (f"{one.value} × {kinds}" for one in graph.values(shape, f"sh:q{key[1:]}"))
        elif key == "Closed":
            inner = graph.values(shape, "sh:property")
            yield from map(self.path, [path for one in inner for path in graph.values(one, "sh:path")])
            yield from map(self.path, graph.listed(shape, "sh:ignoredProperties"))
        elif key == "SPARQL":
            yield shorten(shape.value)

    def parameter(self, key: str) -> str:
        """Return the value of a parameter that has just one."""
        values = self.graph.values(self.shape, f"sh:{_TERM[key]}")
        if key == "Pattern":
            flags = "".join(one.value for one in self.graph.values(self.shape, "sh:flags"))
            return self.listed(cut(one.value) + (f" ({flags})" if flags else "") for one in values)
        return self.listed(map(self.shown, values))

    def listed(self, texts: Iterable[str]) -> str:
        """Return texts with commas between, at most seven."""
        texts = list(dict.fromkeys(texts))
        return ", ".join([*texts[:_MOST_LISTED], *(["…"] if len(texts) > _MOST_LISTED else [])])

    def shown(self, term: Term) -> str:
        """Return a term as people write it, with its label where it has one."""
        if isinstance(term, ox.BlankNode):
            return self.word("nameless")
        if isinstance(term, ox.NamedNode):
            return self.name(term)
        if term.language:
            return f'"{cut(term.value)}"@{term.language}'
        if term.datatype.value in _BARE:
            return cut(term.value)
        kind = term.datatype.value
        return f'"{cut(term.value)}"' + ("" if kind == f"{_XSD}string" else f"^^{shorten(kind)}")

    def name(self, term: ox.NamedNode) -> str:
        """Return the label and name of a term; a property's label the shape may know."""
        labels = list(self.rules.labels.get(term.value, ()))
        if not labels and term == self.fault.path:
            labels = self.labels(self.shape)
        label = in_language(labels, self.language)
        return f"{label} ({shorten(term.value)})" if label else shorten(term.value)

    def labels(self, shape: Term) -> list[Text]:
        """Return what a shape is called by itself."""
        return [
            Text(cut(one.value), one.language or "")
            for name in ("sh:name", "rdfs:label", "skos:prefLabel")
            for one in self.graph.values(shape, name)
            if isinstance(one, ox.Literal)
        ]

    def kind(self, kind: Term) -> str:
        """Return a kind of node in words."""
        key = kind.value.removeprefix(_SH)
        return self.word(key) if key in _table() else shorten(kind.value)

    def path(self, path: Term) -> str:
        """Return a path in short."""
        if isinstance(path, ox.NamedNode):
            return self.name(path)
        inverse = self.graph.values(path, "sh:inversePath")
        return "^" + self.path(inverse[0]) if inverse and isinstance(inverse[0], ox.NamedNode) else "…"

    def summary(self, shape: Term) -> str:
        """Return what a shape asks for, in short: its label, else a kind, else its properties, else its name."""
        if label := in_language(self.labels(shape), self.language):
            return label
        values = self.graph.values
        asked = [self.kind(one) for name in _CLASSES for one in values(shape, name) if name == "sh:nodeKind"]
        asked += [self.shown(one) for name in _CLASSES for one in values(shape, name) if name != "sh:nodeKind"]
        inner = [path for one in [shape, *values(shape, "sh:property")] for path in values(one, "sh:path")]
        asked += map(self.path, inner)
        if asked:
            return " + ".join(dict.fromkeys(asked))
        return shorten(shape.value) if isinstance(shape, ox.NamedNode) else self.word("another")

    def example(self, key: str) -> str:
        """Return what could be written instead; empty where nothing can be told."""
        if key in ("Datatype", "MinCount"):
            kinds = self.graph.values(self.shape, "sh:datatype")
            return _literal(kinds[0].value) if kinds else ""
        if key == "Class" and isinstance(self.fault.value, ox.NamedNode):
            kinds = self.graph.values(self.shape, "sh:class")
            return f"{_written(self.fault.value)} a {_written(kinds[0])} ." if kinds else ""
        if key == "NodeKind":
            kinds = self.graph.values(self.shape, "sh:nodeKind")
            return "<https://example.org/x>" if any("IRI" in kind.value for kind in kinds) else ""
        if key == "HasValue" and self.fault.path and (wanted := self.graph.values(self.shape, "sh:hasValue")):
            return f"{_written(self.fault.path)} {_written(wanted[0])}"
        return ""


def _literal(kind: str) -> str:
    """Return a literal of a datatype; empty when we know none.

    >>> _literal("http://www.w3.org/2001/XMLSchema#date"), _literal("http://e/own")
    ('"2026-11-23"^^xsd:date', '')
    """
    if kind == expand("rdf:langString"):
        return '"text"@en'
    text = _EXAMPLES.get(kind.removeprefix(_XSD), "")
    if kind in _BARE or not text:
        return text
    return f'"{text}"' if kind == f"{_XSD}string" else f'"{text}"^^{shorten(kind)}'


def _written(term: Term) -> str:
    if not isinstance(term, ox.NamedNode):
        return str(term)
    short = shorten(term.value)
    return short if short != term.value else f"<{short}>"
