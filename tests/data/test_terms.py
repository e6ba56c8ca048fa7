"""The terms of the ontology: named and defined in three languages, grounded, told apart."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.data.conftest import Row, Sources

LANGUAGES = ("en", "ru", "uz")

_KINDS = {
    "owl:Class": "class",
    "owl:ObjectProperty": "property",
    "owl:DatatypeProperty": "property",
    "owl:AnnotationProperty": "property",
    "skos:Concept": "concept",
    "skos:ConceptScheme": "concept scheme",
    "ckb:Claim": "claim",
    "ckb:Assertion": "assertion",
    "ckb:ScientificDirection": "theory",
}
"""Type in the files → what we call it; what has one of these types and an IRI of ours is a term."""

_SENTENCES = {"claim", "assertion"}
"""Kinds whose definition restates what the article says, and so is a sentence itself."""

_NOTIONS = {
    "sense 1 of S26, educational competence": ("ckb:EducationalCompetence", "class"),
    "sense 2 of S26, educational program": ("ckb:EducationalProgram", "class"),
    "sense 3 of S26, educational organization": ("ckb:EducationalOrganization", "class"),
    "sense 4 of S26, association of social institutions": ("ckb:AssociationOfSocialInstitutions", "class"),
    "level of competences": ("level:competence", "concept"),
    "level of programs": ("level:program", "concept"),
    "level of organizations": ("level:organization", "concept"),
    "level of associations": ("level:association", "concept"),
    "cluster": ("ckb:Cluster", "class"),
    "educational cluster": ("ckb:EducationalCluster", "class"),
    "educational holding": ("ckb:EducationalHolding", "class"),
    "holding in the article's sense": ("ckb:HoldingInArticleSense", "class"),
    "cluster approach": ("theory:cluster-approach-in-education", "theory"),
    "educational logistics": ("ckb:EducationalLogistics", "class"),
    "pedagogical logistics": ("ckb:PedagogicalLogistics", "class"),
    "logistics of pedagogical innovations": ("ckb:PedagogicalInnovationLogistics", "class"),
    "pedagogical innovation": ("ckb:PedagogicalInnovation", "class"),
    "participant": ("ckb:ClusterParticipant", "class"),
    "coordination": ("ckb:Coordination", "class"),
    "membership": ("ckb:Membership", "class"),
    "event": ("ckb:Event", "class"),
    "figure": ("ckb:Figure", "class"),
    "patronage": ("ckb:Patronage", "class"),
    "source": ("ckb:Source", "class"),
}

Texts = dict[tuple[str, str], dict[str, list[str]]]


@pytest.fixture(scope="module")
def terms(sources: Sources) -> dict[str, str]:
    """Every term of ours → its kind."""
    rows = sources.select(
        "SELECT ?term ?type { ?term a ?type FILTER(STRSTARTS(STR(?term), STR(<https://w3id.org/clusterkb/>))) }"
    )
    found = {row["term"]: _KINDS[row["type"]] for row in rows if row["type"] in _KINDS}
    missing = set(_KINDS.values()) - set(found.values())
    assert not missing, f"No term is a {' or a '.join(sorted(missing))}: nothing was looked at."
    return found


@pytest.fixture(scope="module")
def texts(sources: Sources) -> Texts:
    """Thing and property → language → the texts."""
    found: Texts = defaultdict(lambda: defaultdict(list))
    query = """
    SELECT ?s ?p ?o (LANG(?o) AS ?language) {
      ?s ?p ?o FILTER(?p IN (skos:prefLabel, skos:definition, skos:scopeNote, skos:example))
    }
    """
    for row in sources.select(query):
        found[row["s"], row["p"]][row["language"]].append(row["o"])
    return found


def test_every_term_has_one_preferred_label_a_language(sources: Sources, terms: dict[str, str], texts: Texts) -> None:
    faults = []
    for term, kind in terms.items():
        for language in LANGUAGES:
            labels = texts[term, "skos:prefLabel"][language]
            if len(labels) != 1:
                deed = "Keep one, make the others skos:altLabel." if labels else f'Add skos:prefLabel "…"@{language}.'
                place = sources.at(term, "skos:prefLabel")
                faults.append(f"{place}: {kind} {term} has {len(labels)} labels in {language}. {deed}")
    assert not faults, "\n".join(faults)


def test_every_term_is_defined_in_each_language(sources: Sources, terms: dict[str, str], texts: Texts) -> None:
    faults = [
        f'{sources.at(term)}: {kind} {term} has no definition in {language}. Add skos:definition "…"@{language}.'
        for term, kind in terms.items()
        for language in LANGUAGES
        if not texts[term, "skos:definition"][language]
    ]
    assert not faults, "\n".join(faults)


def test_every_note_and_example_of_a_term_is_there_in_each_language(
    sources: Sources, terms: dict[str, str], texts: Texts
) -> None:
    faults = []
    for term, kind in terms.items():
        for predicate in ("skos:scopeNote", "skos:example"):
            found = texts[term, predicate]
            numbers = {language: len(found[language]) for language in LANGUAGES}
            # The most that any language has, or what has no language at all.
            wanted = max(len(same) for same in found.values())
            faults += [
                f"{sources.at(term, predicate)}: {kind} {term} has {number} {predicate} in {language}, not {wanted}. "
                f'Add {predicate} "…"@{language}, or drop what is too many.'
                for language, number in numbers.items()
                if number != wanted
            ]
    assert not faults, "\n".join(faults)


def test_no_definition_of_a_term_begins_with_an_article(sources: Sources, terms: dict[str, str], texts: Texts) -> None:
    faults = [
        f"{sources.at(term, 'skos:definition')}: {term} is defined as {text!r}. Drop the article."
        for term, kind in terms.items()
        if kind not in _SENTENCES
        for text in texts[term, "skos:definition"]["en"]
        if re.match(r"(a|an|the)\b", text, re.IGNORECASE)
    ]
    assert not faults, "\n".join(faults)


def test_no_definition_of_a_class_or_theory_uses_its_own_label(
    sources: Sources, terms: dict[str, str], texts: Texts
) -> None:
    # The genus of a subclass is its superclass, whose label is shorter; the whole label is a circle.
    faults = [
        f"{sources.at(term, 'skos:definition')}: {term} ({label!r}) is defined by itself: {text!r}. Reword it."
        for term, kind in terms.items()
        if kind in ("class", "theory")
        for language in LANGUAGES
        for label in texts[term, "skos:prefLabel"][language]
        for text in texts[term, "skos:definition"][language]
        if re.search(rf"(?<!\w){re.escape(label)}(?!\w)", text, re.IGNORECASE)
    ]
    assert not faults, "\n".join(faults)


def test_no_definition_only_repeats_the_label(sources: Sources, terms: dict[str, str], texts: Texts) -> None:
    faults = [
        f"{sources.at(term, 'skos:definition')}: {term} is defined as {text!r}, its label again. Say what it is."
        for term in terms
        for language in LANGUAGES
        for label in texts[term, "skos:prefLabel"][language]
        for text in texts[term, "skos:definition"][language]
        if set(_words(text)) <= set(_words(label))
    ]
    assert not faults, "\n".join(faults)


def test_no_two_terms_of_one_kind_share_a_label(sources: Sources, terms: dict[str, str], texts: Texts) -> None:
    # Concepts are told apart within their scheme: a form in law may be called like the kind of arrangement it serves.
    users: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for term, kind in terms.items():
        scope = f"{kind} of {term.partition(':')[0]}" if kind == "concept" else kind
        for language in LANGUAGES:
            for label in texts[term, "skos:prefLabel"][language]:
                users[scope, language, label.casefold()].append(term)
    faults = [
        f"{', '.join(f'{sources.at(term)} {term}' for term in same)}: each a {scope} called {label!r} in {language}. "
        "Rename all but one."
        for (scope, language, label), same in users.items()
        if len(same) > 1
    ]
    assert not faults, "\n".join(faults)


def test_no_class_has_a_twin_among_concepts_and_individuals(
    sources: Sources, terms: dict[str, str], texts: Texts
) -> None:
    # A concept by which records are called something leads to the class it stands for; nothing else shares its name.
    rows = sources.select("SELECT ?concept ?class { ?concept ckb:denotesClass ?class }")
    denoting = {(row["concept"], row["class"]) for row in rows}
    classes = {texts[term, "skos:prefLabel"]["en"][0]: term for term, kind in terms.items() if kind == "class"}
    faults = [
        f"{sources.at(term)}: {term} and {classes[label]} are both called {label!r}. Keep one, or add ckb:denotesClass."
        for term, kind in terms.items()
        if kind in ("concept", "theory") and (label := texts[term, "skos:prefLabel"]["en"][0]) in classes
        if (term, classes[label]) not in denoting
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("needed", ["dcterms:source", "skos:example", "vs:term_status", "rdfs:isDefinedBy"])
def test_every_class_has_its_grounds(sources: Sources, terms: dict[str, str], needed: str) -> None:
    _require(sources, [term for term, kind in terms.items() if kind == "class"], needed)


@pytest.mark.parametrize("needed", ["dcterms:source", "vs:term_status", "rdfs:isDefinedBy"])
def test_every_property_has_its_grounds(sources: Sources, terms: dict[str, str], needed: str) -> None:
    _require(sources, [term for term, kind in terms.items() if kind == "property"], needed)


@pytest.mark.parametrize("needed", ["dcterms:source", "skos:inScheme"])
def test_every_concept_has_its_grounds(sources: Sources, terms: dict[str, str], needed: str) -> None:
    _require(sources, [term for term, kind in terms.items() if kind == "concept"], needed)


@pytest.mark.parametrize("needed", ["dcterms:source", "ckb:modality", "ckb:statementHolder", "ckb:sentenceNumber"])
def test_every_claim_says_whose_it_is(sources: Sources, terms: dict[str, str], needed: str) -> None:
    _require(sources, [term for term, kind in terms.items() if kind == "claim"], needed)


@pytest.mark.parametrize("needed", ["dcterms:source", "ckb:modality", "ckb:statementHolder", "ckb:grounds"])
def test_every_assertion_says_whose_it_is_and_what_for(sources: Sources, terms: dict[str, str], needed: str) -> None:
    _require(sources, [term for term, kind in terms.items() if kind == "assertion"], needed)


def _require(sources: Sources, wanting: list[str], needed: str) -> None:
    having = {row["s"] for row in sources.select(f"SELECT ?s {{ ?s {needed} ?o }}")}
    faults = [f"{sources.at(term)}: {term} has no {needed}. Add it." for term in wanting if term not in having]
    assert not faults, "\n".join(faults)


def test_a_term_is_defined_by_the_module_it_stands_in(sources: Sources) -> None:
    query = """
    SELECT DISTINCT ?term ?said ?module {
      GRAPH ?file { ?module a owl:Ontology . ?term rdfs:isDefinedBy ?said ; a ?type }
      FILTER(?said != ?module)
    }
    """
    faults = [
        f"{sources.at(row['term'], 'rdfs:isDefinedBy')}: {row['term']} says {row['said']}, but stands in "
        f"{row['module']}. Correct rdfs:isDefinedBy, or move the term."
        for row in sources.select(query)
    ]
    assert not faults, "\n".join(faults)


def test_a_status_is_one_that_vs_knows(sources: Sources) -> None:
    faults = [
        f"{sources.at(row['s'], 'vs:term_status')}: {row['s']} has the status {row['o']!r}. "
        "Write unstable, testing, stable or archaic."
        for row in sources.select("SELECT ?s ?o { ?s vs:term_status ?o }")
        if row["o"] not in ("unstable", "testing", "stable", "archaic")
    ]
    assert not faults, "\n".join(faults)


def test_a_concept_is_in_the_scheme_its_address_names(sources: Sources) -> None:
    query = """
    SELECT ?concept ?scheme {
      ?concept skos:inScheme ?scheme
      FILTER(REPLACE(STR(?concept), "/[^/]*$", "") != STR(?scheme))
    }
    """
    faults = _told(sources, sources.select(query), "skos:inScheme", "Correct skos:inScheme, or move the concept.")
    assert not faults, "\n".join(faults)


def test_a_claim_has_the_sentence_number_of_its_address(sources: Sources) -> None:
    query = """
    SELECT ?claim ?number {
      ?claim ckb:sentenceNumber ?number
      FILTER(xsd:integer(STRAFTER(STR(?claim), "/claim/S")) != ?number || ?number < 1 || ?number > 46)
    }
    """
    faults = _told(sources, sources.select(query), "ckb:sentenceNumber", "Give the number of the sentence, 1 to 46.")
    assert not faults, "\n".join(faults)


def test_the_labels_of_a_claim_name_its_sentence(sources: Sources) -> None:
    query = """
    SELECT ?claim ?label {
      ?claim ckb:sentenceNumber ?number ; skos:prefLabel ?label
      FILTER(REPLACE(STR(?label), "[^0-9]", "") != STR(?number))
    }
    """
    faults = _told(sources, sources.select(query), "skos:prefLabel", "Put the number of the sentence into it.")
    assert not faults, "\n".join(faults)


def _told(sources: Sources, rows: list[Row], predicate: str, deed: str) -> list[str]:
    """Return a line for every row: its first column is the thing at fault, the second what it has."""
    lines = []
    for row in rows:
        thing, value = row.values()
        lines.append(f"{sources.at(thing, predicate)}: {thing} has {predicate} {value}. {deed}")
    return lines


@pytest.mark.parametrize("notion", _NOTIONS)
def test_a_notion_that_was_asked_for_is_there(terms: dict[str, str], notion: str) -> None:
    term, kind = _NOTIONS[notion]
    assert terms.get(term) == kind, f"There is no {kind} {term} for the {notion}. Define it."


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def test_every_module_and_file_of_axioms_is_imported(sources: Sources) -> None:
    query = """
    SELECT ?file { GRAPH ?graph { ?file a owl:Ontology } FILTER(REGEX(STR(?graph), "ontology/(modules|axioms)/")) %s }
    """
    assert sources.select(query % "")
    missing = "FILTER NOT EXISTS { <https://w3id.org/clusterkb/onto> owl:imports ?file }"
    faults = [f"{row['file']}: add owl:imports to ontology/clusterkb.ttl." for row in sources.select(query % missing)]
    assert not faults, "\n".join(faults)
