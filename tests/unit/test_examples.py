from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from clusterkb import KnowledgeBase
from clusterkb.catalogue import Example, choices, examples, examples_document
from clusterkb.errors import BadRequest, NotFound
from clusterkb.namespaces import ENDPOINT, ONTOLOGY, PREFIXES, expand
from clusterkb.sparql.guard import Bounds, check

LANGUAGES = ("en", "ru", "uz")
_PREFIX = re.compile(r"^PREFIX (\S+): <(\S+)>$", re.MULTILINE)


@pytest.fixture(scope="module")
def english(kb: KnowledgeBase) -> tuple[Example, ...]:
    found = examples(kb.reader("en"))
    assert len(found) >= 10
    return found


@pytest.fixture(scope="module")
def elsewhere(kb: KnowledgeBase) -> rdflib.Dataset:
    """The same data in another store, which knows none of our prefixes."""
    dataset = kb.to_rdflib()
    dataset.default_union = True
    return dataset


def size(kb: KnowledgeBase, example: Example) -> int:
    """Return how many rows or triples an example gives; of a yes one, of a no none."""
    result = kb.query(example.query, form="nt" if example.kind == "construct" else "json")
    if example.kind == "ask":
        return int(result.boolean)
    return len(result.rows) if example.kind == "select" else result.body.count(b"\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_finds_something(kb: KnowledgeBase, subtests: pytest.Subtests, language: str) -> None:
    for example in examples(kb.reader(language)):
        with subtests.test(example.iri):
            check(example.query, Bounds())
            nothing = "\n" not in kb.reader().plain(example.iri, "ckb:expectedAnswer")
            assert bool(size(kb, example)) != nothing or example.kind == "ask"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_example_finds_as_much_whatever_the_language(
    kb: KnowledgeBase, english: tuple[Example, ...], subtests: pytest.Subtests, language: str
) -> None:
    for example, same in zip(examples(kb.reader(language)), english, strict=True):
        with subtests.test(example.iri):
            assert size(kb, example) == size(kb, same)


def test_an_example_asks_for_labels_in_the_language_of_its_reader(kb: KnowledgeBase) -> None:
    first = examples(kb.reader("uz"))[0]
    assert 'LANG(?kind) = "uz"' in first.query
    assert first.question.startswith("Qanday klaster")


def test_other_tools_run_every_example_as_it_stands(
    kb: KnowledgeBase, elsewhere: rdflib.Dataset, english: tuple[Example, ...], subtests: pytest.Subtests
) -> None:
    for example in english:
        with subtests.test(example.iri):
            found = elsewhere.query(prepareQuery(example.query, initNs={}))
            number = int(bool(found.askAnswer)) if example.kind == "ask" else len(list(found))
            assert number == size(kb, example)


def test_every_example_asks_its_question_once_in_each_language(kb: KnowledgeBase, english: tuple[Example, ...]) -> None:
    for example in english:
        texts = kb.reader().texts(example.iri, "rdfs:comment")
        assert sorted(text.language for text in texts) == sorted(LANGUAGES), example.iri
        assert all(text.value.strip() for text in texts), example.iri


def test_every_example_declares_its_prefixes_and_no_more(english: tuple[Example, ...]) -> None:
    for example in english:
        declared = {name.removesuffix(":"): iri for name, iri in _PREFIX.findall(example.query)}
        body = _PREFIX.sub("", example.query)
        ox.Store().query(example.query)  # it would stop at a prefix that nobody declared
        assert declared.items() <= PREFIXES.items(), example.iri
        assert not [name for name in declared if f"{name}:" not in body], example.iri


def test_every_example_is_of_the_kind_that_its_query_is(kb: KnowledgeBase, english: tuple[Example, ...]) -> None:
    for example in english:
        kinds = {ref.iri for ref in kb.reader().kinds(example.iri, inferred=False)}
        executable = expand(f"sh:SPARQL{example.kind.capitalize()}Executable")
        assert kinds == {expand("sh:SPARQLExecutable"), executable}, example.iri
        assert _PREFIX.sub("", example.query).split()[0] == example.kind.upper(), example.iri


@pytest.mark.parametrize(
    ("name", "wanted"), [("schema:target", ENDPOINT), ("sh:prefixes", ONTOLOGY)], ids=["endpoint", "prefixes"]
)
def test_every_example_says_where_it_runs_and_where_its_prefixes_are(
    kb: KnowledgeBase, english: tuple[Example, ...], name: str, wanted: str
) -> None:
    for example in english:
        assert kb.reader().objects(example.iri, name) == [ox.NamedNode(wanted)], example.iri


def test_no_two_examples_have_the_same_place_in_the_order(kb: KnowledgeBase, english: tuple[Example, ...]) -> None:
    places = [kb.reader().plain(example.iri, "sh:order") for example in english]
    assert places == [str(number) for number in range(1, len(english) + 1)]


def test_a_parameter_stands_for_what_the_query_asks_about_and_can_be_changed(kb: KnowledgeBase) -> None:
    found = kb.question("who-works-in-a-field", language="ru")
    (field,) = found.parameters
    assert (field.name, field.label, field.value) == ("field", "область работы", "field:transport")
    assert expand("field:health") in {ref.iri for ref in choices(kb.reader("ru"), field)}
    assert "VALUES ?field { <https://e.org/x> }" in found.about({"field": "https://e.org/x"}).query
    assert found.about({}) == found


def test_every_value_in_use_is_among_the_choices(kb: KnowledgeBase, english: tuple[Example, ...]) -> None:
    for parameter in {parameter for one in english for parameter in one.parameters}:
        offered = {ref.iri for ref in choices(kb.reader(), parameter)}
        assert expand(parameter.value) in offered or (parameter.value.isdecimal() and not offered), parameter


@pytest.mark.parametrize("value", ["x", "http://e/> } ", "http://e/\\", "-1", "٣"])
def test_a_value_that_is_no_iri_is_refused(english: tuple[Example, ...], value: str) -> None:
    found = next(one for one in english if one.parameters)
    with pytest.raises(BadRequest, match="Give an IRI"):
        found.about({found.parameters[0].name: value})


def test_a_question_is_asked_about_something_else_by_its_name(kb: KnowledgeBase) -> None:
    query = kb.question("members-in-a-year", {"year": "2009", "arrangement": "delta-academies-trust"}).query
    assert [row["member"]["value"] for row in kb.query(query).rows] == [expand("ckorg:gb-135942")]
    assert 'LANG(?label) = "uz"' in kb.question("concepts-of-a-list", language="uz").query


def test_a_question_or_parameter_that_is_not_there_is_said_with_its_remedy(kb: KnowledgeBase) -> None:
    with pytest.raises(NotFound, match="clusterkb ask"):
        kb.question("nothing")
    with pytest.raises(BadRequest, match="Its parameters: arrangement, year"):
        kb.question("members-in-a-year", {"place": "germany"})


def test_the_document_has_every_example_with_its_query_and_the_prefixes(
    kb: KnowledgeBase, english: tuple[Example, ...]
) -> None:
    document = [(t.subject, t.predicate.value, t.object) for t in examples_document(kb.store)]
    holders = {expand(f"sh:{kind}") for kind in ("select", "ask", "construct")}
    queries = {subject for subject, predicate, _ in document if predicate in holders}
    assert queries == {ox.NamedNode(example.iri) for example in english}
    declared = {thing for _, predicate, thing in document if predicate == expand("sh:prefix")}
    assert declared == {ox.Literal(prefix) for prefix in PREFIXES}


def test_other_tools_find_the_examples_by_a_query(kb: KnowledgeBase, english: tuple[Example, ...]) -> None:
    found = kb.query("""PREFIX s: <http://www.w3.org/ns/shacl#> PREFIX r: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?example ?question ?query {
          ?example a s:SPARQLExecutable ; r:comment ?question ; s:select|s:ask|s:construct ?query
        }""")
    assert len(found.rows) == len(LANGUAGES) * len(english)
