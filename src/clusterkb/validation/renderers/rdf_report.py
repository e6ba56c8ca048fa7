"""The standard validation report of SHACL, for tools that read it; it holds every language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from clusterkb.namespaces import PREFIXES, expand
from clusterkb.rdf.formats import by_name
from clusterkb.rdf.serialize import serialize
from clusterkb.rdf.terms import Term
from clusterkb.validation.findings import CONFORMS, Finding, Report, Unchecked
from clusterkb.validation.renderers.remedies import page_of
from clusterkb.validation.renderers.sources import NO_SOURCES, Sources
from clusterkb.validation.renderers.visible import encodable, in_xml

_TYPE = ox.NamedNode(expand("rdf:type"))
_COMMENT = ox.NamedNode(expand("rdfs:comment"))
_REPORT = ox.BlankNode("report")


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(expand(f"sh:{name}"))


@dataclass
class _Names:
    """Blank nodes under names that every syntax takes and that no other node of the report has."""

    known: dict[ox.BlankNode, ox.BlankNode] = field(default_factory=dict)

    def of(self, term: Term) -> Term:
        if not isinstance(term, ox.BlankNode):
            return term
        return self.known.setdefault(term, ox.BlankNode(f"thing{len(self.known) + 1}"))


def turtle(report: Report, language: str = "en", sources: Sources = NO_SOURCES) -> str:
    """Return a report as Turtle.

    >>> print(turtle(Report((), "conforms", (), "engine 1.0", 0)).splitlines()[-1].strip())
    rdfs:comment "conforms; engine 1.0"@en .
    """
    return _written(report, "ttl")


def ntriples(report: Report, language: str = "en", sources: Sources = NO_SOURCES) -> str:
    """Return a report as N-Triples.

    >>> ntriples(Report((), "not checked", (), "engine 1.0", 0)).count("sh")
    2
    """
    return _written(report, "nt")


def jsonld(report: Report, language: str = "en", sources: Sources = NO_SOURCES) -> str:
    """Return a report as JSON-LD.

    >>> "shacl#ValidationReport" in jsonld(Report((), "conforms", (), "engine 1.0", 0))
    True
    """
    return _written(report, "jsonld")


def rdfxml(report: Report, language: str = "en", sources: Sources = NO_SOURCES) -> str:
    """Return a report as RDF/XML.

    >>> "<sh:conforms" in rdfxml(Report((), "conforms", (), "engine 1.0", 0))
    True
    """
    return in_xml(_written(report, "rdf"))


def _written(report: Report, form: str) -> str:
    statements = list(_statements(report))
    return serialize(statements, by_name(form), _prefixes(statements)).decode()


def _prefixes(statements: Iterable[ox.Triple]) -> dict[str, str]:
    """Return the prefixes that occur: with all of ours the report would begin far down."""
    terms = {term for triple in statements for term in triple}
    names = {term.value for term in terms if isinstance(term, ox.NamedNode)}
    names |= {term.datatype.value for term in terms if isinstance(term, ox.Literal)}
    return {prefix: space for prefix, space in PREFIXES.items() if any(name.startswith(space) for name in names)}


def _statements(report: Report) -> Iterator[ox.Triple]:
    results = {ox.BlankNode(f"result{n}"): one for n, one in enumerate(report.findings, 1) if one.triple[0] is not None}
    # The standard has no verdict "not checked"; a report conforms there only when it has no result at all.
    conforms = report.verdict == CONFORMS and not report.total
    yield ox.Triple(_REPORT, _TYPE, _sh("ValidationReport"))
    yield ox.Triple(_REPORT, _sh("conforms"), ox.Literal(conforms))
    yield from (ox.Triple(_REPORT, _COMMENT, comment) for comment in _comments(report))
    yield from (ox.Triple(_REPORT, _sh("result"), result) for result in results)
    names = _Names()
    for result, finding in results.items():
        yield from _result(result, finding, names)


def _comments(report: Report) -> Iterator[ox.Literal]:
    """Yield what the standard has no words for: the verdict, what could not be read, what was not checked."""
    yield _literal(f"{report.verdict}; {report.engine}", "en")
    about_files: list[Finding | Unchecked] = [finding for finding in report.findings if finding.triple[0] is None]
    for one in (*about_files, *report.unchecked):
        yield from (_literal(f"{one.place}: {text.value}", text.language) for text in one.messages)


def _result(result: ox.BlankNode, finding: Finding, names: _Names) -> Iterator[ox.Triple]:
    focus, path, value = finding.triple
    yield ox.Triple(result, _TYPE, _sh("ValidationResult"))
    if focus is not None:
        yield ox.Triple(result, _sh("focusNode"), names.of(focus))
    yield ox.Triple(result, _sh("resultSeverity"), _sh(finding.severity))
    yield ox.Triple(result, _sh("sourceConstraintComponent"), _component(finding))
    if path is not None:
        yield ox.Triple(result, _sh("resultPath"), path)
    if value is not None:
        yield ox.Triple(result, _sh("value"), names.of(value))
    if finding.component and (shape := _shape(finding.code)):
        yield ox.Triple(result, _sh("sourceShape"), shape)
    for text in finding.messages:
        yield ox.Triple(result, _sh("resultMessage"), _literal(text.value, text.language))
    yield ox.Triple(result, _COMMENT, _literal(str(finding.place), ""))


def _component(finding: Finding) -> ox.NamedNode:
    """Return what raised a result; a rule of our own, which is no part of SHACL, is named by its page."""
    return ox.NamedNode(finding.component or page_of(finding.code))


def _shape(code: str) -> ox.NamedNode | None:
    """Return the shape of a code: one of ours has it as its name, one of others its address, if it has any.

    >>> _shape("Cluster-source"), _shape("http://e/s"), _shape("_:b")
    (<NamedNode value=https://w3id.org/clusterkb/shapes/Cluster-source>, <NamedNode value=http://e/s>, None)
    """
    if not code or code.startswith("_:"):
        return None
    return ox.NamedNode(expand(code if ":" in code else f"shape:{code}"))


def _literal(text: str, language: str) -> ox.Literal:
    return ox.Literal(encodable(text), language=language or None)
