"""The shapes: complete in three languages, proved by examples that pass and examples that fail."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

from clusterkb.namespaces import PREFIXES, expand, shorten
from clusterkb.rdf.formats import TURTLE
from clusterkb.rdf.parse import parse
from clusterkb.validation.gate import check_knowledge_base

if TYPE_CHECKING:
    from tests.data.conftest import Sources

    from clusterkb.kb import KnowledgeBase
    from clusterkb.validation import Report

LANGUAGES = ("en", "ru", "uz")

_FIRST_LINE = re.compile(r"# breaks((?: shape:[A-Za-z-]+)+)")
_NAME = re.compile(rf"\b(?:{'|'.join(PREFIXES)}):[A-Za-z][\w-]*")
_COMMAND = {
    "en": r"\b(Add|Correct|Exchange|Give|Keep|Say|Take|Write)\b",
    "ru": r"\b\w+(йте|ите|ьте)\b",
    "uz": r"\b\w+ing\b",
}
"""What tells a person to do something, in each language."""

_FIVE_FAULTS = {
    "Cluster-source": "ex:cluster a ",
    "Cluster-label-language": "skos:prefLabel",
    "Event-year": "ckb:year",
    "Membership-role": "ckb:membershipRole",
    "Fact-period-order": "ckb:fromYear",
}
"""Shape → what stands on the line it must point to."""


@pytest.fixture(scope="module")
def check(kb: KnowledgeBase) -> Callable[[Path], Report]:
    """Check a file against the shapes; the same file only once."""
    return cache(kb.validate)


def test_a_valid_example_has_no_finding(check: Callable[[Path], Report], valid_example: Path) -> None:
    report = check(valid_example)
    assert (report.verdict, _lines(report)) == ("conforms", [])


def test_an_invalid_example_names_the_shapes_it_breaks(invalid_example: Path) -> None:
    first = _first_line(invalid_example)
    assert _FIRST_LINE.fullmatch(first), f"{invalid_example}:1: {first!r}. Write: # breaks shape:Cluster-source"


def test_an_invalid_example_breaks_the_shapes_it_names(check: Callable[[Path], Report], invalid_example: Path) -> None:
    report = check(invalid_example)
    missing = _broken(invalid_example) - {finding.code for finding in report.findings}
    assert not missing, f"{invalid_example} does not break {missing}, only:\n" + "\n".join(_lines(report))


def test_an_invalid_example_violates_no_other_shape(check: Callable[[Path], Report], invalid_example: Path) -> None:
    expected = _broken(invalid_example)
    findings = check(invalid_example).findings
    odd = [f"{f.file}:{f.line} {f.code}" for f in findings if f.severity == "Violation" and f.code not in expected]
    assert not odd, "Mend the example so that it breaks one thing only:\n" + "\n".join(odd)


def test_a_finding_in_an_example_has_its_line(check: Callable[[Path], Report], invalid_example: Path) -> None:
    report = check(invalid_example)
    faults = [line for line, finding in zip(_lines(report), report.findings, strict=True) if not finding.line]
    assert not faults, "\n".join(faults)


def test_every_property_shape_has_an_invalid_example(sources: Sources) -> None:
    broken = {code for path in _examples("invalid") for code in _broken(path)}
    faults = [
        f"{sources.at(shape)}: {shape} has no example in shapes/examples/invalid/ that breaks it. Add one."
        for shape in _property_shapes(sources)
        if shape.removeprefix("shape:") not in broken
    ]
    assert not faults, "\n".join(faults)


def test_no_invalid_example_names_a_shape_that_is_not_there(sources: Sources) -> None:
    shapes = {shape.removeprefix("shape:") for shape in _property_shapes(sources)}
    faults = [
        f"{path}:1: no shape is called shape:{code}. Correct the first line."
        for path in _examples("invalid")
        for code in sorted(_broken(path) - shapes)
    ]
    assert not faults, "\n".join(faults)


def test_every_node_shape_has_a_valid_example(sources: Sources) -> None:
    kinds = {
        shorten(quad.object.value)
        for path in _examples("valid")
        for quad in parse(path.read_bytes(), TURTLE)
        if quad.predicate.value == expand("rdf:type") and isinstance(quad.object, ox.NamedNode)
    }
    wider = sources.select("SELECT ?kind ?wider { ?kind rdfs:subClassOf* ?wider FILTER(isIRI(?wider)) }")
    shown = kinds | {row["wider"] for row in wider if row["kind"] in kinds}
    rows = sources.select("SELECT ?shape ?target { ?shape a sh:NodeShape ; sh:targetClass ?target }")
    faults = [
        f"{sources.at(shape)}: no example in shapes/examples/valid/ is of its class. Add one."
        for shape in sorted({row["shape"] for row in rows})
        if not shown & {row["target"] for row in rows if row["shape"] == shape}
    ]
    assert not faults, "\n".join(faults)


def test_every_property_shape_has_an_address_of_ours(sources: Sources) -> None:
    faults = [f"{shape} is no shape:…. Give it an IRI." for shape in _property_shapes(sources) if shape[:6] != "shape:"]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("needed", ["sh:name", "sh:message"])
def test_every_property_shape_speaks_three_languages(sources: Sources, needed: str) -> None:
    spoken = Counter((row["s"], row["l"]) for row in sources.select(f"SELECT ?s (LANG(?o) AS ?l) {{ ?s {needed} ?o }}"))
    faults = [
        f'{sources.at(shape)}: {shape} has {spoken[shape, language]} {needed} in {language}. Give one "…"@{language}.'
        for shape in _property_shapes(sources)
        for language in LANGUAGES
        if spoken[shape, language] != 1
    ]
    assert not faults, "\n".join(faults)


def test_every_node_shape_with_a_target_has_its_name_in_three_languages(sources: Sources) -> None:
    targets = sources.select("SELECT DISTINCT ?s { ?s sh:targetClass|sh:targetSubjectsOf ?o }")
    rows = sources.select("SELECT ?s (LANG(?o) AS ?l) { ?s a sh:NodeShape ; sh:name ?o }")
    spoken = {(row["s"], row["l"]) for row in rows}
    faults = [
        f"{sources.at(row['s'])}: {row['s']} has no sh:name in {language}. Add it."
        for row in targets
        for language in LANGUAGES
        if (row["s"], language) not in spoken
    ]
    assert not faults, "\n".join(faults)


def test_every_property_shape_has_one_severity(sources: Sources) -> None:
    severities = Counter(row["s"] for row in sources.select("SELECT ?s ?o { ?s sh:severity ?o }"))
    allowed = {"sh:Violation", "sh:Warning", "sh:Info"}
    odd = {row["s"] for row in sources.select("SELECT ?s ?o { ?s sh:severity ?o }") if row["o"] not in allowed}
    faults = [
        f"{sources.at(shape)}: {shape} has {severities[shape]} severities. Give sh:Violation, sh:Warning or sh:Info."
        for shape in _property_shapes(sources)
        if severities[shape] != 1 or shape in odd
    ]
    assert not faults, "\n".join(faults)


def test_every_property_shape_is_in_use(sources: Sources) -> None:
    used = {row["o"] for row in sources.select("SELECT ?o { ?s sh:property ?o }")}
    faults = [
        f"{sources.at(shape)}: no node shape has sh:property {shape}. Add it to one."
        for shape in _property_shapes(sources)
        if shape not in used
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_says_what_to_do(sources: Sources, language: str) -> None:
    faults = [
        f"{sources.at(shape, 'sh:message')}: {shape} gives no remedy in {language}: {text!r}. Say what to do."
        for shape, text in _messages(sources, language).items()
        if not re.search(_COMMAND[language], text, re.IGNORECASE)
    ]
    assert not faults, "\n".join(faults)


def test_a_message_shows_the_same_names_in_every_language(sources: Sources) -> None:
    said = {language: _messages(sources, language) for language in LANGUAGES}
    faults = [
        f"{sources.at(shape, 'sh:message')}: {shape} in {language} does not show the names and values that the English "
        "message shows. Bring them into line."
        for shape, english in said["en"].items()
        for language in LANGUAGES
        if _shown(said[language].get(shape, "")) != _shown(english)
    ]
    assert not faults, "\n".join(faults)


def test_every_name_in_a_message_is_defined(sources: Sources) -> None:
    defined = {row["s"] for row in sources.select("SELECT DISTINCT ?s { ?s a ?kind }")}
    outside = tuple(
        f"{prefix}:" for prefix, iri in PREFIXES.items() if not iri.startswith("https://w3id.org/clusterkb")
    )
    faults = [
        f"{sources.at(shape, 'sh:message')}: {shape} speaks of {name}, which is not there. Correct the name."
        for shape, text in _messages(sources, "en").items()
        for name in _NAME.findall(text)
        if name not in defined and not name.startswith(outside)
    ]
    assert not faults, "\n".join(faults)


def test_every_list_a_pattern_asks_for_is_a_concept_scheme(sources: Sources) -> None:
    rows = sources.select('SELECT ?s ?o { ?s sh:pattern ?o FILTER(CONTAINS(?o, "/concept/")) }')
    schemes = {expand(row["s"]) for row in sources.select("SELECT ?s { ?s a skos:ConceptScheme }")}
    schemes.add("https://w3id.org/clusterkb/concept")  # any concept of ours
    assert rows, "No pattern asks for a concept."
    faults = [
        f"{sources.at(row['s'], 'sh:pattern')}: {row['s']} asks for {row['o']}, which is no scheme of ours. Correct it."
        for row in rows
        if re.sub(r"^\^|/(\([a-z|-]+\)\$)?$", "", row["o"]) not in schemes
    ]
    assert not faults, "\n".join(faults)


def test_every_derived_relation_has_a_shape_that_asks_for_the_fact(sources: Sources) -> None:
    heads = sources.select(
        "SELECT ?head ?inverse { GRAPH <file:ontology/axioms/shortcuts.ttl> { ?head owl:propertyChainAxiom ?chain }"
        " OPTIONAL { ?inverse owl:inverseOf ?head } }"
    )
    derived = {name for row in heads for name in row.values() if name}
    rows = sources.select(
        "SELECT ?path { shape:Shortcut sh:property ?p ; sh:targetSubjectsOf ?path . ?p sh:path ?path }"
    )
    assert derived == {row["path"] for row in rows}, "shapes/shortcut.ttl and ontology/axioms/shortcuts.ttl differ."


def test_the_shapes_are_well_formed(sources: Sources) -> None:
    shapes = rdflib.Graph()
    for file in (name for name in sources.files if name.startswith("shapes/")):
        shapes.parse(Path(__file__).parents[2] / file)
    nothing = rdflib.Graph()
    conforms, _, text = pyshacl.validate(nothing, shacl_graph=shapes, meta_shacl=True, inference="none")
    assert conforms, text


ODD_BUT_TRUE = {
    # The school was the first of the company from which the trust of 2002 grew.
    "fact:united-learning-member-surbiton-high-school",
    # Both moved to the site in 1986, a year before the city was founded by law.
    "fact:kansai-science-city-member-doshisha-university",
    "fact:kansai-science-city-member-doshisha-womens-college",
}


def test_the_real_records_conform(kb: KnowledgeBase, record_file: Path) -> None:
    report = kb.validate(record_file)
    serious = [one for one in report.findings if one.severity != "Info" and one.focus not in ODD_BUT_TRUE]
    assert (report.verdict, serious) == ("conforms", [])


def test_all_records_together_conform(kb: KnowledgeBase) -> None:
    report = check_knowledge_base(kb.store, kb.rules, kb.version.manifest.sources)
    serious = {(one.code, one.focus) for one in report.findings if one.severity != "Info"}
    assert (report.verdict, serious) == ("conforms", {("Membership-after-founding", fact) for fact in ODD_BUT_TRUE})


def test_five_faults_give_five_findings_each_on_its_line(check: Callable[[Path], Report]) -> None:
    path = next(path for path in _examples("invalid") if path.stem == "five-faults")
    text = path.read_text(encoding="utf-8").split("\n")
    findings = check(path).findings
    found = {finding.code: text[finding.line - 1] if finding.line else "" for finding in findings}
    assert (len(findings), set(found)) == (5, set(_FIVE_FAULTS))
    faults = [f"{code} points to {found[code]!r}" for code, mark in _FIVE_FAULTS.items() if mark not in found[code]]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_of_five_faults_says_what_to_do(check: Callable[[Path], Report], language: str) -> None:
    path = next(path for path in _examples("invalid") if path.stem == "five-faults")
    messages = [finding.message(language) for finding in check(path).findings]
    assert len(messages) == 5
    assert [message for message in messages if not re.search(_COMMAND[language], message, re.IGNORECASE)] == []


def _examples(folder: str) -> list[Path]:
    found = sorted((Path(__file__).parents[2] / "shapes/examples" / folder).glob("*.ttl"))
    assert found, f"shapes/examples/{folder}/ is empty."
    return found


def _first_line(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("\n")[0]


def _broken(path: Path) -> set[str]:
    """Return the shapes that an invalid example says it breaks, without their prefix."""
    return set(re.findall(r"shape:(\S+)", _first_line(path)))


def _property_shapes(sources: Sources) -> list[str]:
    """Return every property shape, however it is written; blank nodes too, which are then at fault."""
    rows = sources.select(
        "SELECT DISTINCT ?s { { ?s sh:path ?p } UNION { ?n sh:property ?s } UNION { ?s a sh:PropertyShape }"
        " FILTER NOT EXISTS { ?s a sh:Parameter } }"  # what a question can be asked about; it constrains no data
    )
    assert rows, "No property shape was found."
    return [row["s"] for row in rows]


def _messages(sources: Sources, language: str) -> dict[str, str]:
    rows = sources.select(f'SELECT ?s ?o {{ ?s sh:message ?o FILTER(LANG(?o) = "{language}") }}')
    assert rows, f"No shape has a message in {language}."
    return {row["s"]: row["o"] for row in rows}


def _shown(text: str) -> list[str]:
    return sorted(set(_NAME.findall(text)) | set(re.findall(r"\{.*?\}", text)))


def _lines(report: Report) -> list[str]:
    return [f"{f.file}:{f.line} {f.severity} {f.code} {f.focus}: {f.message('en')}" for f in report.findings]
