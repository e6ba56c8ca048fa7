"""What a worker process reads for the site: one call a page, so that one trip through the pipe is enough.

Every function takes the folder of the version that the request began with.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from clusterkb import catalogue
from clusterkb.catalogue import (
    ConceptPage,
    Example,
    RecordPage,
    RecordRow,
    Ref,
    Sense,
    SourcePage,
    TermGroup,
    Why,
    kind_of,
)
from clusterkb.kb import KnowledgeBase
from clusterkb.rdf.formats import by_name
from clusterkb.search import Hit
from clusterkb.store import at


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands at the address of a thing.

    Attributes:
        iri: The thing.
        record: The record that shows it, when the thing is a fact and has no page of its own; else empty.
        page: Its page, or None for a fact.
        whys: Why it is of each kind that was inferred.
    """

    iri: str
    record: str
    page: ConceptPage | RecordPage | SourcePage | None
    whys: list[Why]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as its form shows it.

    Attributes:
        name: What it is asked by.
        example: The question, about what was chosen.
        choices: What each parameter can stand for; nothing where any number will do.
    """

    name: str
    example: Example
    choices: dict[str, list[Ref]]


def home(folder: Path, language: str) -> tuple[list[Sense], list[RecordRow]]:
    """Return the four senses and the records."""
    reader = opened(folder).reader(language)
    return catalogue.senses(reader), catalogue.records(reader)


def terms(folder: Path, language: str) -> list[TermGroup]:
    """Return the terms of the ontology."""
    return catalogue.terms(opened(folder).reader(language))


def clusters(folder: Path, language: str) -> list[RecordRow]:
    """Return the records."""
    return catalogue.records(opened(folder).reader(language))


def page(folder: Path, iri: str, language: str) -> Shown:
    """Return what stands at the address of ``iri``.

    Raises:
        NotFound: There is no such thing.
    """
    kb = opened(folder)
    found = kb.resolve(iri)
    if not kind_of(found) and (record := catalogue.about(kb.reader(), found)):
        return Shown(found, record, None, [])
    shown = kb.page(found, language)
    return Shown(found, "", shown, kb.why(found, language) if isinstance(shown, RecordPage) else [])


def search(folder: Path, words: str, limit: int) -> list[Hit]:
    """Find things by their names; see ``clusterkb.search.search``."""
    return opened(folder).search(words, limit=limit)


def resolve(folder: Path, iri: str) -> str:
    """Return the IRI meant.

    Raises:
        NotFound: There is no such thing.
    """
    return opened(folder).resolve(iri)


def describe(folder: Path, iri: str, form: str) -> bytes:
    """Return the description of a thing; see ``KnowledgeBase.describe``."""
    return opened(folder).describe(iri, form=form)


def ontology(folder: Path, form: str) -> bytes:
    """Return the whole ontology; see ``KnowledgeBase.ontology``."""
    return opened(folder).ontology(form)


def void(folder: Path, form: str) -> bytes:
    """Return the description of the data; see ``catalogue.void_document``."""
    return catalogue.document(catalogue.void_document(opened(folder).store), by_name(form))


def service(folder: Path, form: str, endpoint: str) -> bytes:
    """Return the description of the endpoint served at ``endpoint``; see ``catalogue.service_document``."""
    return catalogue.document(catalogue.service_document(opened(folder).store, endpoint), by_name(form))


def queries(folder: Path, form: str) -> bytes:
    """Return the example queries as data; see ``catalogue.examples_document``."""
    return catalogue.document(catalogue.examples_document(opened(folder).store), by_name(form))


def examples(folder: Path, language: str) -> tuple[Example, ...]:
    """Return the example queries as the page shows them."""
    return catalogue.examples(opened(folder).reader(language))


def question(folder: Path, language: str, name: str, values: tuple[tuple[str, str], ...]) -> Question:
    """Return one question asked about ``values``, parameter and name; an empty name leaves what the query has.

    Raises:
        NotFound: There is no such question, or no such thing.
        BadRequest: The question has no such parameter.
    """
    kb = opened(folder)
    example = kb.question(name, {key: value for key, value in values if value}, language=language)
    reader = kb.reader(language)
    return Question(name, example, {one.name: catalogue.choices(reader, one) for one in example.parameters})


@lru_cache(maxsize=2)
def opened(folder: Path) -> KnowledgeBase:
    """Return the knowledge base in ``folder``, opened once a worker."""
    return KnowledgeBase(at(folder))
