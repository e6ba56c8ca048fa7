"""The records: the fact pattern, dates, conflicts, pages, and what follows from them by hand and by machine."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from clusterkb.catalogue import RecordPage
from clusterkb.catalogue.kinds import RECORDS, kind_of
from clusterkb.namespaces import expand, shorten

if TYPE_CHECKING:
    from tests.data.conftest import Fact, Sources

    from clusterkb.kb import KnowledgeBase

_ABOUT = {
    "ckb:Membership": "ckb:membershipOrganization",
    "ckb:Coordination": "ckb:coordinationOf",
    "ckb:Involvement": "ckb:involvementOf",
    "ckb:SchemeInclusion": "ckb:inclusionOf",
    "ckb:Nesting": "ckb:nestingInner",
    "ckb:Candidacy": "ckb:candidacyFor",
    "ckb:Event": "ckb:eventOf",
    "ckb:Figure": "ckb:figureOf",
    "ckb:Auspices": "ckb:auspicesOf",
    "ckb:Ownership": "ckb:ownershipOf",
    "ckb:Sponsorship": "ckb:sponsorshipOf",
    "ckb:Territory": "ckb:territoryOf",
    "ckb:NameUse": "ckb:nameUseOf",
    "ckb:Classification": "ckb:classificationOf",
    "ckb:Identifier": "ckb:identifierOf",
    "ckb:LegalForm": "ckb:legalFormOf",
    "ckb:AttributedStatement": "ckb:statementAbout",
}
"""Kind of fact → the property that leads to what it is about."""

_YEAR_OF_DATE = {"ckb:date": "ckb:year", "ckb:fromDate": "ckb:fromYear", "ckb:untilDate": "ckb:untilYear"}

_DEMANDED = {
    "the Ulyanovsk holding": "cluster:ulyanovsk-holding a ckb:EducationalHolding",
    "the Chirchik cluster": "cluster:chirchik-pedagogical-cluster a ckb:EducationalCluster",
    "a multi-academy trust": """
        ?trust a ckb:EducationalHolding .
        ?form ckb:legalFormOf ?trust ; ckb:legalFormKind legalform:multi-academy-trust""",
    "a Spitzencluster with an education arm": """
        ?award ckb:eventOf ?cluster ; ckb:eventKind eventkind:award ; ckb:eventScheme scheme:spitzencluster-wettbewerb .
        ?statement ckb:statementAbout ?cluster ; ckb:statementValue field:education .
        ?membership ckb:membershipOrganization ?cluster ; ckb:membershipMember ?school .
        ?school a ckb:VocationalCollege""",
    "a scheme that is no cluster": "scheme:professionalitet a ckb:Scheme",
    "one renamed or dissolved, with sources that disagree": """
        ?change ckb:eventOf ?cluster ; ckb:eventKind ?kind .
        FILTER(?kind IN (eventkind:renaming, eventkind:dissolution, eventkind:merger))
        ?one ckb:eventOf ?cluster ; ckb:conflictsWith ?other ; dcterms:source ?source .
        FILTER NOT EXISTS { ?other dcterms:source ?source }""",
}

_FOLLOWS: list[tuple[Fact, str]] = [
    *(
        (("cluster:ulyanovsk-holding", predicate, thing), why)
        for predicate, thing, why in (
            ("rdf:type", "ckb:HoldingInArticleSense", "a university over it later, horizontal, a common space"),
            ("rdf:type", "ckb:AssociationOfSocialInstitutions", "a holding is one"),
            ("ckb:isUnderAuspicesOf", "ckorg:uipkpro", "the dissertation: the institute carried it from 1992"),
            ("ckb:isUnderAuspicesOf", "ckorg:ulyanovsk-pedagogical-university", "its authors later write from there"),
            ("ckb:coordinatedBy", "ckorg:ulyanovsk-pedagogical-university", "its authors later write from there"),
            ("ckb:operatesIn", "place:ulyanovsk-oblast", "its name"),
            ("ckb:hasTerritorialScope", "scope:regional", "its name"),
            ("ckb:characterizedBy", "integration:horizontal", "S35 with S36"),
            ("ckb:characterizedBy", "aim:common-educational-space", "S35 with S36"),
            ("ckb:hasClusteringLevel", "level:association", "S28, S29"),
        )
    ),
    (("ckorg:uipkpro", "ckb:memberOf", "cluster:ulyanovsk-holding"), "core of the holding"),
    (("ckorg:ulyanovsk-pedagogical-university", "ckb:memberOf", "cluster:ulyanovsk-holding"), "core of the holding"),
    (("cluster:chirchik-pedagogical-cluster", "rdf:type", "ckb:RegionalEducationalCluster"), "its scope is a region"),
    (("cluster:chirchik-pedagogical-cluster", "rdf:type", "ckb:Cluster"), "an educational cluster is one"),
    (
        ("cluster:chirchik-pedagogical-cluster", "ckb:isUnderAuspicesOf", "ckorg:chirchik-pedagogical-university"),
        "the university calls it its main direction",
    ),
    (("ckorg:chirchik-pedagogical-university", "rdf:type", "ckb:ClusterParticipant"), "member of the cluster"),
    (("ckorg:chirchik-pedagogical-university", "ckb:hasClusteringLevel", "level:organization"), "S28, S29"),
    (
        ("cluster:delta-academies-trust", "ckb:ownedBy", "ckorg:delta-academies-trust"),
        "one legal person answers for all",
    ),
    (
        ("cluster:delta-academies-trust", "ckb:hasLegalVehicle", "ckorg:delta-academies-trust"),
        "the company is the trust",
    ),
    (("cluster:delta-academies-trust", "rdf:type", "ckb:AssociationOfSocialInstitutions"), "a holding is one"),
    (("ckorg:gb-135942", "ckb:memberOf", "cluster:delta-academies-trust"), "De Warenne, first of the register"),
    (("cluster:hamburg-aviation", "rdf:type", "ckb:Cluster"), "an industrial cluster is one"),
    (("cluster:hamburg-aviation", "ckb:sponsoredBy", "ckorg:bmbf"), "the award of 2008"),
    (("cluster:hamburg-aviation", "ckb:isUnderAuspicesOf", "ckorg:hamburg-economic-authority"), "the city's authority"),
    (("cluster:hamburg-aviation", "ckb:hasLegalVehicle", "ckorg:hamburg-aviation-ev"), "registered in 2011"),
    (("ckorg:hcat", "ckb:memberOf", "cluster:hamburg-aviation"), "its education arm"),
    (("ckorg:hcat", "rdf:type", "ckb:EducationalOrganization"), "a vocational college is one"),
    (("cluster:longwood-medical-area", "ckb:coordinatedBy", "ckorg:longwood-collective"), "plans the area"),
    (("cluster:longwood-medical-area", "ckb:hasTerritorialScope", "scope:city"), "213 acres of Boston"),
    (("ckorg:simmons", "rdf:type", "ckb:ClusterParticipant"), "on the factsheet"),
    (("ckorg:gardner-museum", "rdf:type", "ckb:ClusterParticipant"), "on the factsheet; no school has to be one"),
    (("ckorg:merck-research-boston", "ckb:memberOf", "cluster:longwood-medical-area"), "an associate member is one"),
    (
        ("scheme:professionalitet", "ckb:isUnderAuspicesOf", "ckorg:russian-ministry-of-education"),
        "the resolution names the ministry",
    ),
    (("scheme:professionalitet", "ckb:hasTerritorialScope", "scope:national"), "all of Russia"),
]

_NEVER: list[tuple[Fact, str]] = [
    *(
        (
            ("cluster:ulyanovsk-holding", "rdf:type", kind),
            "S37 calls it so; a classification is passed on, never a type",
        )
        for kind in ("ckb:RegionalEducationalCluster", "ckb:EducationalCluster", "ckb:Cluster")
    ),
    (("ckorg:uipkpro", "rdf:type", "ckb:ClusterParticipant"), "member of a holding, of no educational cluster"),
    (
        ("ckorg:uipkpro", "rdf:type", "ckb:HigherEducationInstitution"),
        "in-service training; no source says that it awards degrees",
    ),
    *(
        (("person:s-v-danilov", predicate, "cluster:ulyanovsk-holding"), "he chairs the council of experts")
        for predicate in ("ckb:memberOf", "ckb:isOrWasCoordinatorOf")
    ),
    (
        ("person:g-muhamedov", "ckb:isOrWasCoordinatorOf", "cluster:chirchik-pedagogical-cluster"),
        "he proposed it; the university leads it",
    ),
    (("cluster:chirchik-pedagogical-cluster", "rdf:type", "ckb:EducationalHolding"), "no source calls it a holding"),
    (
        ("cluster:chirchik-pedagogical-cluster", "rdf:type", "ckb:HoldingInArticleSense"),
        "auspices alone are not enough",
    ),
    (("person:g-muhamedov", "rdf:type", "ckb:ClusterParticipant"), "its initiator is a person, no organization"),
    (("cluster:delta-academies-trust", "rdf:type", "ckb:HoldingInArticleSense"), "owned; under nobody's auspices"),
    (("cluster:delta-academies-trust", "rdf:type", "org:Organization"), "the arrangement is not the company"),
    (("ckorg:delta-academies-trust", "rdf:type", "ckb:EducationalHolding"), "the company is not the arrangement"),
    (("ckorg:gb-135942", "rdf:type", "ckb:ClusterParticipant"), "member of a holding, of no educational cluster"),
    (("cluster:hamburg-aviation", "rdf:type", "ckb:EducationalCluster"), "an industrial cluster that also teaches"),
    (("cluster:hamburg-aviation", "rdf:type", "ckb:RegionalEducationalCluster"), "regional, but not educational"),
    (("cluster:hamburg-aviation", "ckb:isUnderAuspicesOf", "ckorg:bmbf"), "money for a time is no mandate"),
    (("ckorg:tuhh", "rdf:type", "ckb:ClusterParticipant"), "member of an industrial cluster"),
    (("ckorg:hamburg-aviation-ev", "ckb:memberOf", "cluster:hamburg-aviation"), "it carries the cluster"),
    (("cluster:longwood-medical-area", "rdf:type", "ckb:RegionalEducationalCluster"), "its scope is a part of a city"),
    (("cluster:longwood-medical-area", "rdf:type", "org:Organization"), "the area is not the service corporation"),
    (("ckorg:longwood-collective", "rdf:type", "ckb:ClusterParticipant"), "it coordinates; no source says member"),
    (("scheme:professionalitet", "rdf:type", "ckb:Cluster"), "a scheme creates clusters and is none"),
    (("scheme:professionalitet", "rdf:type", "ckb:ClusteringUnit"), "a scheme is in none of the four senses"),
    (("scheme:professionalitet", "rdf:type", "ckb:HoldingInArticleSense"), "under a ministry, but no holding"),
    (
        ("scheme:spitzencluster-wettbewerb", "ckb:hasParticipant", "cluster:hamburg-aviation"),
        "an award is no membership",
    ),
]

_MEMBERS = {
    "cluster:ulyanovsk-holding": 2,
    "cluster:chirchik-pedagogical-cluster": 1,
    "cluster:delta-academies-trust": 12,
    "cluster:hamburg-aviation": 15,
    "cluster:longwood-medical-area": 17,
    "scheme:professionalitet": 0,
}
"""How many members the sources name; see the record on who is missing."""


@pytest.fixture(scope="module")
def facts(sources: Sources) -> dict[str, str]:
    """Every fact node → its kind."""
    rows = sources.select("SELECT ?fact ?kind { ?fact a ?kind . ?kind rdfs:subClassOf+ ckb:Fact }")
    assert rows, "No fact node was found."
    return {row["fact"]: row["kind"] for row in rows}


def test_every_kind_of_fact_in_use_says_what_it_is_about(facts: dict[str, str]) -> None:
    assert not set(facts.values()) - set(_ABOUT), "Add the kind to _ABOUT above, and a section to catalogue/record.py."


def test_what_has_the_address_of_a_fact_is_one(sources: Sources, facts: dict[str, str]) -> None:
    subjects = {shorten(quad.subject.value) for quad in sources.quads() if isinstance(quad.subject, ox.NamedNode)}
    addressed = {name for name in subjects if name.startswith("fact:")}
    faults = [f"{sources.at(name)}: {name} is no ckb:Fact. Give it a kind of fact." for name in addressed - set(facts)]
    faults += [f"{sources.at(name)}: {name} is a fact. Give it an address in fact:." for name in set(facts) - addressed]
    assert not faults, "\n".join(sorted(faults))


@pytest.mark.parametrize("needed", ["dcterms:source", "ckb:checkedOn"])
def test_every_fact_can_be_checked(sources: Sources, facts: dict[str, str], needed: str) -> None:
    having = {row["s"] for row in sources.select(f"SELECT ?s {{ ?s {needed} ?o }}")}
    faults = [f"{sources.at(fact)}: {fact} has no {needed}. Add it." for fact in facts if fact not in having]
    assert not faults, "\n".join(faults)


def test_every_fact_is_about_one_thing(sources: Sources, facts: dict[str, str]) -> None:
    things = _values(sources)
    faults = [
        f"{sources.at(fact, _ABOUT[kind])}: {fact} is about {len(found)} things. Give one {_ABOUT[kind]}."
        for fact, kind in facts.items()
        if len(found := things[fact, _ABOUT[kind]]) != 1
    ]
    assert not faults, "\n".join(faults)


def test_the_source_of_a_fact_or_record_is_a_source(sources: Sources) -> None:
    query = """
    SELECT ?thing ?source {
      ?thing dcterms:source ?source
      FILTER(STRSTARTS(STR(?thing), "https://w3id.org/clusterkb/id/") && !CONTAINS(STR(?thing), "/id/theory/"))
      FILTER NOT EXISTS { ?source a ckb:Source }
    }
    """
    faults = [
        f"{sources.at(row['thing'], 'dcterms:source')}: {row['thing']} cites {row['source']}, which is no ckb:Source. "
        "Describe it in ontology/kb/sources.ttl."
        for row in sources.select(query)
    ]
    assert not faults, "\n".join(faults)


def test_every_source_has_a_page_on_the_web(sources: Sources) -> None:
    rows = sources.select("SELECT ?source ?page { ?source a ckb:Source OPTIONAL { ?source foaf:page ?page } }")
    assert rows, "No source was found."
    faults = [
        f"{sources.at(row['source'])}: {row['source']} has the page {row['page']!r}. Give foaf:page <https://…>."
        for row in rows
        if not re.fullmatch(r"https?://[^/\s]+\.[^/\s]+\S*", expand(row["page"]))
    ]
    assert not faults, "\n".join(faults)


def test_no_derived_relation_is_written_by_hand(sources: Sources) -> None:
    query = """
    SELECT ?head ?inverse { ?head owl:propertyChainAxiom ?chain OPTIONAL { ?inverse owl:inverseOf ?head } }
    """
    derived = {expand(name) for row in sources.select(query) for name in row.values()}
    assert {expand("ckb:memberOf"), expand("ckb:hasParticipant")} <= derived
    faults = sorted(
        f"{sources.at(_iri(quad.subject), quad.predicate.value)}: {shorten(quad.predicate.value)} is derived. "
        "Write the fact node that it follows from."
        for quad in sources.quads("ontology/kb/")
        if quad.predicate.value in derived
    )
    assert not faults, "\n".join(faults)


def test_conflicting_facts_are_of_one_kind_about_one_thing(sources: Sources, facts: dict[str, str]) -> None:
    rows = sources.select("SELECT ?one ?other { ?one ckb:conflictsWith ?other }")
    assert rows, "No conflict is recorded; Longwood's founding has one."
    things = _values(sources)

    def subject(fact: str) -> tuple[str, set[str]]:
        kind = facts.get(fact, "")
        return kind, things[fact, _ABOUT.get(kind, "")]

    faults = [
        f"{sources.at(row['one'], 'ckb:conflictsWith')}: {row['one']} and {row['other']} are not two facts of one kind "
        "about one thing. Correct ckb:conflictsWith."
        for row in rows
        if row["one"] == row["other"] or not subject(row["one"])[1] or subject(row["one"]) != subject(row["other"])
    ]
    assert not faults, "\n".join(faults)


def test_conflicting_facts_rest_on_different_sources(sources: Sources) -> None:
    query = """
    SELECT ?one ?other ?source {
      ?one ckb:conflictsWith ?other ; dcterms:source ?source . ?other dcterms:source ?source
    }
    """
    faults = [
        f"{sources.at(row['one'], 'dcterms:source')}: {row['one']} and {row['other']} both cite {row['source']}. "
        "Say which source says which."
        for row in sources.select(query)
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("wanted", _DEMANDED)
def test_a_record_that_was_asked_for_is_there(sources: Sources, wanted: str) -> None:
    assert sources.select(f"SELECT (1 AS ?found) {{ {_DEMANDED[wanted]} }}"), f"Add {wanted}."


def test_years_are_integers(sources: Sources) -> None:
    _only(sources, set(_YEAR_OF_DATE.values()), {"xsd:integer"}, "Write a whole number without quotes, such as 1992.")


def test_dates_are_days_or_months(sources: Sources) -> None:
    _only(sources, set(_YEAR_OF_DATE), {"xsd:date", "xsd:gYearMonth"}, 'Write "2011-01-31"^^xsd:date.')


def _only(sources: Sources, predicates: set[str], datatypes: set[str], deed: str) -> None:
    quads = [quad for quad in sources.quads("ontology/kb/") if shorten(quad.predicate.value) in predicates]
    assert quads, f"Nothing has one of {', '.join(sorted(predicates))}."
    faults = [
        f"{sources.at(_iri(quad.subject), quad.predicate.value)}: {quad.object} is no {' or '.join(datatypes)}. {deed}"
        for quad in quads
        if not isinstance(quad.object, ox.Literal) or shorten(quad.object.datatype.value) not in datatypes
    ]
    assert not faults, "\n".join(faults)


def test_calendar_datatypes_stand_on_annotations_only(sources: Sources) -> None:
    calendar = {
        expand(f"xsd:{name}") for name in ("date", "gYear", "gYearMonth", "gMonthDay", "gDay", "gMonth", "time")
    }
    annotations = {expand(row["p"]) for row in sources.select("SELECT ?p { ?p a owl:AnnotationProperty }")}
    faults = [
        f"{sources.at(_iri(quad.subject), quad.predicate.value)}: {quad.object} is data of a "
        "property that reasoners read, and they reject it. Use an annotation property, with a year beside it."
        for quad in sources.quads("ontology/")
        if isinstance(quad.object, ox.Literal) and quad.object.datatype.value in calendar
        if quad.predicate.value not in annotations
    ]
    assert not faults, "\n".join(faults)


def test_a_date_lies_in_the_year_beside_it(sources: Sources) -> None:
    values = _values(sources)
    faults = []
    for (thing, predicate), dates in list(values.items()):
        if predicate in _YEAR_OF_DATE:
            year = _YEAR_OF_DATE[predicate]
            if values[thing, year] != {day[:4] for day in dates}:
                place = sources.at(thing, predicate)
                faults.append(
                    f"{place}: {thing} has {predicate} {dates}, but {year} {values[thing, year] or 'missing'}."
                )
    assert not faults, "\n".join(faults)


def test_a_date_is_in_the_calendar(sources: Sources) -> None:
    faults = []
    dated = {*_YEAR_OF_DATE, "ckb:checkedOn"}
    for quad in sources.quads("ontology/kb/"):
        if shorten(quad.predicate.value) in dated and isinstance(quad.object, ox.Literal):
            text = quad.object.value
            try:
                date.fromisoformat(text if text.count("-") == 2 else f"{text}-01")
            except ValueError as error:
                faults.append(f"{sources.at(_iri(quad.subject), quad.predicate.value)}: {text}: {error}. Correct it.")
    assert not faults, "\n".join(faults)


def test_a_period_ends_after_it_begins(sources: Sources) -> None:
    faults = [
        f"{sources.at(row['fact'], 'ckb:fromYear')}: {row['fact']} lasts from {row['a']} until {row['b']}. Correct it."
        for row in sources.select("SELECT ?fact ?a ?b { ?fact ckb:fromYear ?a ; ckb:untilYear ?b FILTER(?a > ?b) }")
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_every_record_has_a_page_with_all_its_facts(
    kb: KnowledgeBase, sources: Sources, facts: dict[str, str], subtests: pytest.Subtests, language: str
) -> None:
    values = _values(sources)
    expected: dict[str, set[str]] = defaultdict(set)
    for fact, kind in facts.items():
        for thing in values[fact, _ABOUT[kind]]:
            expected[thing].add(fact)
    records = {_iri(quad.subject) for quad in sources.quads("ontology/kb/") if kind_of(_iri(quad.subject)) in RECORDS}
    assert len(records) > len(_MEMBERS)
    for iri in sorted(records):
        with subtests.test(shorten(iri)):
            page = kb.page(iri, language)
            assert isinstance(page, RecordPage)
            assert page.label.value
            shown = {shorten(fact.iri): fact for section in page.sections for fact in section.facts}
            assert expected[shorten(iri)] <= set(shown), "A section is missing in catalogue/record.py."
            # A work may be known by its citation alone; a fact needs a source that can be read.
            assert all(
                source.page for name, fact in shown.items() if name in expected[shorten(iri)] for source in fact.sources
            )


@pytest.mark.parametrize(("fact", "why"), _FOLLOWS, ids=[" ".join(fact) for fact, _ in _FOLLOWS])
def test_this_follows_from_the_sources(known: frozenset[Fact], fact: Fact, why: str) -> None:
    assert fact in known, f"{' '.join(fact)} should follow: {why}."


@pytest.mark.parametrize(("fact", "why"), _NEVER, ids=[" ".join(fact) for fact, _ in _NEVER])
def test_this_does_not_follow(known: frozenset[Fact], fact: Fact, why: str) -> None:
    assert fact not in known, f"{' '.join(fact)} must not follow: {why}. See: clusterkb explain {fact[0]}"


def test_what_must_not_follow_is_about_things_there_are(known: frozenset[Fact]) -> None:
    things = {fact[0] for fact in known} | {fact[2] for fact in known}
    faults = [
        f"{' '.join(fact)}: {name} is nowhere."
        for fact, _ in _NEVER
        for name in (fact[0], fact[2])
        if name not in things
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("arrangement", _MEMBERS)
def test_an_arrangement_has_as_many_members_as_its_sources_name(known: frozenset[Fact], arrangement: str) -> None:
    members = [fact for fact in known if fact[1:] == ("ckb:memberOf", arrangement)]
    assert len(members) == _MEMBERS[arrangement]


def test_derived_relations_are_those_of_the_fact_nodes(sources: Sources, known: frozenset[Fact]) -> None:
    query = """
    SELECT ?head ?start ?end {
      GRAPH <file:ontology/axioms/shortcuts.ttl> { ?head owl:propertyChainAxiom ( ?first ?end ) }
      { ?first owl:inverseOf ?start } UNION { ?start owl:inverseOf ?first }
    }
    """
    chains = sources.select(query)
    stated = "SELECT ?head { GRAPH <file:ontology/axioms/shortcuts.ttl> { ?head owl:propertyChainAxiom ?chain } }"
    heads = {row["head"] for row in sources.select(stated)}
    assert {row["head"] for row in chains} == heads, "A chain is not from a thing over its fact node to the other end."
    values = _values(sources)
    wanted = {
        (thing, row["head"], other)
        for row in chains
        for (fact, predicate), things in list(values.items())
        if predicate == row["start"]
        for thing in things
        for other in values[fact, row["end"]]
    }
    found = {fact for fact in known if fact[1] in heads}
    faults = [f"{' '.join(fact)} does not follow, though a fact node says so." for fact in wanted - found]
    faults += [f"{' '.join(fact)} follows, though no fact node says so." for fact in found - wanted]
    assert not faults, "\n".join(sorted(faults))


def _values(sources: Sources) -> dict[tuple[str, str], set[str]]:
    """Return thing and property → values, of all records."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for quad in sources.quads("ontology/kb/"):
        value = quad.object.value if isinstance(quad.object, ox.NamedNode | ox.Literal) else ""
        found[shorten(_iri(quad.subject)), shorten(quad.predicate.value)].add(shorten(value))
    return found


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
