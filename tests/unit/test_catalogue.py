from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, URIRef
from rdflib.compare import isomorphic

from clusterkb import KnowledgeBase
from clusterkb.catalogue import (
    RECORDS,
    ConceptPage,
    Reader,
    RecordPage,
    SourcePage,
    candidates,
    concept,
    describe,
    kind_of,
    parts,
    record,
    records,
    senses,
    source,
    terms,
    things,
)
from clusterkb.catalogue.criteria import criteria, definitions, disputed
from clusterkb.catalogue.provenance import standing
from clusterkb.errors import NotFound
from clusterkb.namespaces import INFERRED, PREFIXES, expand, shorten
from clusterkb.rdf.formats import SERVED, by_name
from clusterkb.rdf.text import Text
from clusterkb.store import EmbeddedStore

HOLDING = expand("cluster:ulyanovsk-holding")
LANGUAGES = ("en", "ru", "uz")
INFERRED_KIND = URIRef(expand("ckb:inferredKind"))


def with_pages(store: EmbeddedStore) -> list[str]:
    found = {q.subject.value for q in store.engine if isinstance(q.subject, ox.NamedNode)}
    return sorted(iri for iri in found if kind_of(iri))


def as_graph(data: bytes, form: str) -> rdflib.Graph:
    names = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
    return rdflib.Graph().parse(data=data, format=names[form])


# ---------------------------------------------------------------- pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_with_an_address_of_ours_has_a_page(kb: KnowledgeBase, language: str) -> None:
    broken = []
    for iri in with_pages(kb.store):
        page = kb.page(iri, language)
        if not page.label.value or page.iri != iri:
            broken.append(iri)
    assert broken == []


def test_a_concept_page_says_what_the_files_say(kb: KnowledgeBase) -> None:
    page = concept(kb.reader("ru"), expand("ckb:EducationalHolding"))
    assert (page.name, page.kind) == ("ckb:EducationalHolding", "class")
    assert (page.label.value, page.label.language) == ("образовательный холдинг", "ru")
    assert [text.language for text in page.labels] == ["ru", "en", "uz"]
    assert page.definitions[0].language == "ru"
    assert expand("ckb:AssociationOfSocialInstitutions") in [ref.iri for ref in page.wider]


def test_wider_classes_are_the_stated_ones_only(kb: KnowledgeBase) -> None:
    wider = {ref.iri for ref in concept(kb.reader(), expand("ckb:HoldingInArticleSense")).wider}
    inferred = kb.query(f"SELECT ?c {{ GRAPH <{INFERRED}> {{ ckb:HoldingInArticleSense rdfs:subClassOf ?c }} }}")
    assert wider & {row["c"] for row in inferred} == set()


def test_instances_that_only_follow_are_marked(kb: KnowledgeBase) -> None:
    marks = {i.thing.iri: i.inferred for i in concept(kb.reader(), expand("ckb:HoldingInArticleSense")).instances}
    assert marks[HOLDING] is True
    stated = {i.thing.iri: i.inferred for i in concept(kb.reader(), expand("ckb:EducationalHolding")).instances}
    assert stated[HOLDING] is False


def test_a_vocabulary_shows_its_concepts(kb: KnowledgeBase) -> None:
    page = concept(kb.reader(), "https://w3id.org/clusterkb/concept/role")
    assert expand("role:lead") in {ref.iri for ref in page.narrower}


def test_stated_and_inferred_kinds_of_a_record_are_apart(kb: KnowledgeBase) -> None:
    page = record(kb.reader(), HOLDING)
    stated, inferred = {ref.iri for ref in page.kinds}, {ref.iri for ref in page.inferred_kinds}
    assert stated == {expand("ckb:EducationalHolding")}
    assert expand("ckb:HoldingInArticleSense") in inferred
    assert stated & inferred == set()


def test_every_fact_of_every_record_has_a_source(kb: KnowledgeBase) -> None:
    pages = [record(kb.reader(), iri) for iri in with_pages(kb.store) if kind_of(iri) in RECORDS]
    assert [fact.iri for page in pages for section in page.sections for fact in section.facts if not fact.sources] == []


