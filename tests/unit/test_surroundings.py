from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import pyoxigraph as ox
import pytest

from clusterkb import KnowledgeBase
from clusterkb.catalogue.index import by_kind
from clusterkb.catalogue.kinds import kind_of
from clusterkb.catalogue.layout import (
    BOX_WIDTH,
    COLUMN,
    SMALL,
    TEXT,
    Box,
    ConceptMap,
    Drawing,
    concept_map,
    drawings,
    text_width,
)
from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.catalogue.surroundings import RELATIONS, TERMS, Surroundings, surroundings
from clusterkb.namespaces import BASE, expand, shorten
from clusterkb.rdf.text import LANGUAGES
from clusterkb.store import EmbeddedStore

CLUSTER = expand("ckb:EducationalCluster")
NO_RELATIONS_OF_TERMS = {"rdf:type", "ckb:translationStatus"}
"""What a term can be said to be that is no other term's place near it."""


def terms(kb: KnowledgeBase) -> list[str]:
    things = by_kind(kb.reader())
    return [iri for kind in TERMS for iri in things[kind]]


@pytest.fixture(scope="module", params=LANGUAGES)
def maps(kb: KnowledgeBase, request: pytest.FixtureRequest) -> dict[str, ConceptMap]:
    """The maps of all terms that have one, in one language."""
    reader = kb.reader(request.param)
    return {iri: found for iri in terms(kb) if (found := concept_map(reader, iri))}


def drawn(maps: dict[str, ConceptMap]) -> Iterator[tuple[str, Drawing]]:
    for iri, found in maps.items():
        assert found.drawings
        yield from ((f"{shorten(iri)} in {one.columns}", one) for one in found.drawings)


def around(iri: str, reader: Reader) -> Surroundings:
    found = surroundings(reader, iri)
    assert found is not None
    return found


def said(found: Surroundings) -> list[tuple[str, str, str]]:
    return [(shorten(one.source.iri), shorten(one.name.iri), shorten(one.target.iri)) for one in found.relations]


def small(turtle: str) -> Reader:
    prefixes = (
        "@prefix : <https://w3id.org/clusterkb/onto/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
        "@prefix role: <https://w3id.org/clusterkb/concept/role/> ."
    )
    store = ox.Store()
    store.load((prefixes + turtle).encode(), ox.RdfFormat.TURTLE)
    return Reader(EmbeddedStore(store))


def of(turtle: str, name: str = "ckb:A") -> Surroundings | None:
    return surroundings(small(turtle), expand(name))


def names(things: list[Ref]) -> list[str]:
    return [shorten(one.iri) for one in things]


# ---------------------------------------------------------------- what is around


def test_every_property_stated_between_two_terms_has_its_place_on_a_map(kb: KnowledgeBase) -> None:
    known = {shorten(name) for name in RELATIONS} | NO_RELATIONS_OF_TERMS
    stated = {
        shorten(quad.predicate.value)
        for iri in terms(kb)
        for quad in kb.reader().store.engine.quads_for_pattern(ox.NamedNode(iri), None, None, None)
        if isinstance(quad.object, ox.NamedNode) and kind_of(quad.object.value) in TERMS
        if "inferred" not in str(quad.graph_name)
    }
    assert "rdfs:subClassOf" in stated
    assert stated <= known


def test_a_relation_of_two_terms_is_on_the_maps_of_both(kb: KnowledgeBase) -> None:
    reader = kb.reader()
    missing, seen = [], 0
    for iri in terms(kb):
        found = surroundings(reader, iri)
        for one in found.relations if found else []:
            ends = {one.source.iri, one.target.iri}
            for other in ends - {iri} if iri in ends else ():
                back = surroundings(reader, other)
                seen += 1
                if back and not any(
                    one.name.iri == it.name.iri and {it.source.iri, it.target.iri} == ends for it in back.relations
                ):
                    missing.append((iri, one.name.iri, other))
    assert seen > 700
    assert missing == []


def test_a_term_stands_between_what_is_wider_and_its_kinds(kb: KnowledgeBase) -> None:
    found = around(expand("ckb:RegionalEducationalCluster"), kb.reader())
    assert names(found.wider[0].things) == ["ckb:EducationalCluster"]
    assert names(found.farther[0].things) == ["ckb:AssociationOfSocialInstitutions", "ckb:Cluster"]
    assert names(found.others[0].things) == ["ckb:HoldingDevelopedAsRegionalCluster"]


def test_what_a_term_is_not_is_told_apart(kb: KnowledgeBase) -> None:
    found = around(CLUSTER, kb.reader())
    apart = {shorten(one.iri) for group in found.others if group.negative for one in group.things}
    assert {"ckb:IndustrialCluster", "lookalike:cluster-analysis"} <= apart
    assert all(not group.negative for group in [*found.wider, *found.farther, *found.others[:2]])
    assert found.others[-1].negative


