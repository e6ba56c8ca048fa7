from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import rdflib
from rdflib import SDO

from clusterkb import KnowledgeBase, expand
from clusterkb.catalogue import kind_of
from clusterkb.catalogue.schema_org import Node, everything, schema_org
from clusterkb.namespaces import DATASET, ONTOLOGY, PREFIXES
from clusterkb.rdf.formats import SERVED

KEYWORDS = {"@context", "@id", "@type", "@language", "@value"}
KNOWN = {str(term).rpartition("/")[2] for term in dir(SDO)}


def of(kb: KnowledgeBase, name: str, language: str = "en") -> dict[str, Any]:
    return schema_org(kb.reader(language), expand(name))


def nodes(value: object) -> Iterator[Node]:
    """Yield every object in a document, however deep."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(inner)


def unknown(document: Node) -> set[str]:
    """Return the types and properties in a document that schema.org does not have."""
    names = {name for node in nodes(document) for name in node} - KEYWORDS
    types = [node.get("@type", []) for node in nodes(document)]
    names |= {str(name) for type_ in types for name in (type_ if isinstance(type_, list) else [type_])}
    return names - KNOWN


@pytest.fixture(scope="module")
def all_of_them(kb: KnowledgeBase) -> dict[str, Node]:
    reader = kb.reader("ru")
    return {iri: schema_org(reader, iri) for iri in [*everything(reader), ONTOLOGY, DATASET]}


def test_everything_with_a_page_is_said_in_words_of_schema_org(all_of_them: dict[str, Node]) -> None:
    assert {kind_of(iri) for iri in all_of_them} >= {"class", "cluster", "word", "source", "claim", ""}
    assert not {iri: found for iri, node in all_of_them.items() if (found := unknown(node))}


def test_a_word_that_schema_org_lacks_would_be_seen() -> None:
    assert unknown({"@type": ["Organization", "Cluster"], "member": [{"inventedName": 1}]}) == {
        "Cluster",
        "inventedName",
    }


def test_nothing_is_said_by_an_empty_value(all_of_them: dict[str, Node]) -> None:
    empty = [(iri, name) for iri, document in all_of_them.items() for node in nodes(document) for name in node
             if node[name] in ("", [], {}, None)]  # fmt: skip
    assert not empty
    assert all(document["name"] and document["@id"] == iri for iri, document in all_of_them.items())


def test_it_is_json_ld_whose_texts_know_their_language(kb: KnowledgeBase) -> None:
    document = of(kb, "ckb:EducationalHolding", "ru") | {"@context": {"@vocab": PREFIXES["schema"], "@language": "ru"}}
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    holding, names = (
        rdflib.URIRef(expand("ckb:EducationalHolding")),
        rdflib.URIRef(PREFIXES["schema"] + "alternateName"),
    )
    assert rdflib.Literal("educational holding", lang="en") in set(graph.objects(holding, names))
    assert rdflib.Literal("educational holding", lang="ru") not in set(graph.objects(holding, names))


def test_a_term_belongs_to_the_ontology_and_a_concept_to_its_list(kb: KnowledgeBase) -> None:
    term, concept = of(kb, "ckb:EducationalHolding"), of(kb, "level:program")
    assert (term["@type"], term["inDefinedTermSet"]) == ("DefinedTerm", [{"@id": ONTOLOGY}])
    assert (term["termCode"], term["description"][:11]) == ("ckb:EducationalHolding", "Association")
    assert concept["inDefinedTermSet"] == [{"@id": expand("https://w3id.org/clusterkb/concept/level")}]


def test_a_list_names_its_concepts(kb: KnowledgeBase) -> None:
    found = of(kb, "https://w3id.org/clusterkb/concept/level")
    assert found["@type"] == "DefinedTermSet"
    assert {"@type": "DefinedTerm", "@id": expand("level:program"), "name": "level of programs"} in found[
        "hasDefinedTerm"
    ]


def test_an_organization_is_of_the_type_that_our_mappings_give_its_kind(kb: KnowledgeBase) -> None:
    kinds = (
        "ckb:GeneralEducationSchool",
        "ckb:HigherEducationInstitution",
        "ckb:VocationalCollege",
        "ckb:BusinessCenter",
    )
    types = {kind: of(kb, _first(kb, kind))["@type"] for kind in kinds}
    assert types == {
        "ckb:GeneralEducationSchool": "School",
        "ckb:HigherEducationInstitution": "CollegeOrUniversity",
        "ckb:VocationalCollege": "EducationalOrganization",  # no mapping of its own: by what follows
        "ckb:BusinessCenter": "Organization",
    }


def _first(kb: KnowledgeBase, kind: str) -> str:
    graph = "FILTER NOT EXISTS { ?one a ?other . FILTER(?other != %s && STRSTARTS(STR(?other), STR(ckb:))) }"
    rows = kb.query(f"SELECT ?one {{ ?one a {kind} {graph % kind} }} ORDER BY ?one LIMIT 1", inferred=False).rows
    return str(rows[0]["one"]["value"])


def test_a_cluster_has_its_founding_country_territory_and_members(kb: KnowledgeBase) -> None:
    found = of(kb, "cluster:ulyanovsk-holding")
    assert (found["foundingDate"], found["address"]["addressCountry"]) == ("1992", "RU")
    assert found["areaServed"][0]["geo"] == {"@type": "GeoCoordinates", "latitude": 54.32, "longitude": 48.4}
    assert expand("ckorg:uipkpro") in [member["@id"] for member in found["member"]]


def test_sources_that_differ_give_no_date(kb: KnowledgeBase) -> None:
    years = kb.query(
        "SELECT DISTINCT ?year { ?e ckb:eventOf cluster:longwood-medical-area ; ckb:eventKind eventkind:founding ;"
        " ckb:year ?year }"
    )
    assert len(years.rows) > 1
    assert "foundingDate" not in of(kb, "cluster:longwood-medical-area")


def test_a_membership_that_has_ended_is_not_told_as_one_that_lasts(kb: KnowledgeBase) -> None:
    row = kb.query(
        "SELECT ?who ?whole ?end { ?m ckb:membershipMember ?who ; ckb:membershipOrganization ?whole ;"
        " ckb:untilYear ?end } ORDER BY ?m LIMIT 1"
    ).rows[0]
    who, whole, end = (row[name]["value"] for name in ("who", "whole", "end"))
    roles = [one for one in of(kb, whole)["member"] if one.get("member", {}).get("@id") == who]
    assert end in [role["endDate"] for role in roles]
    assert end in [role.get("endDate") for role in of(kb, who)["memberOf"]]


def test_a_work_names_whom_we_know_and_quotes_the_rest(kb: KnowledgeBase) -> None:
    found = of(kb, "work:khimmataliev-2022-a")
    assert (found["@type"], found["pagination"], found["datePublished"]) == ("ScholarlyArticle", "5634–5638", "2022")
    assert [author["@id"] for author in found["author"]] == [expand("person:s-b-allayorova")]
    assert found["creditText"].startswith("Khimmataliyev")
    assert "license" not in found


def test_a_place_without_coordinates_has_none(kb: KnowledgeBase) -> None:
    assert "geo" not in of(kb, "place:uzbekistan")
    assert of(kb, "place:longwood")["geo"]["latitude"] == 42.36


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("claim:S35", "Claim"),
        ("claim:R04", "CreativeWork"),
        ("lex:en-educational-cluster", "DefinedTerm"),
        ("lex:definition-educational-cluster-sokolova", "Claim"),
        ("person:s-v-danilov", "Person"),
        ("src:danilov-2020", "CreativeWork"),
        ("scheme:professionalitet", "Project"),
    ],
)
def test_every_kind_has_its_type(kb: KnowledgeBase, name: str, type_: str) -> None:
    assert of(kb, name)["@type"] == type_


def test_the_whole_is_a_dataset_in_every_form(kb: KnowledgeBase) -> None:
    found = of(kb, DATASET, "uz")
    assert (found["@type"], found["name"]) == ("Dataset", "Ta'lim klasterlari bilimlar bazasi")
    assert [file["encodingFormat"] for file in found["distribution"]] == [form.media_type for form in SERVED]


@pytest.mark.parametrize("name", ["fact:ulyanovsk-founding", "shape:Cluster-source", "https://example.org/x"])
def test_what_has_no_page_is_not_described(kb: KnowledgeBase, name: str) -> None:
    assert of(kb, name) == {}