def test_every_fact_node_is_shown_on_some_record(kb: KnowledgeBase) -> None:
    pages = [record(kb.reader(), iri) for iri in with_pages(kb.store) if kind_of(iri) in RECORDS]
    shown = {fact.iri for page in pages for section in page.sections for fact in section.facts}
    nodes = {q.subject.value for q in kb.store.engine if isinstance(q.subject, ox.NamedNode)}
    assert {iri for iri in nodes if iri.startswith(PREFIXES["fact"])} - shown == set()


def test_every_row_has_a_cell_for_each_column(kb: KnowledgeBase) -> None:
    pages = [record(kb.reader(), iri) for iri in with_pages(kb.store) if kind_of(iri) in RECORDS]
    sections = [section for page in pages for section in page.sections]
    assert {len(fact.cells) - len(section.columns) for section in sections for fact in section.facts} == {0}


def test_events_are_in_order_of_time(kb: KnowledgeBase) -> None:
    events = next(s for s in record(kb.reader(), HOLDING).sections if s.kind.iri == expand("ckb:Event"))
    years = [cell.value for fact in events.facts for cell in fact.cells[0] if not hasattr(cell, "iri")]
    assert years == sorted(years)
    assert years


def test_a_label_falls_back_when_the_language_has_none(kb: KnowledgeBase) -> None:
    assert kb.reader("uz").label(expand("ckorg:ulyanovsk-pedagogical-university")).language == "en"


def test_a_thing_without_label_is_called_by_its_short_name(kb: KnowledgeBase) -> None:
    assert kb.reader().label(expand("skos:nothing")).value == "skos:nothing"


def test_a_source_page_counts_the_facts_that_rest_on_it(kb: KnowledgeBase) -> None:
    page = source(kb.reader(), expand("src:makhmudov-2020"))
    counted = {citing.record.iri: citing.facts for citing in page.cited_by}
    (row,) = kb.query(
        f"""SELECT (COUNT(DISTINCT ?fact) AS ?n) {{
            ?fact dcterms:source src:makhmudov-2020 ; ?link cluster:chirchik-pedagogical-cluster .
            FILTER(STRSTARTS(STR(?fact), "{PREFIXES["fact"]}")) }}"""
    )
    assert counted[expand("cluster:chirchik-pedagogical-cluster")] == int(row["n"])
    assert page.address.startswith("http")


@pytest.mark.parametrize("read", [concept, record, source])
@pytest.mark.parametrize(
    "iri", ["https://w3id.org/clusterkb/onto/Nothing", "https://example.org/x", expand("cluster:x")]
)
def test_what_is_not_there_is_not_found(kb: KnowledgeBase, read: type, iri: str) -> None:
    with pytest.raises(NotFound) as caught:
        read(kb.reader(), iri)
    assert caught.value.remedy


def test_a_record_is_no_concept_and_a_concept_no_record(kb: KnowledgeBase) -> None:
    with pytest.raises(NotFound):
        concept(kb.reader(), HOLDING)
    with pytest.raises(NotFound):
        record(kb.reader(), expand("ckb:Cluster"))


# ---------------------------------------------------------------- lists


def test_the_four_senses_come_lowest_level_first(kb: KnowledgeBase) -> None:
    levels = [sense.level.iri for sense in senses(kb.reader())]
    assert levels == [expand(f"level:{name}") for name in ("competence", "program", "organization", "association")]


def test_every_term_that_a_module_defines_is_listed_once(kb: KnowledgeBase) -> None:
    listed = [row.term.iri for group in terms(kb.reader()) for row in group.terms]
    assert len(listed) == len(set(listed))
    found = kb.query("SELECT DISTINCT ?t { ?t rdfs:isDefinedBy ?m FILTER(STRSTARTS(STR(?m), STR(ckb:))) }")
    assert set(listed) == {row["t"] for row in found}


def test_every_cluster_is_listed_once(kb: KnowledgeBase) -> None:
    listed = [row.record.iri for row in records(kb.reader())]
    clusters = {iri for iri in with_pages(kb.store) if kind_of(iri) == "cluster"}
    assert len(listed) == len(set(listed))
    assert clusters - set(listed) == set()


# ---------------------------------------------------------------- descriptions


