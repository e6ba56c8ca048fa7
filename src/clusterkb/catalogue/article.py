"""The article this work began with, walked through: its sentences, its list of references, the scholars it names."""

from __future__ import annotations

from dataclasses import dataclass

from clusterkb.catalogue.doubts import Doubt, doubts
from clusterkb.catalogue.reader import Reader, Ref, Value
from clusterkb.namespaces import expand
from clusterkb.rdf.text import Text

ARTICLE = expand("work:allayorova-2023")

_PART = 10  # the article has no headings; so many sentences stand under one of ours
_SILENT = expand("modality:none")
_CLAIMS = ("ckb:Claim", "ckb:Assertion", "ckb:BibliographyEntry", "ckb:TranslationDoubt")
_NUMBERS = {"ckb:sentenceNumber": "S", "ckb:entryNumber": "R"}
# As a reference gives them, in this order.
_CORRECTED = ("dcterms:creator", "dcterms:title", "ckb:venue", "dcterms:date", "ckb:pages")


@dataclass(frozen=True, slots=True)
class Assertion:
    """One thing that a sentence says.

    Attributes:
        claim: The assertion itself.
        paraphrase: What is said, in our words.
        modality: How strongly it is said.
        grounds: The terms that rest on it.
        scholars: Whom the article names for it.
    """

    claim: Ref
    paraphrase: Text | None
    modality: Ref | None
    grounds: list[Ref]
    scholars: list[Ref]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the article.

    Attributes:
        claim: The sentence itself.
        anchor: Where on the page of the article it stands; ``S7``.
        paraphrase: What it says as a whole, in our words.
        modality: How strongly it is said.
        silent: Whether nothing is said, so that no term rests on it.
        assertions: What it says, one by one.
        doubts: Where its translation is doubtful.
    """

    claim: Ref
    anchor: str
    paraphrase: Text | None
    modality: Ref | None
    silent: bool
    assertions: list[Assertion]
    doubts: list[Doubt]


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the list of references.

    Attributes:
        entry: The entry itself.
        anchor: Where on the page of the article it stands; ``R4``.
        printed: What is printed, letter by letter.
        correction: What is wrong in it, or None.
        work: The work meant.
        corrected: Authors, title, place, year and pages as they should be, what is known of them.
        verification: How much of the work was seen.
    """

    entry: Ref
    anchor: str
    printed: Text | None
    correction: Text | None
    work: Ref
    corrected: list[Value]
    verification: Ref | None


@dataclass(frozen=True, slots=True)
class Scholar:
    """A scholar whom the article names, in which sentences, and the works of that person that are known here."""

    person: Ref
    sentences: list[Ref]
    works: list[Ref]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything the walk through the article shows.

    Attributes:
        work: The article.
        retells: The works that it seems to retell.
        parts: Its sentences in order, some ten at a time.
        references: Its list of references in order.
        scholars: Whom it names, by name.
    """

    work: Ref
    retells: list[Ref]
    parts: list[list[Sentence]]
    references: list[Reference]
    scholars: list[Scholar]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands before and after a claim, and where on the page of the article it is; None and empty at the ends."""

    before: Ref | None
    after: Ref | None
    anchor: str


def article(reader: Reader) -> ArticlePage:
    """Read the article from its first sentence to its last reference.

    >>> from clusterkb import KnowledgeBase
    >>> page = article(Reader(KnowledgeBase.open().store))
    >>> [part[0].anchor for part in page.parts], len(page.references), len(page.scholars)
    (['S1', 'S11', 'S21', 'S31', 'S41'], 16, 17)
    """
    sentences = [_sentence(reader, iri) for iri in _all(reader, "ckb:Claim")]
    return ArticlePage(
        work=reader.ref(ARTICLE),
        retells=reader.things(ARTICLE, "ckb:seemsToRetell"),
        parts=[sentences[start : start + _PART] for start in range(0, len(sentences), _PART)],
        references=[_reference(reader, iri) for iri in _all(reader, "ckb:BibliographyEntry")],
        scholars=_scholars(reader, sentences),
    )


def neighbours(reader: Reader, iri: str) -> Neighbours | None:
    """Return what stands before and after a claim among its like, or None for what is no claim.

    >>> from clusterkb import KnowledgeBase, expand
    >>> found = neighbours(Reader(KnowledgeBase.open().store), expand("claim:S10-1"))
    >>> found.before.label.value, found.anchor
    ('Sentence 9, part 3', 'S10')
    """
    kind = next((kind for kind in _CLAIMS if reader.is_a(iri, kind)), "")
    if not kind:
        return None
    row = _all(reader, kind)
    place = row.index(iri)
    whole = reader.thing(iri, "dcterms:isPartOf")
    return Neighbours(
        before=reader.ref(row[place - 1]) if place else None,
        after=reader.ref(row[place + 1]) if place + 1 < len(row) else None,
        anchor=_anchor(reader, whole.iri if whole else iri),
    )


def _all(reader: Reader, kind: str) -> list[str]:
    """Return all claims of a kind as they follow each other; their names have numbers of two digits."""
    return reader.subjects("rdf:type", expand(kind))


def _anchor(reader: Reader, iri: str) -> str:
    found = ((letter, reader.plain(iri, number)) for number, letter in _NUMBERS.items())
    return next((f"{letter}{number}" for letter, number in found if number), "")


def _sentence(reader: Reader, iri: str) -> Sentence:
    modality = reader.thing(iri, "ckb:modality")
    return Sentence(
        claim=reader.ref(iri),
        anchor=_anchor(reader, iri),
        paraphrase=reader.text(iri, "skos:definition"),
        modality=modality,
        silent=modality is not None and modality.iri == _SILENT,
        assertions=[_assertion(reader, one) for one in reader.subjects("dcterms:isPartOf", iri, "ckb:Assertion")],
        doubts=doubts(reader, iri),
    )


def _assertion(reader: Reader, iri: str) -> Assertion:
    return Assertion(
        claim=reader.ref(iri),
        paraphrase=reader.text(iri, "skos:definition"),
        modality=reader.thing(iri, "ckb:modality"),
        grounds=reader.things(iri, "ckb:grounds"),
        scholars=reader.things(iri, "ckb:namesAuthority"),
    )


def _reference(reader: Reader, iri: str) -> Reference:
    work = reader.things(iri, "ckb:entryWork")[0]
    return Reference(
        entry=reader.ref(iri),
        anchor=_anchor(reader, iri),
        printed=reader.text(iri, "ckb:asPrinted"),
        correction=reader.text(iri, "ckb:correction"),
        work=work,
        corrected=[value for _, values in reader.details(work.iri, _CORRECTED) for value in values],
        verification=reader.thing(work.iri, "ckb:verification"),
    )


def _scholars(reader: Reader, sentences: list[Sentence]) -> list[Scholar]:
    named: dict[str, list[Ref]] = {}
    for sentence in sentences:
        for person in {person.iri for one in sentence.assertions for person in one.scholars}:
            named.setdefault(person, []).append(sentence.claim)
    works = {iri: reader.refs(reader.subjects("ckb:writtenBy", iri)) for iri in named}
    return [Scholar(person, named[person.iri], works[person.iri]) for person in reader.refs(named)]
