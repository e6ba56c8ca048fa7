"""Mappings to other vocabularies, and the subclass links that follow from their definitions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.sssom import mappings

if TYPE_CHECKING:
    from tests.data.conftest import Sources


_ONTOLOGY = Path(__file__).parents[2] / "ontology"
_SETS = sorted(_ONTOLOGY.glob("mappings/*.sssom.tsv"))
_ALIGNMENTS = sorted(_ONTOLOGY.glob("align/*.ttl"))
_ASKED = {
    "ORG": "http://www.w3.org/ns/org#",
    "schema.org": "https://schema.org/",
    "VIVO": "http://vivoweb.org/ontology/core#",
    "ELM": "http://data.europa.eu/snb/model/elm/",
    "CTDL-ASN": "http://purl.org/ctdlasn/terms/",
    "ESCO": "http://data.europa.eu/esco/model#",
    "FRAPO": "http://purl.org/cerif/frapo/",
    "CPOV": "http://data.europa.eu/m8g/",
    "PROV": "http://www.w3.org/ns/prov#",
}


@pytest.mark.parametrize("path", _SETS, ids=lambda path: path.name)
def test_a_mapping_set_speaks_of_our_terms_by_their_labels_in_order(sources: Sources, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    labels = {
        row["term"]: row["label"]
        for row in sources.select('SELECT ?term ?label { ?term skos:prefLabel ?label FILTER(LANG(?label) = "en") }')
    }
    mapping_set, rows = mappings(text, name=path.name)
    assert mapping_set == f"https://w3id.org/clusterkb/mappings/{path.name.removesuffix('.sssom.tsv')}"
    cells = [line.split("\t") for line in text.splitlines() if not line.startswith("#")][1:]
    faults = [
        f"{path}:{row.line}: {cell[0]} is labelled {cell[1]!r}, here it is {labels.get(cell[0], 'no term')!r}."
        for row, cell in zip(rows, cells, strict=True)
        if labels.get(shorten(row.subject)) != cell[1]
    ]
    assert not faults, "\n".join(faults)
    order = [(cell[0], cell[4]) for cell in cells]
    assert order == sorted(set(order)), f"{path}: sort the rows by subject and object, each pair once."


@pytest.mark.parametrize("vocabulary", _ASKED)
def test_a_vocabulary_that_was_asked_for_is_mapped(vocabulary: str) -> None:
    objects = {row.object for path in _SETS for row in mappings(path.read_text(encoding="utf-8"), name=path.name)[1]}
    assert any(iri.startswith(_ASKED[vocabulary]) for iri in objects)


def test_an_alignment_never_says_more_than_a_mapping_does() -> None:
    # What is below another thing is at least close to it: a link that no mapping weighs was not thought over.
    mapped = {
        (row.subject, row.object)
        for path in _SETS
        for row in mappings(path.read_text(encoding="utf-8"), name=path.name)[1]
        if not row.modifier and "related" not in row.predicate
    }
    links = {
        (quad.subject.value, quad.object.value)
        for path in _ALIGNMENTS
        for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
        if quad.predicate.value in (expand("rdfs:subClassOf"), expand("rdfs:subPropertyOf"))
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    }
    assert links
    assert links <= mapped
