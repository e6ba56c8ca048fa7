"""What a worker process reads for the site: one call a page, so that one trip through the pipe is enough.

Every function takes the folder of the version that the request began with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from clusterkb import assets, catalogue
from clusterkb.catalogue import (
    AboutPage,
    ArticlePage,
    Beside,
    CiteAs,
    ConceptPage,
    Example,
    Neighbours,
    Partners,
    RecordPage,
    Ref,
    RuleGroup,
    RulePage,
    Sense,
    SourcePage,
    TermGroup,
    Why,
    kind_of,
)
from clusterkb.catalogue.history import Release, last_look, releases
from clusterkb.catalogue.layout import ConceptMap, concept_map
from clusterkb.catalogue.schema_org import Node, everything, schema_org
from clusterkb.catalogue.world import World, world
from clusterkb.kb import KnowledgeBase
from clusterkb.namespaces import expand
from clusterkb.quality import Coverage
from clusterkb.rdf.formats import by_name
from clusterkb.search import Hit
from clusterkb.store import Manifest, at


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands at the address of a thing.

    Attributes:
        iri: The thing.
        record: The record that shows it, when the thing is a fact and has no page of its own; else empty.
        page: Its page, or None for a fact.
        whys: Why it is of each kind that was inferred.
        partners: What it is worth comparing with.
        neighbours: What stands before and after a claim; None for all else.
        schema: What schema.org has words for.
        citation: What a citation of it is made of; None for a source, which is cited as its authors ask.
        map: What is around a term, drawn; None for what is no term or has nothing around it.
    """

    iri: str
    record: str
    page: ConceptPage | RecordPage | SourcePage | None
    whys: list[Why]
    partners: list[Partners] = field(default_factory=list)
    neighbours: Neighbours | None = None
    schema: Node = field(default_factory=dict)
    citation: CiteAs | None = None
    map: ConceptMap | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question as its form shows it.

    Attributes:
        example: The question, about what was chosen.
        choices: What each parameter can stand for; nothing where any number will do.
    """

    example: Example
    choices: dict[str, list[Ref]]


def home(folder: Path, language: str) -> tuple[list[Sense], Coverage, World]:
    """Return the four senses, how much there is, and where."""
    return catalogue.senses(opened(folder).reader(language)), _coverage(folder), _world(folder, language)


@lru_cache(maxsize=6)
def _world(folder: Path, language: str) -> World:
    """Return the map, which takes a tenth of a second to draw, once a version and language."""
    return world(opened(folder).reader(language), _coverage(folder).countries)


def terms(folder: Path, language: str) -> list[TermGroup]:
    """Return the terms of the ontology."""
    return catalogue.terms(opened(folder).reader(language))


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the records are: what they hold and lack, how many of each country, where sources disagree."""

    coverage: Coverage
    countries: list[tuple[Ref, int]]
    disagreeing: list[Ref]


def quality(folder: Path, language: str) -> Quality:
    """Return what there is in numbers."""
    reader, counted = opened(folder).reader(language), _coverage(folder)
    countries = [(reader.ref(expand(name)), number) for name, number in counted.countries.items()]
    return Quality(counted, countries, catalogue.disagreeing(reader))


@lru_cache(maxsize=2)
def _coverage(folder: Path) -> Coverage:
    """Return what is counted once a version, since it takes a look at every triple."""
    return opened(folder).coverage()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, and what a check says of its wrong example: lines and messages, none where there is nothing to check."""

    page: RulePage
    told: list[tuple[int, str]]


def rules(folder: Path, language: str) -> list[RuleGroup]:
    """Return all rules that a finding can name."""
    return catalogue.rules(opened(folder).reader(language))


def rule(folder: Path, code: str, language: str) -> Rule:
    """Return one rule, its wrong example checked.

    Raises:
        NotFound: There is no rule with this code; the message names the nearest.
    """
    kb = opened(folder)
    shown = catalogue.rule(kb.reader(language), code)
    wrong = shown.wrong
    if wrong is None or not wrong.form:
        return Rule(shown, [])
    found = kb.validate(wrong.text.encode(), form=wrong.form, name=f"cluster.{wrong.form}").findings
    return Rule(shown, [(one.line, one.message(language)) for one in found if one.code == shown.code])


def page(folder: Path, iri: str, language: str, today: date) -> Shown:
    """Return what stands at the address of ``iri``, as it can be cited today.

    Raises:
        NotFound: There is no such thing.
    """
    kb = opened(folder)
    found = kb.resolve(iri)
    if not kind_of(found) and (record := catalogue.about(kb.reader(), found)):
        return Shown(found, record, None, [])
    shown = kb.page(found, language)
    reader = kb.reader(language)
    return Shown(
        found,
        "",
        shown,
        kb.why(found, language) if isinstance(shown, RecordPage) else [],
        catalogue.partners(reader, found),
        catalogue.neighbours(reader, found),
        schema_org(reader, found),
        None if isinstance(shown, SourcePage) else cite(folder, found, language, today),
        concept_map(reader, found),
    )


def article(folder: Path, language: str) -> ArticlePage:
    """Return the article, walked through."""
    return catalogue.article(opened(folder).reader(language))


@dataclass(frozen=True, slots=True)
class About:
    """What the knowledge base says of itself, what its records hold, and what this version was made from."""

    page: AboutPage
    coverage: Coverage
    manifest: Manifest


def about(folder: Path, language: str) -> About:
    """Return what the knowledge base says of itself."""
    kb = opened(folder)
    return About(catalogue.itself(kb.reader(language)), _coverage(folder), kb.version.manifest)


def compare(folder: Path, typed: tuple[str, ...], language: str) -> Beside:
    """Return the things that were typed, side by side."""
    kb = opened(folder)
    return catalogue.beside(kb.reader(language), kb.version.search, typed)


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
    return Question(example, {one.name: catalogue.choices(reader, one) for one in example.parameters})


def cite(folder: Path, iri: str, language: str, accessed: date) -> CiteAs:
    """Return what a citation of ``iri`` read on that day is made of; see ``catalogue.cite``.

    Raises:
        NotFound: It is none of ours, or nothing is known by this IRI.
    """
    kb = opened(folder)
    return catalogue.cite(kb.reader(language), iri, catalogue.version_name(kb.version.manifest.digest), accessed)


def schema(folder: Path, iri: str, language: str) -> Node:
    """Return a thing in the words of schema.org; see ``catalogue.schema_org``."""
    return schema_org(opened(folder).reader(language), iri)


def pages(folder: Path) -> tuple[list[str], list[str]]:
    """Return everything that has a page of its own, and the code of every rule."""
    reader = opened(folder).reader()
    return everything(reader), catalogue.codes(reader)


@dataclass(frozen=True, slots=True)
class History:
    """The releases, newest first, and the last day on which a fact was held against its source."""

    releases: list[Release]
    last_look: str


def history(folder: Path) -> History:
    """Return what changed, release by release."""
    return History(releases(assets.changelog().read_text(encoding="utf-8")), last_look(opened(folder).store))


@lru_cache(maxsize=2)
def opened(folder: Path) -> KnowledgeBase:
    """Return the knowledge base in ``folder``, opened once a worker."""
    return KnowledgeBase(at(folder))