@pytest.mark.parametrize("form", [row.name for row in SERVED])
def test_a_description_is_the_same_graph_in_every_format(kb: KnowledgeBase, form: str) -> None:
    plain = as_graph(kb.describe(HOLDING, form="nt"), "nt")
    assert isomorphic(as_graph(kb.describe(HOLDING, form=form), form), plain)


def test_descriptions_are_turtle_that_rdflib_reads_alike(kb: KnowledgeBase) -> None:
    different = []
    for iri in with_pages(kb.store)[::4]:  # rdflib takes a minute for all
        turtle, plain = (describe(kb.store, iri, by_name(form)) for form in ("ttl", "nt"))
        if not isomorphic(as_graph(turtle, "ttl"), as_graph(plain, "nt")):
            different.append(iri)
    assert different == []


def test_a_description_says_inferred_kinds_apart_from_stated_ones(kb: KnowledgeBase) -> None:
    graph = as_graph(kb.describe(HOLDING), "ttl")
    assert set(graph.objects(URIRef(HOLDING), RDF.type)) == {URIRef(expand("ckb:EducationalHolding"))}
    inferred = set(graph.objects(URIRef(HOLDING), INFERRED_KIND))
    assert URIRef(expand("ckb:HoldingInArticleSense")) in inferred
    assert inferred & set(graph.objects(URIRef(HOLDING), RDF.type)) == set()


def test_a_description_holds_nothing_else_that_is_inferred(kb: KnowledgeBase) -> None:
    graph = as_graph(kb.describe(HOLDING, form="nt"), "nt")
    inferred = {
        (q.subject.value, q.predicate.value, str(q.object))
        for q in kb.store.triples(ox.NamedNode(INFERRED))
        if isinstance(q.subject, ox.NamedNode)
    }
    assert [t for t in graph if (str(t[0]), str(t[1]), t[2].n3()) in inferred] == []


def test_a_description_holds_the_facts_and_their_sources(kb: KnowledgeBase) -> None:
    graph = as_graph(kb.describe(HOLDING), "ttl")
    fact = URIRef(expand("fact:ulyanovsk-founding"))
    cited = set(graph.objects(fact, rdflib.DCTERMS.source))
    assert cited
    assert [iri for iri in cited if not list(graph.predicate_objects(iri))] == []


def test_a_description_of_a_defined_class_holds_its_whole_expression(kb: KnowledgeBase) -> None:
    graph = as_graph(kb.describe("HoldingInArticleSense"), "ttl")
    blank = {node for triple in graph for node in triple if isinstance(node, rdflib.BNode)}
    assert [node for node in blank if not list(graph.predicate_objects(node))] == []
    assert len(blank) > 5


def test_nothing_is_described_that_is_not_known(kb: KnowledgeBase) -> None:
    with pytest.raises(NotFound, match="ckb:Nothing"):
        describe(kb.store, expand("ckb:Nothing"), by_name("ttl"))


# ---------------------------------------------------------------- where a fact stands


def test_a_stated_fact_stands_in_its_file_with_its_sources(kb: KnowledgeBase) -> None:
    founding = expand("fact:ulyanovsk-founding")
    (found,) = standing(kb.store, (founding, expand("ckb:eventOf"), HOLDING))
    assert found.file == "ontology/kb/clusters-ru.ttl"
    assert set(found.cites) == {
        str(o) for o in as_graph(kb.describe(HOLDING), "ttl").objects(URIRef(founding), rdflib.DCTERMS.source)
    }


def test_what_is_not_stated_stands_nowhere(kb: KnowledgeBase) -> None:
    assert standing(kb.store, (HOLDING, expand("ckb:eventOf"), HOLDING)) == ()


# ---------------------------------------------------------------- why


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_names_every_part_by_a_label(kb: KnowledgeBase, language: str) -> None:
    found = kb.why("ulyanovsk-holding", language)
    parts = [
        part.label.value
        for why in found
        for because in (*why.facts, *why.axioms)
        for part in (because.subject, *(one for pair in because.parts for one in pair))
    ]
    assert parts
    assert [part for part in parts if "://" in part or part.startswith(("_:", "ckb:"))] == []


