from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from string import Formatter

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterkb import KnowledgeBase
from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.catalogue.verbal import Said, demands, is_axiom, plain_words, proven
from clusterkb.catalogue.verbal.axioms import axiom_said, in_words
from clusterkb.catalogue.verbal.said import fill, table
from clusterkb.catalogue.verbal.speaker import Speaker, Unsaid
from clusterkb.namespaces import GRAPHS, PREFIXES, expand
from clusterkb.rdf.terms import statement, written
from clusterkb.reason import vocabulary as v
from clusterkb.reason.proofs import Proof
from clusterkb.reason.schema import Schema, Triple
from clusterkb.store import EmbeddedStore

LANGUAGES = ("en", "ru", "uz")
E = "https://example.org/"
HEAD = f"@prefix : <{E}> .\n" + "".join(
    f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("owl", "rdf", "rdfs", "xsd")
)
OWN = tuple(PREFIXES[name] for name in ("rdf", "rdfs", "owl", "xsd"))
NO_AXIOMS = {
    *(expand(f"rdfs:{name}") for name in ("label", "comment", "isDefinedBy", "seeAlso")),
    *(expand(f"owl:{name}") for name in ("imports", "versionInfo", "versionIRI", "differentFrom")),
    *(expand(f"owl:{name}") for name in ("annotatedSource", "annotatedProperty", "annotatedTarget")),
    *(expand(f"owl:{name}") for name in ("sourceIndividual", "assertionProperty", "targetIndividual")),
    *(v.SCHEMA - v.AXIOMS),
}
"""What says nothing of classes or properties by itself: annotations, parts of expressions, facts about things."""
DECLARED = {
    *(expand(f"owl:{name}") for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")),
    *(expand(f"owl:{name}") for name in ("Ontology", "Restriction", "Axiom", "NamedIndividual")),
}


def axioms(store: EmbeddedStore) -> list[Triple]:
    """Return every axiom in ``ontology/``, whatever of OWL and RDFS is not named above."""
    stated = (quad for quad in store.engine if quad.graph_name.value.startswith(f"{GRAPHS}ontology/"))
    triples = (statement(quad.triple) for quad in stated)
    return [
        (s, p, o)
        for s, p, o in triples
        if (p == v.TYPE and o.startswith(PREFIXES["owl"]) and o not in DECLARED)
        or (p.startswith((PREFIXES["owl"], PREFIXES["rdfs"])) and p not in NO_AXIOMS)
    ]


def reader_of(turtle: str, language: str = "en") -> Reader:
    store = ox.Store()
    store.load((HEAD + turtle).encode(), format=ox.RdfFormat.TURTLE)
    return Reader(EmbeddedStore(store), language)


def schema_of(reader: Reader, head: tuple[str, ...]) -> Schema:
    """Return what hangs on the nodes ``head``."""
    schema, waiting = Schema(), [term for term in head if term.startswith("_:")]
    while waiting:
        for quad in reader.store.engine.quads_for_pattern(ox.BlankNode(waiting.pop()[2:]), None, None, None):
            if schema.add(statement(quad.triple)) and isinstance(quad.object, ox.BlankNode):
                waiting.append(str(quad.object))
    return schema


def refs(said: Said) -> Iterator[str]:
    yield from (part.iri for part in said.parts if isinstance(part, Ref))
    for child in said.children:
        yield from refs(child)


def names(schema: Schema, axiom: Triple) -> set[str]:
    """Return every name of ours in an axiom; the value that ``hasValue`` gives may be a text."""
    found = {axiom[0], axiom[2]}
    for objects in schema.by_subject.values():
        found |= {one for several in objects.values() for one in several}
    return {name for name in found if name.startswith("http") and not name.startswith(OWN)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_axiom_of_the_ontology_is_said_with_every_name_in_it(kb: KnowledgeBase, language: str) -> None:
    reader, faults = kb.reader(language), []
    found = axioms(kb.store)
    assert len(found) > 150
    for axiom in found:
        schema = schema_of(reader, axiom)
        try:
            said = in_words(Speaker(reader, schema), axiom)
        except Unsaid as error:
            faults.append(f"{axiom}: no words for {error}")
            continue
        left = names(schema, axiom) - set(refs(said))
        text = "\n".join(said.lines())
        faults += [f"{axiom}: {text} leaves out {left}"] if left or "{" in text or "_:" in text else []
    assert not faults, "\n".join(faults)


def test_each_language_names_the_same_things(kb: KnowledgeBase) -> None:
    readers = [kb.reader(language) for language in LANGUAGES]
    said = [[sorted(refs(axiom_said(reader, axiom))) for reader in readers] for axiom in axioms(kb.store)]
    assert not [one for one in said if one[0] != one[1] or one[0] != one[2]]


@pytest.mark.parametrize("key", table())
def test_a_template_has_the_same_fields_in_each_language(key: str) -> None:
    fields = [sorted(name for _, name, _, _ in Formatter().parse(table()[key][one]) if name) for one in LANGUAGES]
    assert set(table()[key]) == set(LANGUAGES)
    assert fields[0] == fields[1] == fields[2]
    assert all(table()[key].values())


SENTENCES = {
    ("en", "ckb:RegionalEducationalCluster"): [
        "Something counts as regional educational cluster exactly when all of this is true of it:",
        "  is of this kind: educational cluster",
        "  has territorial scope: regional",
    ],
    ("en", "ckb:HoldingInArticleSense"): [
        "Something counts as educational holding in the article's sense exactly when all of this is true of it:",
        "  is of this kind: educational holding",
        "  is under the auspices of: at least one that is one of these:",
        "    education authority",
        "    higher education institution",
        "  characterized by: horizontal integration",
        "  at least one of these is true:",
        "    characterized by: common educational space",
        "    aims to create: at least one educational space",
    ],
    ("ru", "ckb:KnowledgeOnlyCluster"): [
        "Объект относится к виду «кластер только ради знания», если о нём верно всё это, и только тогда:",
        "  относится к виду: образовательный кластер",
        "  имеет продукт: хотя бы один объект вида «продукт-знание»",
        "  это неверно:",
        "    имеет продукт: хотя бы один объект вида «коммерческий продукт»",
    ],
    ("uz", "ckb:UpliftCandidateSchool"): [
        "Biror narsa u haqida bularning barchasi to'g'ri bo'lsagina "
        "«klaster reytingini ko'tarishi mumkin bo'lgan maktab» hisoblanadi:",
        "  turi: umumta'lim maktabi",
        "  turi: klaster ishtirokchisi",
        "  bulardan kamida bittasi to'g'ri:",
        "    reyting zonasida (hozir yoki avval): qizil",
        "    reyting zonasida (hozir yoki avval): sariq",
    ],
    ("en", "ckb:EducationalCluster"): ["educational cluster is a kind of association of social institutions."],
    ("ru", "ckb:EducationalCluster"): ["«образовательный кластер» — это вид понятия «кластер»."],
    ("en", "ckb:EducationalCompetence"): ["Nothing is educational competence and educational program at once."],
    # Said of the other class, and true of this one too.
    ("ru", "ckb:EducationalProgram"): [
        "Ничто не относится сразу к двум видам: «образовательная компетенция» и «образовательная программа»."
    ],
    ("en", "ckb:EducationalOrganization"): [
        "For every educational organization this is true:",
        "  has clustering level: level of organizations",
    ],
    ("en", "ckb:IndustrialCluster"): [
        "For every industrial cluster this is true:",
        "  has product: at least one commercial product",
    ],
    ("ru", "ckb:EducationalLogistics"): [
        "Для любого объекта вида «образовательная логистика» верно:",
        "  это неверно:",
        "    занимается проблемой: развитие педагогической системы",
    ],
    ("en", "ckb:memberOf"): [
        "“is or was member of” leads from A to C if all of this is so:",
        "  “has membership” leads from A to B",
        "  “member of” leads from B to C",
    ],
    ("ru", "ckb:servesDemandOf"): [
        "«отвечает спросу со стороны» ведёт от А к Г, если всё это так:",
        "  «развивает компетенцию» ведёт от А к Б",
        "  «требуется в» ведёт от Б к В",
        "  «определяется» ведёт от В к Г",
    ],
    # A step of a chain: the page of the step says where it leads.
    ("en", "ckb:developsCompetence"): [
        "“serves demand of” leads from A to D if all of this is so:",
        "  “develops competence” leads from A to B",
        "  “is required in” leads from B to C",
        "  “is determined by” leads from C to D",
    ],
    ("en", "ckb:hasParticipant"): [
        "If “has or had participant” leads from A to B, then “is or was member of” leads from B to A, "
        "and the other way round."
    ],
    ("uz", "ckb:isProductOf"): [
        "«nimaning mahsuli» A dan B ga olib borsa, «nimaning rivojlanish omili» ham A dan B ga olib boradi."
    ],
    ("en", "ckb:membershipMember"): ["“member” leads from things of this kind: membership."],
    ("ru", "ckb:managesFlow"): ["«управляет потоком» ведёт к объектам вида «поток»."],
    ("en", "ckb:cooperatesWith"): [
        "If “cooperates with” leads from A to B, then it leads from B to A too.",
    ],
    ("uz", "ckb:precedesStage"): [
        "«bosqichdan oldin keladi» A dan B ga va B dan C ga olib borsa, A dan C ga ham olib boradi.",
    ],
}


@pytest.mark.parametrize(("language", "name"), SENTENCES)
def test_a_term_is_said_as_a_person_would_write_it(kb: KnowledgeBase, language: str, name: str) -> None:
    said = [list(one.lines()) for one in plain_words(kb.reader(language), expand(name))]
    assert SENTENCES[language, name] in said


def test_the_order_of_sentences_does_not_hang_on_a_build(kb: KnowledgeBase) -> None:
    iri = expand("ckb:PedagogicalInnovationLogistics")
    again = ox.Store()
    again.load(
        ox.serialize(kb.store.engine, format=ox.RdfFormat.N_QUADS) or b"",
        format=ox.RdfFormat.N_QUADS,
    )
    one, two = (plain_words(reader, iri) for reader in (kb.reader(), Reader(EmbeddedStore(again))))
    assert len(one) > 4
    assert one == two


def test_what_only_an_extension_says_names_the_extension(kb: KnowledgeBase) -> None:
    said = plain_words(kb.reader(), expand("ckb:EducationalLogistics"))
    extended = [one for one in said if one.only_with]
    assert {one.only_with.iri for one in extended if one.only_with} == {expand("ckb:theory/unaddressed")}
    assert all(child.parts[0] == "this is not true:" for one in extended for child in one.children)
    assert len(said) > len(extended) == 2


# ---------------------------------------------------------------- constructs that the ontology does not use (yet)

EXAMPLES = """
:A rdfs:subClassOf :B , [ owl:intersectionOf ( :B [ owl:onProperty :p ; owl:someValuesFrom :C ] ) ] ,
        [ owl:onProperty :p ; owl:hasSelf true ] , [ owl:complementOf :C ] ,
        [ owl:complementOf [ owl:intersectionOf ( :B :C ) ] ] , [ owl:oneOf ( :x :y ) ] , [ owl:unionOf ( :B :C ) ] ,
        [ owl:onProperty :p ; owl:hasValue "seven"@en ] , [ owl:onProperty :p ; owl:someValuesFrom owl:Thing ] ,
        [ owl:onProperty :p ; owl:someValuesFrom [ owl:unionOf ( :B :C ) ] ] ,
        [ owl:onProperty :p ; owl:someValuesFrom [ owl:onProperty :q ; owl:hasValue :x ] ] ,
        [ owl:onProperty :p ; owl:allValuesFrom :C ] , [ owl:onProperty :p ; owl:allValuesFrom owl:Thing ] ,
        [ owl:onProperty :p ; owl:allValuesFrom owl:Nothing ] ,
        [ owl:onProperty :p ; owl:allValuesFrom [ owl:unionOf ( :B :C ) ] ] ,
        [ owl:onProperty :p ; owl:allValuesFrom [ owl:oneOf ( :x ) ] ] ,
        [ owl:onProperty :p ; owl:onClass owl:Thing ; owl:qualifiedCardinality 2 ] ;
    owl:equivalentClass :D , [ owl:onProperty :p ; owl:someValuesFrom :C ] , [ owl:intersectionOf ( :B :C ) ] ;
    owl:disjointWith :B ; owl:hasKey ( :p :q ) .
:p rdfs:domain :A , [ owl:unionOf ( :B :C ) ] , [ owl:complementOf :C ] ;
    rdfs:range :A , [ owl:unionOf ( :B :C ) ] , [ owl:complementOf :C ] ;
    rdfs:subPropertyOf :q ; owl:equivalentProperty :q ; owl:inverseOf :q ; owl:propertyDisjointWith :q ;
    owl:propertyChainAxiom ( :p :q ) ;
    a owl:FunctionalProperty , owl:InverseFunctionalProperty , owl:TransitiveProperty , owl:SymmetricProperty ,
        owl:AsymmetricProperty , owl:ReflexiveProperty , owl:IrreflexiveProperty .
"""
NUMBERS = "\n".join(
    f":A rdfs:subClassOf [ owl:onProperty :p ; owl:{name}ardinality 2 ] ."
    + "".join(
        f":A rdfs:subClassOf [ owl:onProperty :p ; owl:{qualified}ualifiedCardinality 2 ; owl:onClass {kind} ] ."
        for kind in (":B", "[ owl:unionOf ( :B :C ) ]", "[ owl:complementOf :B ]")
    )
    for name, qualified in (("minC", "minQ"), ("maxC", "maxQ"), ("c", "q"))
)


class Noting(Speaker):
    """Notes the templates it uses."""

    used: set[str]

    def word(self, key: str) -> str:
        self.used.add(key)
        return super().word(key)


def test_no_template_is_for_nothing() -> None:
    kinds = [key for key in table() if key.startswith(("xsd:", "rdf", "owl:")) and "Property" not in key]
    ranges = "".join(f":p rdfs:range {kind} .\n" for kind in kinds if kind != "owl:Thing")
    reader, used = reader_of(EXAMPLES + NUMBERS + ranges + ":p rdfs:domain owl:Thing ."), set[str]()
    for triple in map(statement, (quad.triple for quad in reader.store.engine)):
        if is_axiom(triple[1], triple[2]):
            speaker = Noting(reader, schema_of(reader, triple))
            speaker.used = used
            in_words(speaker, triple)
    assert used == set(table())


@pytest.mark.parametrize(
    ("axiom", "lines"),
    [
        (":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 2 ]", ["  {p}: at most 2"]),
        (
            ":A rdfs:subClassOf [ owl:onProperty :p ; owl:minQualifiedCardinality 3 ; owl:onClass :B ]",
            ["  {p}: at least 3 of this kind: {B}"],
        ),
        (":A rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue 7 ]", ["  {p}: 7"]),
        (
            ":A rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom xsd:integer ]",
            ["  {p}: only things of this kind: whole number"],
        ),
        (":A rdfs:subClassOf [ owl:oneOf ( :x :y ) ]", ["  is one of these:", "    {x}", "    {y}"]),
        (
            ":A rdfs:subClassOf [ owl:complementOf [ owl:intersectionOf ( :B [ owl:complementOf :C ] ) ] ]",
            [
                "  this is not true:",
                "    all of this is true:",
                "      is of this kind: {B}",
                "      is not of this kind: {C}",
            ],
        ),
        (
            ":A owl:hasKey ( :p :q )",
            ["Two things of the kind {A} are one and the same if they agree in all of these:", "  {p}", "  {q}"],
        ),
        (":p a owl:FunctionalProperty", ["“{p}” leads from each thing to one at most."]),
        (
            ":p a owl:AsymmetricProperty",
            ["If “{p}” leads from A to B, then it never leads from B to A."],
        ),
        (
            ":p rdfs:domain [ owl:unionOf ( :A :B ) ]",
            ["“{p}” leads from things of one of these kinds:", "  {A}", "  {B}"],
        ),
    ],
)
def test_a_construct_is_said_as_a_person_would_write_it(axiom: str, lines: list[str]) -> None:
    (said,) = plain_words(reader_of(axiom + " ."), E + axiom[1])
    wanted = [line.format(**{name: E + name for name in "ABCpqxy"}) for line in lines]
    assert list(said.lines())[-len(wanted) :] == wanted


UNKNOWN = {
    ":A rdfs:subClassOf [ owl:onProperty [ owl:inverseOf :p ] ; owl:someValuesFrom :B ]": (
        f"rdfs:subClassOf({E}A [owl:onProperty([owl:inverseOf({E}p)]) owl:someValuesFrom({E}B)])"
    ),
    ":A rdfs:subClassOf [ owl:onDatatype xsd:integer ; owl:withRestrictions ( :r ) ]": (
        f"rdfs:subClassOf({E}A [owl:onDatatype(xsd:integer) owl:withRestrictions(({E}r))])"
    ),
    ":A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :B ; owl:allValuesFrom :C ]": "",
    ":A rdfs:subClassOf [ owl:intersectionOf ( :B :C ) ; owl:complementOf :D ]": "",
    ":A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :B ; :more :C ]": "",
    ":A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :B ; owl:onClass :C ]": "",
    ":A owl:equivalentClass [ a owl:Class ]": "",
    ":p owl:propertyChainAxiom ( :a :b :c :d :e :f :g :h )": "",
    ":p owl:propertyChainAxiom ( :a [ owl:inverseOf :b ] )": "",
}


@pytest.mark.parametrize("axiom", UNKNOWN)
def test_what_there_are_no_words_for_is_raised_and_shown_as_it_stands(axiom: str) -> None:
    reader = reader_of(axiom + " .")
    stated = next(
        triple
        for triple in map(statement, (quad.triple for quad in reader.store.engine))
        if triple[0] == E + axiom[1] and is_axiom(triple[1], triple[2])
    )
    with pytest.raises(Unsaid):
        in_words(Speaker(reader, schema_of(reader, stated)), stated)
    (said,) = plain_words(reader, E + axiom[1])
    assert said.formal
    shown = "".join(said.lines())
    assert shown == (UNKNOWN[axiom] or shown)
    assert names(schema_of(reader, stated), stated) <= {name for name in _words_of(shown) if name.startswith(E)}


def _words_of(shown: str) -> set[str]:
    return set(shown.replace("(", " ").replace(")", " ").replace("[", " ").replace("]", " ").split())


def test_a_field_that_is_not_given_is_no_sentence() -> None:
    with pytest.raises(KeyError):
        fill("{kind} is a kind of {other}.", kind="A")


# ---------------------------------------------------------------- nesting

Expression = tuple[str, tuple["Expression", ...]]
NAMES = [E + letter for letter in "ABCDEFG"]
LEAVES = st.sampled_from(NAMES).map(lambda name: (name, ()))


def _wider(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    one = inner.map(lambda part: (part,))
    return st.one_of(
        st.tuples(st.sampled_from([v.INTERSECTION, v.UNION]), several),
        st.tuples(st.sampled_from([v.COMPLEMENT, v.SOME, v.ONLY]), one),
    )


def _added(schema: Schema, expression: Expression, fresh: Iterator[int]) -> str:
    """Write an expression into ``schema``; return its node."""
    what, parts = expression
    if not parts:
        return what
    node = f"_:n{next(fresh)}"
    nodes = [_added(schema, part, fresh) for part in parts]
    if what in (v.INTERSECTION, v.UNION):
        head = v.NIL
        for part in reversed(nodes):
            cell = f"_:n{next(fresh)}"
            schema.add((cell, v.FIRST, part))
            schema.add((cell, v.REST, head))
            head = cell
        schema.add((node, what, head))
    else:
        schema.add((node, what, nodes[0]))
        if what != v.COMPLEMENT:
            schema.add((node, v.ON_PROPERTY, E + "p"))
    return node


def _leaves(expression: Expression) -> list[str]:
    what, parts = expression
    return [leaf for part in parts for leaf in _leaves(part)] if parts else [what]


@given(st.recursive(LEAVES, _wider, max_leaves=25), st.sampled_from(LANGUAGES))
def test_every_expression_is_said_with_its_names_in_their_order(expression: Expression, language: str) -> None:
    schema = Schema()
    node = _added(schema, expression, iter(range(10_000)))
    said = Speaker(reader_of("", language), schema).clause(node)
    assert [name for name in refs(said) if name in NAMES] == _leaves(expression)


def _sentences(said: Said) -> Iterator[Said]:
    yield said
    for child in said.children:
        yield from _sentences(child)


@given(st.recursive(LEAVES, _wider, max_leaves=25))
def test_no_sentence_of_an_expression_speaks_of_more_than_one_kind(expression: Expression) -> None:
    schema = Schema()
    node = _added(schema, expression, iter(range(10_000)))
    for said in _sentences(Speaker(reader_of(""), schema).clause(node)):
        named = [part for part in said.parts if isinstance(part, Ref) and part.iri in NAMES]
        assert len(named) + bool(said.children) == 1
        assert str(said.parts[-1]).endswith(":") == bool(said.children)


# ---------------------------------------------------------------- proofs


@pytest.mark.parametrize(
    ("asserted", "last"),
    [
        ("ckb:addresses value problem:development-of-organization", "development of the educational organization"),
        ("ckb:addresses value problem:development-of-pedagogical-system", "development of the pedagogical system"),
        ("ckb:managesFlow some ckb:PedagogicalInnovationFlow", "flow of pedagogical innovations"),
    ],
)
def test_an_axiom_of_a_proof_is_said_and_no_other_of_its_subject(kb: KnowledgeBase, asserted: str, last: str) -> None:
    leaf = Proof(expand("ckb:PedagogicalInnovationLogistics"), v.SUB_CLASS, asserted, "", (), ())
    said = proven(kb.reader(), leaf)
    assert not said.formal
    assert list(said.lines())[1].endswith(last)


def test_an_axiom_that_is_not_in_the_store_is_shown_as_it_stands(kb: KnowledgeBase) -> None:
    said = proven(kb.reader(), Proof(expand("ckb:Cluster"), v.SUB_CLASS, "ckb:p some ckb:B", "", (), ()))
    assert said == Said(("ckb:Cluster rdfs:subClassOf ckb:p some ckb:B",), formal=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_axiom_behind_a_kind_of_the_holding_is_said(kb: KnowledgeBase, language: str) -> None:
    whys = kb.why("cluster:ulyanovsk-holding", language)
    said = [axiom.said for why in whys for axiom in why.axioms]
    assert said
    assert all(one is not None and not one.formal for one in said)
    assert all(fact.said is None for why in whys for fact in why.facts)


# ---------------------------------------------------------------- shapes


def test_every_rule_about_a_class_stands_once_on_the_page_of_the_class(kb: KnowledgeBase) -> None:
    reader, targets = kb.reader(), ox.NamedNode(expand("sh:targetClass"))
    faults, seen = [], 0
    for quad in kb.store.engine.quads_for_pattern(None, targets, None, None):
        group, kind = written(quad.subject), written(quad.object)
        shapes = {ref.iri for ref in reader.things(group, "sh:property")}
        told = [
            PREFIXES["shape"] + demand.code
            for group in demands(reader, kind)
            for row in group.properties
            for demand in row.demands
        ]
        seen += len(shapes)
        faults += [f"{kind}: {shape}" for shape in shapes if told.count(shape) != 1]
    assert seen > 100
    assert not faults


def test_a_rule_says_how_many_of_what_kind_and_how_severe(kb: KnowledgeBase) -> None:
    (own, *_) = demands(kb.reader(), expand("ckb:Membership"))
    row = next(one for one in own.properties if one.path.iri == expand("ckb:membershipMember"))
    assert (row.path.label.value, [one.code for one in row.demands]) == (
        "member",
        ["Membership-member", "Membership-member-address"],
    )
    assert [one.text for demand in row.demands for one in demand.expected] == [
        "A value is needed.",
        "The value is an address, not a text.",
    ]
    assert {one.severity for one in row.demands} == {"Violation"}


def test_what_is_asked_of_a_wider_kind_is_asked_too_and_said_once(kb: KnowledgeBase) -> None:
    own, *wider = demands(kb.reader(), expand("ckb:Membership"))
    codes = [demand.code for group in (own, *wider) for row in group.properties for demand in row.demands]
    assert [group.kind.iri for group in wider] == [expand("ckb:Fact")]
    assert len(codes) == len(set(codes))


def test_a_class_that_no_rule_is_about_asks_nothing(kb: KnowledgeBase) -> None:
    assert demands(kb.reader(), expand("ckb:Logistics")) == []


def test_a_translator_reads_letters_and_no_codes_or_terms_of_the_trade() -> None:
    file = resources.files("clusterkb.catalogue.verbal").joinpath("verbal.json").read_text("utf-8")
    trade = ("\\u", "individual", "restriction", "subclass of", "cardinality", "domain of", "transitive", "functional")
    sentences = "\n".join(template for words in table().values() for template in words.values())
    assert not [word for word in trade if word in sentences.lower() + file.partition("{")[2] * (word == "\\u")]