def test_what_excludes_another_is_read_from_either_side(kb: KnowledgeBase) -> None:
    one, other = (expand(f"ckb:Educational{name}") for name in ("Competence", "Program"))
    for this, that in ((one, other), (other, one)):
        assert (shorten(this), "owl:disjointWith", shorten(that)) in said(around(this, kb.reader()))


def test_a_definition_gives_what_it_asks_for_and_not_what_it_leaves_open(kb: KnowledgeBase) -> None:
    found = said(around(expand("ckb:HoldingInArticleSense"), kb.reader()))
    assert ("ckb:HoldingInArticleSense", "ckb:characterizedBy", "integration:horizontal") in found
    assert "ckb:EducationAuthority" not in {target for _, _, target in found}  # or a university


def test_what_others_call_it_and_what_we_only_consider_are_not_around(kb: KnowledgeBase) -> None:
    seen = {one.target.iri for iri in terms(kb) if (it := surroundings(kb.reader(), iri)) for one in it.relations}
    foreign = {shorten(iri) for iri in seen if not iri.startswith(BASE)}
    assert foreign == {"foaf:Agent", "foaf:Person", "org:Organization"}


def test_only_terms_have_a_map_and_only_where_something_is_around_them(kb: KnowledgeBase) -> None:
    reader = kb.reader()
    for name in ("claim:S35", "cluster:ulyanovsk-holding", "lex:en-educational-cluster"):
        assert reader.exists(expand(name))
        assert surroundings(reader, expand(name)) is None
    assert of("role:lead skos:prefLabel 'lead' .", "https://w3id.org/clusterkb/concept/role/lead") is None


def test_a_concept_that_only_stands_in_a_list_needs_no_map() -> None:
    turtle = "role:lead skos:inScheme <https://w3id.org/clusterkb/concept/role> ."
    lead = f"{BASE}/concept/role/lead"
    assert of(turtle, lead) is None
    found = of(turtle, f"{BASE}/concept/role")
    assert found
    assert [one.iri for one in found.others[0].things] == [lead]
    assert of(f"{turtle} role:lead rdfs:seeAlso role:other .", lead)


def test_a_chain_is_a_relation_to_each_of_its_steps() -> None:
    turtle = ":a owl:propertyChainAxiom ( :b :c ) ."
    whole, step = of(turtle, "ckb:a"), of(turtle, "ckb:c")
    assert whole
    assert step
    assert said(whole) == [("ckb:a", "owl:propertyChainAxiom", f"ckb:{name}") for name in "bc"]
    assert said(step) == [("ckb:a", "owl:propertyChainAxiom", "ckb:c")]


def test_a_thing_tied_in_several_ways_stands_once_with_all_of_them() -> None:
    found = of(":a rdfs:domain :A ; rdfs:range :A . :b rdfs:domain :A . :A rdfs:seeAlso :a .")
    assert found
    assert [names(group.things) for group in found.others] == [["ckb:b"], ["ckb:a"]]
    assert names(found.others[1].names) == ["rdfs:domain", "rdfs:range", "rdfs:seeAlso"]
    assert len(found.relations) == 4


def test_a_circle_and_a_short_cut_end_and_name_everything_once() -> None:
    found = of(":A rdfs:subClassOf :A , :B , :C . :B rdfs:subClassOf :C , :D , :A . :D rdfs:subClassOf :E .")
    assert found
    placed = [one for groups in (found.wider, found.farther, found.others) for it in groups for one in names(it.things)]
    assert sorted(placed) == ["ckb:B", "ckb:C", "ckb:D"]
    assert ("ckb:B", "rdfs:subClassOf", "ckb:D") in said(found)


# ---------------------------------------------------------------- how it is drawn


def apart(one: Box, other: Box) -> bool:
    across = one.x + one.width <= other.x or other.x + other.width <= one.x
    return across or one.y + one.height <= other.y or other.y + other.height <= one.y


def test_no_box_covers_another_or_the_words_beside_it(maps: dict[str, ConceptMap]) -> None:
    faults = []
    for name, drawing in drawn(maps):
        faults += [name for one, other in combinations(drawing.boxes, 2) if not apart(one, other)]
        words = [Box(one.name, one.x, one.y - SMALL, [], False, "", BOX_WIDTH, SMALL + 4) for one in drawing.captions]
        faults += [name for one in words for other in drawing.boxes if not apart(one, other)]
        faults += [name for one, other in combinations(words, 2) if not apart(one, other)]
    assert faults == []


def test_everything_stands_inside_the_drawing(maps: dict[str, ConceptMap]) -> None:
    faults = []
    for name, drawing in drawn(maps):
        corners: list[tuple[float, int]] = [(box.x, box.y) for box in drawing.boxes]
        corners += [(box.x + box.width, box.y + box.height) for box in drawing.boxes]
        corners += [(it.x + text_width(it.shown, SMALL), it.y) for it in drawing.captions]
        for arrow in drawing.arrows:
            for x, y in re.findall(r"M(\d+) (\d+)", arrow.line + arrow.head):
                corners.append((int(x), int(y)))
            corners += [(int(x), 1) for x in re.findall(r"H(-?\d+)", arrow.line)]
            corners += [(1, int(y)) for y in re.findall(r"V(-?\d+)", arrow.line)]
        faults += [name for x, y in corners if not (0 < x < drawing.width and 0 < y < drawing.height)]
    assert faults == []