def test_all_that_is_used_of_one_fact_is_said_at_once(kb: KnowledgeBase) -> None:
    why = kb.why("ulyanovsk-holding")[0]
    subjects = [because.subject.iri for because in why.facts]
    assert len(subjects) == len(set(subjects))
    assert max(len(because.parts) for because in why.facts) == 2


def test_a_thing_of_which_nothing_follows_has_no_why(kb: KnowledgeBase) -> None:
    assert kb.why("ckb:EducationalHolding") == []


def test_each_kind_of_page_has_its_class(kb: KnowledgeBase) -> None:
    pages = [kb.page(name) for name in ("ckb:Cluster", "ulyanovsk-holding", "src:makhmudov-2020")]
    assert [type(page) for page in pages] == [ConceptPage, RecordPage, SourcePage]


def test_a_reader_prefers_its_language_then_english() -> None:
    store = EmbeddedStore(ox.Store())
    thing, label = ox.NamedNode("http://e/x"), ox.NamedNode(expand("skos:prefLabel"))
    for language in ("de", "uz", "en"):
        store.engine.add(ox.Quad(thing, label, ox.Literal(language, language=language), ox.NamedNode("http://e/g")))
    assert [Reader(store, language).label("http://e/x").value for language in ("uz", "ru", "de")] == ["uz", "en", "de"]


def test_a_term_says_how_others_define_it_and_what_it_is_not(kb: KnowledgeBase) -> None:
    found = concept(Reader(kb.store, "ru"), expand("ckb:EducationalCluster")).meanings
    sokolova = next(one for one in found.opinions if one.holder.iri == expand("person:e-i-sokolova"))
    assert sokolova.definition.language == "ru"
    assert sokolova.work.iri == expand("work:sokolova-2014")
    assert expand("lookalike:career-cluster") in {one.source.iri for one in found.mistaken}
    assert {word.entry.label.language for word in found.words} == {"en", "ru", "uz", "de"}


def test_a_word_we_formed_ourselves_is_said_to_be_ours(kb: KnowledgeBase) -> None:
    found = concept(Reader(kb.store), expand("ckb:EducationalHolding")).meanings
    assert {word.entry.label.language: word.attested for word in found.words} == {"en": True, "ru": True, "uz": False}


def test_a_sentence_shows_what_is_doubtful_and_only_its_own_assertions(kb: KnowledgeBase) -> None:
    found = concept(Reader(kb.store), expand("claim:S15"))
    assert [doubt.words.value for doubt in found.doubts][2] == "communication"
    assert found.doubts[0].rival is not None
    assert len(found.assertions) == 8


def test_a_reference_shows_what_was_printed_and_what_was_mended(kb: KnowledgeBase) -> None:
    details = {shorten(ref.iri): values for ref, values in concept(Reader(kb.store), expand("claim:R04")).relations}
    assert "56345638" in str(details["ckb:asPrinted"])
    assert record(Reader(kb.store), expand("work:khimmataliev-2022-a")).details[-2][1] == [Text("5634–5638")]


def test_a_scholar_shows_what_the_article_names_him_for_and_what_he_wrote(kb: KnowledgeBase) -> None:
    sections = record(Reader(kb.store), expand("person:a-l-nosov")).sections
    assert {shorten(section.kind.iri): len(section.facts) for section in sections} == {
        "ckb:Work": 2,
        "ckb:Assertion": 1,
    }


def test_a_term_says_what_is_like_it_elsewhere_and_what_only_sounds_so(kb: KnowledgeBase) -> None:
    found = concept(Reader(kb.store), expand("ckb:EducationalProgram")).elsewhere
    assert [match.relation for match in found if match.other.iri.endswith("core#Program")] == ["no"]
    assert {match.relation for match in found} == {"no", "close", "related"}
    assert [match.confidence for match in found] == sorted((match.confidence for match in found), reverse=True)


def test_references_are_in_order_of_their_numbers(kb: KnowledgeBase) -> None:
    claims = [expand(f"claim:S{number:02}") for number in (10, 2, 1)]
    assert [ref.label.value for ref in Reader(kb.store).refs(claims)] == ["Sentence 1", "Sentence 2", "Sentence 10"]


