from __future__ import annotations

import pyoxigraph as ox
import pytest

from clusterkb.namespaces import expand
from clusterkb.rdf.formats import NTRIPLES
from clusterkb.rdf.serialize import serialize
from clusterkb.rdf.text import LANGUAGES, Text
from clusterkb.validation.engines import ENGINES, Shapes
from clusterkb.validation.findings import Fault, in_language
from clusterkb.validation.rules import Rules
from clusterkb.validation.shape_names import named
from clusterkb.validation.words import words

PREFIXES = """
@prefix e: <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ckb: <https://w3id.org/clusterkb/onto/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
LABELS: dict[str, tuple[Text, ...]] = {
    expand("ckb:Cluster"): (Text("cluster", "en"), Text("кластер", "ru"), Text("klaster", "uz")),
    expand("ckb:year"): (Text("year", "en"), Text("год", "ru"), Text("yil", "uz")),
}

# Component → what the property's shape says, what the thing says, what must stand in the sentence.
CASES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "Class": ("sh:class ckb:Cluster", "e:y", ("http://e/y", "(ckb:Cluster)", "<http://e/y> a ckb:Cluster .")),
    "Datatype": ("sh:datatype xsd:date", "'soon'", ('"soon"', "xsd:date", '"2026-11-23"^^xsd:date')),
    "NodeKind": ("sh:nodeKind sh:IRI", "'y'", ('"y"', "<https://example.org/x>")),
    "MinCount": ("sh:minCount 2 ; sh:datatype xsd:gYear", "'2026'^^xsd:gYear", ("2", '"2026"^^xsd:gYear')),
    "MaxCount": ("sh:maxCount 1", "1, 2", ("1",)),
    "MinExclusive": ("sh:minExclusive 5", "5", ("5",)),
    "MinInclusive": ("sh:minInclusive 5", "4", ("4", "5")),
    "MaxExclusive": ("sh:maxExclusive 5", "6", ("6", "5")),
    "MaxInclusive": ("sh:maxInclusive 5.5", "6.5", ("6.5", "5.5")),
    "MinLength": ("sh:minLength 3", "'ab'", ('"ab"', "2", "3")),
    "MaxLength": ("sh:maxLength 3", "'abcd'", ('"abcd"', "4", "3")),
    "Pattern": ("sh:pattern '^a{2}$' ; sh:flags 'i'", "'b'", ('"b"', "^a{2}$", "(i)")),
    "LanguageIn": ("sh:languageIn ( 'en' 'uz' )", "'да'@ru", ('"да"@ru', "en, uz")),
    "UniqueLang": ("sh:uniqueLang true", "'a'@en, 'b'@en", ()),
    "Equals": ("sh:equals e:q", "1", ("1", "http://e/q")),
    "Disjoint": ("sh:disjoint e:other", "7", ("7", "http://e/other")),
    "LessThan": ("sh:lessThan e:other", "8", ("8", "http://e/other")),
    "LessThanOrEquals": ("sh:lessThanOrEquals e:other", "8", ("8", "http://e/other")),
    "Not": ("sh:not [ sh:datatype xsd:string ]", "'y'", ('"y"', "xsd:string")),
    "And": ("sh:and ( [ sh:class ckb:Cluster ] [ sh:nodeKind sh:IRI ] )", "e:y", ("http://e/y", "(ckb:Cluster)")),
    "Or": ("sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ] )", "'y'", ('"y"', "xsd:date, xsd:gYear")),
    "Xone": ("sh:xone ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ] )", "'y'", ('"y"', "xsd:date, xsd:gYear")),
    "Node": ("sh:node [ sh:property [ sh:path e:q ; sh:minCount 1 ] ]", "e:y", ("http://e/y", "http://e/q")),
    "QualifiedMinCount": (
        "sh:qualifiedMinCount 2 ; sh:qualifiedValueShape [ sh:class ckb:Cluster ]",
        "e:y",
        ("2", "(ckb:Cluster)"),
    ),
    "QualifiedMaxCount": (
        "sh:qualifiedMaxCount 1 ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ]",
        "e:y, e:z",
        ("1",),
    ),
    "HasValue": ("sh:hasValue 3", "4", ("3",)),
    "In": ("sh:in ( 1 2 3 4 5 6 7 8 )", "9", ("9", "1, 2, 3, 4, 5, 6, 7, …")),
}


def ntriples(turtle: str) -> bytes:
    return serialize(ox.parse((PREFIXES + turtle).encode(), format=ox.RdfFormat.TURTLE), NTRIPLES)


def said(shape: str, data: str, component: str, engine: str = "compiled") -> dict[str, str]:
    rules = Rules(Shapes(named(ntriples(shape))), labels=LABELS)
    faults = ENGINES[engine].run(ntriples(data), rules.shapes)
    (fault,) = [one for one in faults if one.component.endswith(f"#{component}ConstraintComponent")][:1]
    return {text.language: text.value for text in words(fault, rules.shapes, rules)}


def of_property(component: str, engine: str) -> dict[str, str]:
    shape, values, _ = CASES[component]
    shapes = f"e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path ckb:year ; {shape} ] ."
    return said(shapes, f"e:x a e:C ; e:other 7 ; ckb:year {values} .", component, engine)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("component", CASES)
def test_each_kind_of_demand_is_told_in_three_languages_with_value_and_expectation(component: str, engine: str) -> None:
    texts = of_property(component, engine)
    assert set(texts) == set(LANGUAGES)
    for text in texts.values():
        assert [part for part in CASES[component][2] if part not in text] == []
        assert "{" not in text.replace("^a{2}$", "")


@pytest.mark.parametrize("component", CASES)
def test_both_engines_are_worded_alike(component: str) -> None:
    first, second = (of_property(component, engine) for engine in ENGINES)
    assert {len(first), len(second)} == {3}
    assert first == second


@pytest.mark.parametrize("component", CASES)
def test_no_word_is_that_of_the_trade(component: str) -> None:
    text = of_property(component, "compiled")["en"].lower()
    assert [word for word in ("node", "constraint", "component", "datatype", "conform", "shape") if word in text] == []


def test_terms_have_their_labels_in_the_language_of_the_sentence() -> None:
    texts = of_property("Class", "compiled")
    assert texts["ru"].startswith("год (ckb:year): ")
    assert "klaster (ckb:Cluster)" in texts["uz"]


def test_a_property_has_the_name_its_shape_gives_it_where_we_have_none() -> None:
    shapes = """e:S a sh:NodeShape ; sh:targetClass e:C ;
        sh:property [ sh:path e:p ; sh:minCount 1 ; sh:name "founding"@en ] ."""
    text = said(shapes, "e:x a e:C .", "MinCount")["en"]
    assert text == "founding (http://e/p): A value is missing; at least 1 is needed."


def test_what_is_not_expected_is_told_with_what_is() -> None:
    shapes = """e:S a sh:NodeShape ; sh:targetClass e:C ; sh:closed true ; sh:property [ sh:path ckb:year ] ;
        sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ) ."""
    text = said(shapes, "e:x a e:C ; e:p 'y' .", "Closed")["en"]
    assert text == (
        'http://e/p: This property is not expected here (its value: "y"); expected are: year (ckb:year), rdf:type.'
    )


SPARQL = """e:S a sh:NodeShape ; sh:targetClass e:C ; sh:sparql [
    %s sh:select "SELECT $this WHERE { $this <http://e/p> ?v }" ] ."""


def test_a_rule_in_sparql_without_a_message_is_named() -> None:
    assert "breaks the rule http://e/S" in said(SPARQL % "", "e:x a e:C ; e:p 1 .", "SPARQL")["en"]


def test_a_rule_in_sparql_keeps_its_own_message() -> None:
    texts = said(SPARQL % "sh:message 'No p, please.'@en ;", "e:x a e:C ; e:p 1 .", "SPARQL")
    assert list(texts.values()) == ["No p, please."]


def test_a_shapes_own_message_is_kept() -> None:
    shapes = """e:S a sh:NodeShape ; sh:targetClass e:C ;
        sh:property [ sh:path e:p ; sh:minCount 1 ; sh:message "Say when."@en ] ."""
    assert said(shapes, "e:x a e:C .", "MinCount") == {"en": "Say when."}


@pytest.mark.parametrize("component", ["http://e/Own", expand("sh:JSConstraintComponent"), ""])
def test_of_what_we_do_not_know_the_engines_own_words_are_given(component: str) -> None:
    own = (Text("It is so.", "en"),)
    fault = Fault("http://e/S", "Violation", ox.NamedNode("http://e/x"), None, None, own, component)
    rules = Rules(Shapes(b""))
    assert words(fault, rules.shapes, rules) == own


def test_a_thing_without_an_address_is_told_in_words_not_by_its_label() -> None:
    shapes = "e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:class ckb:Cluster ] ."
    texts = said(shapes, "e:x a e:C ; e:p [ e:q 1 ] .", "Class")
    assert "something without an address" in texts["en"]
    assert "_:" not in "".join(texts.values())


def test_a_long_value_is_cut() -> None:
    shapes = "e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:datatype xsd:date ] ."
    text = said(shapes, f"e:x a e:C ; e:p '{'a' * 1000}' .", "Datatype")["en"]
    assert len(text) < 400
    assert "…" in text


def test_braces_in_a_value_are_left_as_they_are() -> None:
    shapes = "e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:datatype xsd:date ] ."
    texts = said(shapes, "e:x a e:C ; e:p '{expected}' .", "Datatype")
    assert in_language([Text(value, key) for key, value in texts.items()], "en").count('"{expected}"') == 1
