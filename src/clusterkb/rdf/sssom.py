"""SSSOM mapping sets, as tables of tab-separated values, read into RDF.

A mapping is a plain statement, ``ckb:Clustering skos:broadMatch prov:Activity``, and beside it an ``owl:Axiom`` with an
IRI that says why and how surely. A mapping that a modifier denies is the axiom alone.

Source: https://mapping-commons.github.io/sssom/, version 1.0.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from clusterkb.errors import BadInput
from clusterkb.namespaces import expand

SUFFIX = ".sssom.tsv"
COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_modifier",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "comment",
)
"""The slots of SSSOM that our sets use, in this order."""

_PREDICATES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row; identifiers are full IRIs.

    Attributes:
        modifier: ``Not`` when the mapping is denied, else empty.
        confidence: From 0 to 1.
        line: Where it stands, counted from 1.
    """

    subject: str
    predicate: str
    object: str
    object_label: str
    justification: str
    confidence: str
    comment: str
    modifier: str
    line: int


def mappings(text: str, *, name: str) -> tuple[str, list[Mapping]]:
    """Return the IRI of a mapping set and its rows.

    Raises:
        BadInput: With the file's name, and line where one is at fault.
    """
    lines = text.splitlines()
    head = [line[1:] for line in lines if line.startswith("#")]
    prefixes = dict(re.findall(r"^ +(\w+): (\S+)$", "\n".join(head), re.MULTILINE))
    found = re.search(r"^mapping_set_id: (\S+)$", "\n".join(head), re.MULTILINE)
    if not found:
        raise BadInput(f"{name} has no mapping_set_id.", remedy="Begin it with #mapping_set_id: and an address.")
    table = csv.DictReader(lines[len(head) :], delimiter="\t", quoting=csv.QUOTE_NONE)
    if tuple(table.fieldnames or ()) != COLUMNS:
        raise BadInput(f"{name}:{len(head) + 1}: other columns.", remedy=f"Write: {', '.join(COLUMNS)}.")
    return found[1], [_mapping(row, prefixes, f"{name}:{line}", line) for line, row in enumerate(table, len(head) + 2)]


def _mapping(row: dict[str, str], prefixes: dict[str, str], place: str, line: int) -> Mapping:
    if None in row or None in row.values():
        raise BadInput(f"{place}: not {len(COLUMNS)} cells.", remedy="Keep empty cells: a tab stands between any two.")
    if row["predicate_id"] not in {f"skos:{predicate}" for predicate in _PREDICATES}:
        known = ", ".join(_PREDICATES)
        raise BadInput(f"{place}: {row['predicate_id']} is no mapping.", remedy=f"Take skos: and one of {known}.")
    if not re.fullmatch(r"0(\.\d+)?|1(\.0+)?", row["confidence"]):
        raise BadInput(f"{place}: {row['confidence']!r} is no confidence.", remedy="Write a number from 0 to 1.")
    modifier = row["predicate_modifier"]
    if modifier not in ("", "Not"):
        raise BadInput(f"{place}: the modifier is {modifier!r}.", remedy="Write Not, or leave it empty.")
    return Mapping(
        subject=_iri(row["subject_id"], prefixes, place),
        predicate=_iri(row["predicate_id"], prefixes, place),
        object=_iri(row["object_id"], prefixes, place),
        object_label=row["object_label"],
        justification=_iri(row["mapping_justification"], prefixes, place),
        confidence=row["confidence"],
        comment=row["comment"],
        modifier=modifier,
        line=line,
    )


def _iri(name: str, prefixes: dict[str, str], place: str) -> str:
    prefix, _, local = name.partition(":")
    if prefix not in prefixes:
        raise BadInput(f"{place}: the prefix of {name!r} is not declared.", remedy="Add it to #curie_map.")
    return prefixes[prefix] + local


def triples(text: str, *, name: str) -> Iterator[ox.Triple]:
    """Yield what a mapping set says.

    Raises:
        BadInput: As ``mappings`` does.
    """
    mapping_set, rows = mappings(text, name=name)
    for row in rows:
        yield from _described(mapping_set, row)


def _described(mapping_set: str, row: Mapping) -> Iterator[ox.Triple]:
    subject, predicate, thing = (ox.NamedNode(iri) for iri in (row.subject, row.predicate, row.object))
    if not row.modifier:
        yield ox.Triple(subject, predicate, thing)
    local = "-".join(re.split(r"[/#]", iri)[-1] for iri in (row.subject, row.object))
    node = ox.NamedNode(f"{mapping_set}/{local}")
    said: dict[str, ox.NamedNode | ox.Literal] = {
        "rdf:type": ox.NamedNode(expand("owl:Axiom")),
        "owl:annotatedSource": subject,
        "owl:annotatedProperty": predicate,
        "owl:annotatedTarget": thing,
        "sssom:object_label": ox.Literal(row.object_label),
        "sssom:mapping_justification": ox.NamedNode(row.justification),
        "sssom:confidence": ox.Literal(row.confidence, datatype=ox.NamedNode(expand("xsd:double"))),
    }
    if row.comment:
        said["rdfs:comment"] = ox.Literal(row.comment, language="en")
    if row.modifier:
        said["sssom:predicate_modifier"] = ox.Literal(row.modifier)
    for name, value in said.items():
        yield ox.Triple(node, ox.NamedNode(expand(name)), value)