def test_what_a_thing_lacks_to_be_of_a_defined_class_is_named(kb: KnowledgeBase) -> None:
    found = {one.kind.iri: one for one in candidates(Reader(kb.store), expand("cluster:delta-academies-trust"))}
    sense = found[expand("ckb:HoldingInArticleSense")]
    assert [(criterion.words(), criterion.holds) for criterion in sense.criteria] == [
        ("is a: educational holding", True),
        ("is under the auspices of: education authority or higher education institution", False),
        ("characterized by: horizontal integration", False),
        ("characterized by: common educational space, or aims to create: educational space", False),
    ]


def test_a_criterion_that_forbids_says_so(kb: KnowledgeBase) -> None:
    found = {one.kind.iri: one for one in candidates(Reader(kb.store), expand("cluster:longwood-medical-area"))}
    last = found[expand("ckb:KnowledgeOnlyCluster")].criteria[-1]
    assert (last.words(), last.denied, last.holds) == ("not has product: commercial product", True, False)


def test_what_a_thing_is_already_is_no_candidate(kb: KnowledgeBase) -> None:
    found = {one.kind.iri for one in candidates(Reader(kb.store), expand("cluster:ulyanovsk-holding"))}
    assert expand("ckb:HoldingInArticleSense") not in found


def test_what_sources_call_a_thing_against_our_criteria_is_said_with_what_is_not_known(kb: KnowledgeBase) -> None:
    found = {one.kind.iri: one for one in disputed(Reader(kb.store), expand("cluster:ulyanovsk-holding"))}
    regional = found[expand("ckb:RegionalEducationalCluster")]
    assert [source.iri for source in regional.sources]
    assert [(one.words(), one.holds) for one in regional.criteria] == [
        ("is a: educational cluster", False),
        ("has territorial scope: regional", True),
    ]
    assert disputed(Reader(kb.store), expand("cluster:chirchik-pedagogical-cluster")) == []


def test_every_criterion_of_what_follows_holds(kb: KnowledgeBase) -> None:
    # The same reading of definitions, against the closure: who is of a defined class meets all of its criteria.
    reader = Reader(kb.store)
    known = {kind.value: parts for kind, parts in definitions(reader)}
    for kind, thing in (
        ("ckb:HoldingInArticleSense", "cluster:ulyanovsk-holding"),
        ("ckb:RegionalEducationalCluster", "cluster:chirchik-pedagogical-cluster"),
        ("ckb:ClusterParticipant", "ckorg:chirchik-pedagogical-university"),
        ("ckb:Coordinator", "ckorg:longwood-collective"),
    ):
        found = criteria(reader, ox.NamedNode(expand(thing)), known[expand(kind)])
        assert found
        assert all(criterion.holds for criterion in found)


# ---------------------------------------------------------------- works and their copies


def test_a_work_and_the_copy_that_was_read_lead_to_each_other(kb: KnowledgeBase) -> None:
    copy, work = expand("src:danilov-2020"), expand("work:danilov-2020")
    joined = source(kb.reader(), copy).work
    assert joined is not None
    assert joined.iri == work
    assert [ref.iri for ref in record(kb.reader(), work).copies] == [copy]
    assert record(kb.reader(), HOLDING).copies == []


def test_a_list_of_works_counts_the_records_that_rest_on_copies_and_pages(kb: KnowledgeBase) -> None:
    reader = kb.reader()
    counted = {shorten(row.row.thing.iri): row.row.records for row in things(reader, "works", parts(reader)).entries}
    assert (counted["work:danilov-dissertation"], counted["work:danilov-2020"]) == (2, 1)
    assert counted["work:nosov-2012"] == 0


def test_a_source_and_a_work_at_one_address_are_joined(kb: KnowledgeBase) -> None:
    # A copy that nobody joined to its work would let the work seem unused.
    apart = kb.query("""SELECT ?source ?work {
      ?source a ckb:Source ; foaf:page ?page . ?work a ckb:Work ; foaf:page ?page
      FILTER NOT EXISTS { ?source dcterms:isFormatOf|dcterms:isPartOf ?work }
    }""").rows
    assert [(row["source"]["value"], row["work"]["value"]) for row in apart] == []