def test_labels_fit_their_boxes_in_two_rows_and_none_is_lost(maps: dict[str, ConceptMap]) -> None:
    for name, drawing in drawn(maps):
        for box in drawing.boxes:
            shown = "".join(text for _, text in box.rows)
            assert 1 <= len(box.rows) <= 2, name
            assert all(text_width(text, TEXT) <= box.width - 20 for _, text in box.rows), name
            assert all(box.y + TEXT <= y <= box.y + box.height - 5 for y, _ in box.rows), name
            assert box.cut or shown.replace(" ", "") == box.thing.label.value.replace(" ", ""), name


def test_few_labels_are_cut(maps: dict[str, ConceptMap]) -> None:
    labels = {(box.thing.iri, box.cut) for _, drawing in drawn(maps) for box in drawing.boxes}
    assert sum(cut for _, cut in labels) <= len(labels) / 50


def test_each_drawing_has_every_term_once_and_every_relation_in_order(maps: dict[str, ConceptMap]) -> None:
    for iri, found in maps.items():
        ends = {one.iri for relation in found.relations for one in (relation.source, relation.target)}
        assert iri in ends
        for drawing in found.drawings:
            boxes = [box.thing.iri for box in drawing.boxes]
            assert sorted(boxes) == sorted(ends)
            assert [arrow.relation for arrow in drawing.arrows] == found.relations
            assert [box.thing.iri for box in drawing.boxes if box.manner == "here"] == [iri]


def test_every_arrow_joins_the_boxes_of_its_relation(maps: dict[str, ConceptMap]) -> None:
    for name, drawing in drawn(maps):
        boxes = {box.thing.iri: box for box in drawing.boxes}
        here = next(box for box in drawing.boxes if box.manner == "here")
        for arrow in drawing.arrows:
            ends = [boxes[one.iri] for one in (arrow.relation.source, arrow.relation.target)]
            *_, y, x = map(int, re.findall(r"-?\d+", arrow.line))
            at = next(box for box in ends if (box.x, box.y + box.height // 2) == (x, y))
            start = next(box for box in ends if box is not at)
            first, level = map(int, re.findall(r"-?\d+", arrow.line)[:2])
            assert first in (start.x, start.x + start.width), name
            assert start.y < level < start.y + start.height, name
            # The head points to the box of the target, or away from that of the source.
            outwards = "l7 4-7 4z" in arrow.head
            assert outwards == (arrow.relation.target.iri == at.thing.iri), name
            assert here in ends or outwards, name


def test_lines_of_different_terms_never_share_a_lane(maps: dict[str, ConceptMap]) -> None:
    for name, drawing in drawn(maps):
        lanes: dict[int, set[str]] = {}
        here = next(box.thing.iri for box in drawing.boxes if box.manner == "here")
        for arrow in drawing.arrows:
            owner = (
                here if here in (arrow.relation.source.iri, arrow.relation.target.iri) else arrow.relation.source.iri
            )
            for x in re.findall(r"H(\d+)V", arrow.line):
                lanes.setdefault(int(x), set()).add(owner)
        assert all(len(owners) == 1 for owners in lanes.values()), name


def crowd(number: int) -> Surroundings:
    found = of(" ".join(f":K{place} rdfs:subClassOf :A ." for place in range(number)))
    assert found
    return found


def test_fifty_terms_make_a_map_taller_and_no_wider_than_five_and_fifteen() -> None:
    narrow, wide = zip(*(drawings(crowd(number)) for number in (5, 15, 50)), strict=True)
    assert [one.width for one in narrow] == [COLUMN] * 3
    assert [one.columns for one in wide] == [2, 3, 3]
    assert [one.height for one in narrow] == sorted(one.height for one in narrow)
    assert wide[2].height < 0.6 * narrow[2].height
    assert len({box.y for box in wide[2].boxes}) < 30


@pytest.mark.parametrize("sizes", [(9,), (1, 8), (8, 1), (2, 2, 2, 2), (1, 1, 1, 1, 1), (30, 1), (1, 30), (3, 20, 3)])
def test_two_columns_are_about_as_long_and_keep_the_order(sizes: tuple[int, ...]) -> None:
    ways = ("rdfs:subClassOf", "rdfs:seeAlso", "owl:disjointWith", "rdfs:domain", "rdfs:range")
    lines = [f":K{way}{place} {ways[way]} :A ." for way, size in enumerate(sizes) for place in range(size)]
    found = of(" ".join(lines))
    assert found
    _, wide = drawings(found)
    beside = [box for box in wide.boxes if box.manner != "here"]
    assert names([box.thing for box in beside]) == [
        one for group in found.others for one in names(group.things)
    ]  # column by column
    ends = {box.x: box.y for box in beside}
    assert len(ends) == wide.columns - 1
    assert max(ends.values()) - min(ends.values()) <= 120
