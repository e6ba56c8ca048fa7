"""Example queries: questions to begin with, each with a query that answers it, kept as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox

from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.catalogue.service import prefixes
from clusterkb.catalogue.triples import ordered
from clusterkb.errors import BadRequest
from clusterkb.namespaces import expand, shorten
from clusterkb.store import EmbeddedStore

_KINDS = ("select", "ask", "construct")
_TYPE, _EXECUTABLE, _PARAMETER = (
    ox.NamedNode(expand(name)) for name in ("rdf:type", "sh:SPARQLExecutable", "sh:Parameter")
)
_VALUES = r"VALUES \?{} {{ (\S+) }}"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be asked about.

    Attributes:
        iri: The parameter.
        name: Its variable in the query, without the question mark.
        label: What it is, in the reader's language.
        value: What the query asks about as it stands: a prefixed name, an IRI, or a number.
    """

    iri: str
    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Example:
    """A question and its query.

    Attributes:
        iri: The query.
        question: In the reader's language.
        query: Whole SPARQL, its prefixes declared; it asks for labels in the reader's language.
        kind: ``select``, ``ask`` or ``construct``.
        audience: For whom it is.
        parameters: What it can be asked about; in the query each is a line ``VALUES ?name { value }``.
    """

    iri: str
    question: str
    query: str
    kind: str
    audience: Ref | None
    parameters: tuple[Parameter, ...]

    @property
    def name(self) -> str:
        """What the question is asked by."""
        return shorten(self.iri).removeprefix("query:")

    def about(self, values: Mapping[str, str]) -> Example:
        """Return the same question with other values for its parameters.

        Args:
            values: Parameter → IRI, or a whole number where the query has one.

        Raises:
            BadRequest: The question has no such parameter, or the value is neither.

        >>> question = Example("q", "", "VALUES ?x { ckb:A }", "select", None, (Parameter("", "x", "", "ckb:A"),))
        >>> question.about({"x": "http://e/B"}).query
        'VALUES ?x { <http://e/B> }'
        """
        names = [parameter.name for parameter in self.parameters]
        query = self.query
        for name, value in values.items():
            if name not in names:
                known = ", ".join(names) or "none"
                raise BadRequest(f"This question has no parameter {name!r}.", remedy=f"Its parameters: {known}.")
            query = re.sub(_VALUES.format(name), f"VALUES ?{name} {{ {_term(name, value)} }}", query)
        given = (replace(one, value=shorten(values.get(one.name, one.value))) for one in self.parameters)
        return replace(self, query=query, parameters=tuple(given))


def examples(reader: Reader) -> tuple[Example, ...]:
    """Return the example queries in the order that their author gave them.

    >>> from clusterkb import KnowledgeBase
    >>> first = examples(KnowledgeBase.open().reader("uz"))[0]
    >>> first.kind, 'FILTER(LANG(?kind) = "uz")' in first.query
    ('select', True)
    """
    iris = reader.subjects("rdf:type", _EXECUTABLE.value)
    found = [_example(reader, iri, kind) for iri in iris for kind in _KINDS if reader.plain(iri, f"sh:{kind}")]
    return tuple(sorted(found, key=lambda example: int(reader.plain(example.iri, "sh:order"))))


def example(reader: Reader, iri: str) -> Example | None:
    """Return one example query, or None when ``iri`` is none."""
    kinds = _KINDS if reader.exists(iri) else ()
    return next((_example(reader, iri, kind) for kind in kinds if reader.plain(iri, f"sh:{kind}")), None)


def choices(reader: Reader, parameter: Parameter) -> list[Ref]:
    """Return what a parameter can stand for, in order of labels; nothing where any number will do."""
    kind, pattern = reader.thing(parameter.iri, "sh:class"), reader.plain(parameter.iri, "sh:pattern")
    found = reader.subjects("rdf:type", kind.iri) if kind else []
    return reader.refs({iri for iri in found if re.search(pattern, iri)})


def examples_document(store: EmbeddedStore) -> list[ox.Triple]:
    """Return all that is said of the example queries, their parameters, and the prefixes they refer to."""
    kinds = (_EXECUTABLE, _PARAMETER)
    subjects = [quad.subject for kind in kinds for quad in store.engine.quads_for_pattern(None, _TYPE, kind, None)]
    said = [quad.triple for one in subjects for quad in store.engine.quads_for_pattern(one, None, None, None)]
    return ordered([*said, *prefixes(store)])


def _example(reader: Reader, iri: str, kind: str) -> Example:
    query = reader.plain(iri, f"sh:{kind}").replace('= "en"', f'= "{reader.language}"')
    parameters = (_parameter(reader, one.iri, query) for one in reader.things(iri, "sh:parameter"))
    return Example(
        iri,
        reader.plain(iri, "rdfs:comment"),
        query,
        kind,
        reader.thing(iri, "ckb:audience"),
        tuple(sorted(parameters, key=lambda parameter: query.index(f"?{parameter.name}"))),
    )


def _parameter(reader: Reader, iri: str, query: str) -> Parameter:
    name = shorten(iri).removeprefix("parameter:")
    found = re.search(_VALUES.format(name), query)
    if found is None:
        raise ValueError(f"A query of {iri} has no line: VALUES ?{name} {{ one-value }}")
    return Parameter(iri, name, reader.plain(iri, "sh:name"), found[1].strip("<>"))


def _term(name: str, value: str) -> str:
    if value.isdecimal() and value.isascii():
        return value
    try:
        return str(ox.NamedNode(value))
    except ValueError as error:
        raise BadRequest(f"{value!r} is no value for {name}.", remedy="Give an IRI, or a whole number.") from error
