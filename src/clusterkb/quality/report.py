"""Everything that can be checked of an ontology, in one report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

import pyoxigraph as ox

from clusterkb.namespaces import ONTOLOGY, expand, shorten
from clusterkb.quality.hygiene import Fault, faults, rules
from clusterkb.rdf.formats import NTRIPLES, by_name
from clusterkb.rdf.serialize import serialize
from clusterkb.rdf.text import LANGUAGES
from clusterkb.reason.consistency import Verdict, check_consistency
from clusterkb.reason.profile import odd_datatypes, profile_violations

_TYPE, _DEFINED_BY, _PART_OF, _GROUNDS = (
    ox.NamedNode(expand(name)) for name in ("rdf:type", "rdfs:isDefinedBy", "dcterms:isPartOf", "ckb:grounds")
)
_COVERED = {
    "label": ("skos:prefLabel", True),
    "definition": ("skos:definition", True),
    "example": ("skos:example", True),
    "source": ("dcterms:source", False),
    "status": ("vs:term_status", False),
}
"""What is counted → its property, and whether it is counted once for each language."""

_COUNTED = (
    "owl:Class",
    "owl:ObjectProperty",
    "owl:DatatypeProperty",
    "owl:AnnotationProperty",
    "skos:ConceptScheme",
    "skos:Concept",
    "ckb:Claim",
    "ckb:Assertion",
    "ckb:TranslationDoubt",
    "ontolex:LexicalEntry",
    "ckb:Fact",
    "ckb:Source",
)


@dataclass(frozen=True, slots=True)
class OntologyReport:
    """What was found.

    Attributes:
        consistent: Whether HermiT finds a world in which all of it holds.
        unsatisfiable: Classes that nothing can belong to.
        outside_dl: What puts it outside OWL 2 DL.
        datatypes: Values of datatypes that HermiT stops at.
        missed: Memberships that HermiT infers and the closure lacks, as ``thing is a kind``.
        faults: What breaks a rule of hygiene, errors first.
        rules: How many rules were asked.
        coverage: Such as ``label ru`` → how many classes and properties of ours have it, and how many there are.
        metrics: How many things there are of each kind.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...]
    outside_dl: tuple[str, ...]
    datatypes: tuple[str, ...]
    missed: tuple[str, ...]
    faults: tuple[Fault, ...]
    rules: int
    coverage: dict[str, tuple[int, int]]
    metrics: dict[str, int]

    @property
    def sound(self) -> bool:
        """Whether nothing was found but warnings."""
        clean = not (self.unsatisfiable or self.outside_dl or self.datatypes or self.missed)
        return self.consistent and clean and all(fault.severity == "warning" for fault in self.faults)

    def document(self) -> dict[str, Any]:
        """Return the report as plain data, for JSON."""
        return {"sound": self.sound, **asdict(self)}


def check_ontology(reasoned: list[ox.Triple], stated: list[ox.Triple], kinds: Collection[ox.Triple]) -> OntologyReport:
    """Check an ontology.

    Args:
        reasoned: What reasoners see: terms, axioms and records, as one ontology.
        stated: All that the files state.
        kinds: Every ``rdf:type`` in the store, stated and inferred.

    Raises:
        MissingPart: owlready2, Java or py-horned-owl is not there.
    """
    verdict = check_consistency(serialize(reasoned, NTRIPLES))
    found = sorted(faults(stated), key=lambda fault: (fault.severity, fault.rule, fault.thing))
    return OntologyReport(
        consistent=verdict.consistent,
        unsatisfiable=verdict.unsatisfiable,
        outside_dl=tuple(profile_violations(serialize(reasoned, by_name("rdf")).decode())),
        datatypes=tuple(odd_datatypes(reasoned)),
        missed=tuple(_missed(verdict, kinds)),
        faults=tuple(found),
        rules=len(rules()),
        coverage=_coverage(stated),
        metrics=_metrics(kinds),
    )


def _missed(verdict: Verdict, kinds: Collection[ox.Triple]) -> list[str]:
    return sorted(
        f"{shorten(thing)} is a {shorten(kind)}"
        for thing, inferred in verdict.kinds.items()
        for kind in inferred
        if ox.Triple(ox.NamedNode(thing), _TYPE, ox.NamedNode(kind)) not in kinds
    )


def _coverage(triples: list[ox.Triple]) -> dict[str, tuple[int, int]]:
    """Count, among the classes and properties that a module of ours defines, those that have what each needs."""
    terms = {t.subject for t in triples if t.predicate == _DEFINED_BY and str(t.object).startswith(f"<{ONTOLOGY}")}
    classes = terms & _typed(triples, "owl:Class")
    having: dict[tuple[str, str], set[object]] = defaultdict(set)
    for triple in triples:
        language = triple.object.language if isinstance(triple.object, ox.Literal) else None
        having[triple.predicate.value, language or ""].add(triple.subject)
    found = {}
    for name, (prop, by_language) in _COVERED.items():
        of = classes if name == "example" else terms
        for language in LANGUAGES if by_language else ("",):
            found[f"{name} {language}".strip()] = (len(having[expand(prop), language] & of), len(of))
    return {**found, **_statements(triples)}


def _statements(triples: list[ox.Triple]) -> dict[str, tuple[int, int]]:
    """Count the sentences of the article that are split into assertions, and the assertions that ground a term."""
    sentences, assertions = _typed(triples, "ckb:Claim"), _typed(triples, "ckb:Assertion")
    split = {t.object for t in triples if t.predicate == _PART_OF and t.subject in assertions}
    grounding = {t.subject for t in triples if t.predicate == _GROUNDS}
    return {
        "assertions of a sentence": (len(sentences & split), len(sentences)),
        "terms of an assertion": (len(assertions & grounding), len(assertions)),
    }


def _typed(triples: list[ox.Triple], kind: str) -> set[object]:
    wanted = ox.NamedNode(expand(kind))
    return {triple.subject for triple in triples if triple.predicate == _TYPE and triple.object == wanted}


def _metrics(kinds: Collection[ox.Triple]) -> dict[str, int]:
    counted = Counter(triple.object for triple in set(kinds))
    return {kind: counted[ox.NamedNode(expand(kind))] for kind in _COUNTED}
