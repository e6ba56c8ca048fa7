"""The rules a finding can name: none is left out, and what their pages say is what a check does."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from clusterkb import KnowledgeBase
from clusterkb.catalogue import Reader, RulePage, codes, rule, rules
from clusterkb.catalogue.expected import Entry, table
from clusterkb.errors import BadInput, NotFound
from clusterkb.namespaces import expand
from clusterkb.rdf import complaint_words
from clusterkb.rdf.formats import TURTLE
from clusterkb.rdf.text import LANGUAGES
from clusterkb.validation.documents import Sent
from clusterkb.validation.fixes import NAMES
from clusterkb.validation.foreign import foreign

_SAID_ELSEWHERE = {expand(f"sh:{name}") for name in ("path", "severity", "name", "message", "qualifiedMaxCount")}
_TWO_IN_ONE = {expand("sh:minInclusive"), expand("sh:maxInclusive")}
_CHECKED = [code for code, entry in table()["rules"].items() if entry["form"]]
_OF_SHAPES = [code for code, entry in table()["rules"].items() if entry["kind"] == "shapes"]


@pytest.fixture(scope="module", params=LANGUAGES)
def pages(request: pytest.FixtureRequest, kb: KnowledgeBase) -> list[RulePage]:
    """Every page in one language."""
    reader = kb.reader(request.param)
    return [rule(reader, code) for code in codes(reader)]


@pytest.fixture(scope="module")
def shapes(kb: KnowledgeBase) -> list[RulePage]:
    """Every page of a property shape in English."""
    reader = kb.reader()
    return [page for code in codes(reader) if (page := rule(reader, code)).kind == "shape"]


def test_every_refusal_and_every_rule_on_names_has_its_words() -> None:
    assert table()["rules"].keys() == {*complaint_words.codes(), *NAMES, "inverted-relation", "too-many-values"}


def test_every_property_shape_of_ours_is_a_rule(kb: KnowledgeBase) -> None:
    stated = kb.reader().subjects("rdf:type", expand("sh:PropertyShape"))
    ours = {iri.removeprefix(expand("shape:")) for iri in stated if iri.startswith(expand("shape:"))}
    assert ours
    assert not ours - set(codes(kb.reader()))


def test_the_list_holds_each_code_once(kb: KnowledgeBase) -> None:
    groups = rules(kb.reader())
    listed = [row.code for group in groups for row in group.rules] + [group.code for group in groups if group.code]
    assert sorted(listed) == codes(kb.reader())


def test_every_page_is_in_one_language(pages: list[RulePage]) -> None:
    language = pages[0].name.language
    assert not [page.code for page in pages for text in (page.name, *page.messages) if text.language != language]


def test_no_message_leaves_a_place_open(pages: list[RulePage]) -> None:
    assert not [page.code for page in pages for text in page.messages if "{?" in text.value or "{$" in text.value]


def test_every_rule_says_what_is_wrong(pages: list[RulePage]) -> None:
    assert not [page.code for page in pages if page.kind != "group" and not page.messages[0].value]


def test_every_sentence_is_there_in_three_languages() -> None:
    words = table()
    sentences = [*words["expected"].items(), *words["patterns"].items(), *words["groups"].items()]
    sentences += [(code, texts) for code, entry in words["rules"].items() for texts in _texts(entry)]
    assert not [key for key, texts in sentences if [*texts] != [*LANGUAGES] or not all(texts.values())]


def _texts(entry: Entry) -> list[dict[str, str]]:
    return [entry["name"], entry["what"], entry["why"]]


def test_every_constraint_of_a_shape_is_said_in_words(kb: KnowledgeBase, shapes: list[RulePage]) -> None:
    faults = {}
    for page in shapes:
        quads = kb.store.engine.quads_for_pattern(ox.NamedNode(page.iri), None, None, None)
        stated = {quad.predicate.value for quad in quads} - _SAID_ELSEWHERE - {expand("rdf:type")}
        number = len(stated - _TWO_IN_ONE) + bool(stated & _TWO_IN_ONE)
        if len(page.expected) != number:
            faults[page.code] = (stated, page.expected)
    assert not faults


def test_a_shape_says_what_it_looks_at(shapes: list[RulePage]) -> None:
    assert not [page.code for page in shapes if not page.path or not (page.classes or page.relations)]


def test_every_shape_has_an_example_that_is_wrong_and_one_that_is_right(shapes: list[RulePage]) -> None:
    lacking = [page.code for page in shapes if not page.wrong or not page.right]
    assert not lacking, "Add a file to shapes/examples/invalid/ that is called after the code."


def test_the_right_example_of_a_shape_does_not_break_it(kb: KnowledgeBase, shapes: list[RulePage]) -> None:
    texts = {page.right.text for page in shapes if page.right}
    found = {text: kb.validate(text.encode(), form="ttl").findings for text in texts}
    assert not [page.code for page in shapes if page.right and found[page.right.text]]


@pytest.mark.parametrize("code", _CHECKED)
def test_the_wrong_example_is_found_and_the_right_one_conforms(kb: KnowledgeBase, code: str) -> None:
    entry = table()["rules"][code]
    wrong = kb.validate(entry["wrong"].encode(), form=entry["form"])
    right = kb.validate(entry["right"].encode(), form=entry["form"])
    assert [finding.line for finding in wrong.findings if finding.code == code]
    assert (right.verdict, right.findings) == ("conforms", ())


@pytest.mark.parametrize("code", _OF_SHAPES)
def test_the_wrong_shapes_are_refused_and_the_right_ones_taken(kb: KnowledgeBase, code: str) -> None:
    entry = table()["rules"][code]
    with pytest.raises(BadInput) as refused:
        foreign([Sent(entry["wrong"].encode(), "ttl")], kb.rules)
    assert refused.value.code == code
    assert foreign([Sent(entry["right"].encode(), "ttl")], kb.rules).shapes.statements


def test_a_page_promises_what_the_check_can_mend(kb: KnowledgeBase) -> None:
    faults = []
    for page in (rule(kb.reader(), code) for code in codes(kb.reader())):
        if page.wrong and page.wrong.form:
            found = kb.validate(page.wrong.text.encode(), form=page.wrong.form).findings
            fixes = [one.fix for one in found if one.code == page.code and one.fix]
            promised = {"certain"} if any(fix.certain for fix in fixes) else {"certain", "proposed"}
            faults += [page.code] if fixes and page.mending not in promised else []
    assert not faults


def test_the_source_of_every_shape_is_turtle_that_holds_it(shapes: list[RulePage]) -> None:
    parsed = {page.code: list(ox.parse(page.source.encode(), format=TURTLE.engine)) for page in shapes}
    assert not [page.code for page in shapes if ox.NamedNode(page.iri) not in {q.subject for q in parsed[page.code]}]


def test_what_only_serves_another_shape_is_shown_with_that_one(kb: KnowledgeBase) -> None:
    assert rule(kb.reader(), "FormalOrganizationKind").code == "Cluster-not-a-company"


def test_a_shape_on_derived_relations_names_only_its_own(kb: KnowledgeBase) -> None:
    found = rule(kb.reader(), "Shortcut-member-of").relations
    assert [one.iri for one in found] == [expand("ckb:memberOf")]


@pytest.mark.parametrize("code", ["cluster-sorce", "Cluster-sources", "CLUSTER-SOURCE"])
def test_a_code_that_is_not_there_names_the_nearest(kb: KnowledgeBase, code: str) -> None:
    with pytest.raises(NotFound, match="Cluster-source,"):
        rule(kb.reader(), code)


@pytest.mark.parametrize("code", ["", "no such", "../cluster", "x" * 10_000, "Cluster-source>", "é"])
def test_what_is_no_code_is_not_found(kb: KnowledgeBase, code: str) -> None:
    with pytest.raises(NotFound):
        rule(kb.reader(), code)


def test_the_rules_can_be_listed_from_the_shapes_alone(kb: KnowledgeBase) -> None:
    alone = ox.Store()
    alone.extend(quad for quad in kb.store.engine if "/graph/shapes/" in str(quad.graph_name))
    listed = rules(Reader(type(kb.store)(alone)))
    assert listed == rules(kb.reader())
