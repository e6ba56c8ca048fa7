"""Queries to begin with, as the SPARQL page offers them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A question and its query; the question is translated where it is shown."""

    question: str
    query: str


def _(question: str) -> str:
    """Mark a question for translation."""
    return question


_EXAMPLES = (
    Example(
        _("Which clusters and holdings are there, and of which kind?"),
        """SELECT ?cluster ?kind WHERE {
  ?cluster a ?class ; ckb:recordConfidence ?confidence .
  ?class rdfs:isDefinedBy ?module ; skos:prefLabel ?kind .
  FILTER(LANG(?kind) = "en")
} ORDER BY ?cluster ?kind""",
    ),
    Example(
        _("Who is a member of what, in which role, and who says so?"),
        """SELECT ?member ?role ?organization ?page WHERE {
  ?fact a ckb:Membership ;
    ckb:membershipMember ?member ;
    ckb:membershipRole ?role ;
    ckb:membershipOrganization ?organization ;
    dcterms:source/foaf:page ?page .
} ORDER BY ?organization ?member""",
    ),
    Example(
        _("Which sources contradict each other?"),
        """SELECT ?about ?year ?otherYear ?page ?otherPage WHERE {
  ?fact ckb:conflictsWith ?other ; ckb:eventOf ?about ; ckb:year ?year ; dcterms:source/foaf:page ?page .
  ?other ckb:year ?otherYear ; dcterms:source/foaf:page ?otherPage .
  FILTER(STR(?fact) < STR(?other))
}""",
    ),
    Example(
        _("In which four senses is “educational cluster” used?"),
        """SELECT ?level ?sense ?definition WHERE {
  ?class rdfs:subClassOf [ owl:onProperty ckb:hasClusteringLevel ; owl:hasValue ?level ] ;
    skos:prefLabel ?sense ; skos:definition ?definition .
  FILTER(LANG(?sense) = "en" && LANG(?definition) = "en")
}""",
    ),
)


def examples(language: str) -> tuple[Example, ...]:
    """Return the examples, asking for labels in ``language``.

    >>> '"uz"' in examples("uz")[0].query
    True
    """
    return tuple(Example(row.question, row.query.replace('= "en"', f'= "{language}"')) for row in _EXAMPLES)
