"""The lexicon: words of the field, what they mean, whose definition that is, and whether the word was seen anywhere."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.data.conftest import Sources

_TRANSLATED = ("ru", "uz")


def test_every_entry_has_one_form_and_a_sense_all_in_its_language(sources: Sources) -> None:
    query = """
    SELECT ?entry ?language (COUNT(DISTINCT ?form) AS ?forms) (COUNT(DISTINCT ?sense) AS ?senses)
           (SAMPLE(LANG(?written)) AS ?spoken) {
      ?entry a ontolex:LexicalEntry
      OPTIONAL { ?entry lime:language ?language }
      OPTIONAL { ?entry ontolex:canonicalForm ?form . ?form ontolex:writtenRep ?written }
      OPTIONAL { ?entry ontolex:sense ?sense . ?sense a ontolex:LexicalSense }
    } GROUP BY ?entry ?language
    """
    rows = sources.select(query)
    assert len(rows) > 100
    faults = [
        f"{sources.at(row['entry'])}: {row['entry']} has {row['forms']} forms and {row['senses']} senses in "
        f"{row['language']!r}. Give it one form, one sense or more, and lime:language."
        for row in rows
        if row["forms"] != "1" or row["senses"] == "0" or row["spoken"] != row["language"]
    ]
    assert not faults, "\n".join(faults)


def test_every_sense_refers_to_one_thing_that_is_defined(sources: Sources) -> None:
    query = """
    SELECT ?sense (COUNT(DISTINCT ?thing) AS ?things) {
      ?sense a ontolex:LexicalSense OPTIONAL { ?sense ontolex:reference ?thing . ?thing skos:definition ?meaning }
    } GROUP BY ?sense HAVING(COUNT(DISTINCT ?thing) != 1)
    """
    faults = [f"{sources.at(row['sense'])}: {row['sense']} refers to {row['things']}." for row in sources.select(query)]
    assert not faults, "\n".join(faults)


_FOUR = {"ckb:EducationalCluster", "ckb:EducationalCompetence", "ckb:EducationalOrganization", "ckb:EducationalProgram"}


@pytest.mark.parametrize(
    ("language", "senses"),
    # Nobody was seen to use the German and Uzbek words in the other three.
    [("en", _FOUR), ("ru", _FOUR), ("uz", {"ckb:EducationalCluster"}), ("de", {"ckb:EducationalCluster"})],
)
def test_the_phrase_has_the_senses_of_sentence_26_where_they_are_known(
    sources: Sources, language: str, senses: set[str]
) -> None:
    rows = sources.select(
        f"SELECT ?thing {{ lex:{language}-educational-cluster ontolex:sense/ontolex:reference ?thing }}"
    )
    assert {row["thing"] for row in rows} == senses


def test_each_of_the_four_senses_is_defined_by_somebody(sources: Sources) -> None:
    query = """
    SELECT ?sense {
      lex:en-educational-cluster ontolex:sense ?sense
      FILTER NOT EXISTS { ?definition ckb:definitionOf ?sense ; ckb:statementHolder ?holder ; dcterms:source ?work }
    }
    """
    assert sources.select(query) == []


def test_a_definition_names_the_work_of_its_holder(sources: Sources) -> None:
    query = """
    SELECT ?definition ?holder {
      ?definition a ckb:AttributedDefinition ; ckb:statementHolder ?holder ; dcterms:source ?work
      FILTER(?holder != ?work) FILTER NOT EXISTS { ?work ckb:writtenBy ?holder }
    }
    """
    faults = [
        f"{sources.at(row['definition'])}: {row['holder']} did not write the source." for row in sources.select(query)
    ]
    assert not faults, "\n".join(faults)


def test_an_entry_is_written_as_the_term_it_stands_for(sources: Sources) -> None:
    query = """
    SELECT ?entry ?written ?thing {
      ?entry lime:language ?language ; ontolex:canonicalForm/ontolex:writtenRep ?written .
      ?entry ontolex:sense/ontolex:reference ?thing
      FILTER(?language != "de") FILTER NOT EXISTS { ?entry ontolex:sense ?one , ?other FILTER(?one != ?other) }
      FILTER NOT EXISTS { ?thing skos:prefLabel|skos:altLabel ?label FILTER(LCASE(?label) = LCASE(?written)) }
    }
    """
    faults = [
        f"{sources.at(row['entry'])}: {row['entry']} is written {row['written']!r}, {row['thing']} is called otherwise."
        for row in sources.select(query)
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", _TRANSLATED)
def test_every_translated_thing_says_who_translated_it(sources: Sources, language: str) -> None:
    query = f"""
    SELECT ?thing (COUNT(DISTINCT ?status) AS ?statuses) {{
      {{ SELECT DISTINCT ?thing {{
        GRAPH ?file {{ ?thing ?text ?words }} FILTER(LANG(?words) = "{language}" && ?text != dcterms:title)
        FILTER(REGEX(STR(?file), "ontology/(modules|vocab|claims)/|lexicon/definitions")) }} }}
      OPTIONAL {{ ?thing ckb:translationStatus ?status FILTER(CONTAINS(STR(?status), "/{language}-")) }}
    }} GROUP BY ?thing HAVING(COUNT(DISTINCT ?status) != 1)
    """
    faults = [
        f"{sources.at(row['thing'])}: {row['thing']} has {row['statuses']} states of translation for {language}. "
        f"Add ckb:translationStatus translationstatus:{language}-ours."
        for row in sources.select(query)
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", _TRANSLATED)
def test_a_label_is_called_attested_just_when_the_lexicon_has_seen_it(sources: Sources, language: str) -> None:
    said = sources.select(
        f"SELECT ?thing {{ ?thing ckb:translationStatus translationstatus:{language}-label-attested }}"
    )
    query = f"""
    SELECT DISTINCT ?thing {{
      ?entry lime:language "{language}" ; ontolex:sense/ontolex:reference ?thing ; ontolex:canonicalForm ?form .
      ?form ckb:attestation ?seen ; ontolex:writtenRep ?written FILTER(?seen != attestation:ours)
      ?thing skos:prefLabel ?label FILTER(LCASE(STR(?label)) = LCASE(STR(?written)))
    }}
    """
    assert said
    assert said == sources.select(query)


@pytest.mark.parametrize("language", _TRANSLATED)
def test_one_term_has_one_translation(sources: Sources, language: str) -> None:
    # Wherever an English label comes back, in another list or as another kind of thing, it is translated alike.
    query = f"""
    SELECT DISTINCT ?english ?translated {{
      ?thing skos:prefLabel ?en , ?other FILTER(LANG(?en) = "en" && LANG(?other) = "{language}")
      BIND(LCASE(STR(?en)) AS ?english) BIND(LCASE(STR(?other)) AS ?translated)
      GRAPH ?file {{ ?thing a ?kind }} FILTER(!CONTAINS(STR(?file), "/kb/"))
    }}
    """
    found = defaultdict(set)
    for row in sources.select(query):
        found[row["english"]].add(row["translated"])
    faults = [
        f"{english!r} is translated as {' and '.join(sorted(all_))}."
        for english, all_ in found.items()
        if len(all_) > 1
    ]
    assert not faults, "Choose one, or call the things apart in English too:\n" + "\n".join(sorted(faults))
