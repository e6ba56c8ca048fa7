"""What a term is called in each language, how others define it, and what it must not be taken for."""

from __future__ import annotations

from dataclasses import dataclass

from clusterkb.catalogue.grounding import Grounding, grounding
from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.namespaces import ONTOLOGY, expand
from clusterkb.rdf.text import Text

_OURS = expand("attestation:ours")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase for a term.

    Attributes:
        entry: Its entry in the lexicon.
        attested: Whether it was seen in a source; otherwise it is our wording.
        where: What it was seen in, as far as that was kept.
        note: What else there is to say of where it was seen, or what was seen instead.
    """

    entry: Ref
    attested: bool
    where: list[Ref]
    note: Text | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """A definition that somebody gives, in our words.

    Attributes:
        holder: The scholar, body or work that gives it.
        work: Where it stands.
        confidence: How sure it is that this is meant.
    """

    definition: Text
    holder: Ref
    work: Ref
    confidence: Ref


@dataclass(frozen=True, slots=True)
class Meanings:
    """The words for a term, the opinions on it, and the look-alikes it must not be confused with."""

    words: list[Word]
    opinions: list[Opinion]
    mistaken: list[Grounding]


def meanings(reader: Reader, iri: str) -> Meanings:
    """Read what the lexicon has on a term, or on one sense or entry of its own.

    >>> from clusterkb import KnowledgeBase, expand
    >>> found = meanings(Reader(KnowledgeBase.open().store), expand("ckb:EducationalHolding"))
    >>> [word.entry.label.value for word in found.words if word.attested]
    ['educational holding', 'образовательный холдинг']
    """
    senses = [
        *reader.subjects("ontolex:reference", iri),
        *(ref.iri for ref in reader.things(iri, "ontolex:sense")),
        iri,
    ]
    entries = {entry for sense in senses for entry in reader.subjects("ontolex:sense", sense)} - {iri}
    opinions = {opinion for sense in senses for opinion in reader.subjects("ckb:definitionOf", sense)}
    mistaken = {ref.iri for sense in senses for ref in reader.things(sense, "ckb:notToBeConfusedWith")}
    return Meanings(
        words=[_word(reader, entry) for entry in reader.refs(entries)],
        opinions=[_opinion(reader, opinion) for opinion in sorted(opinions)],
        mistaken=[grounding(reader, ref) for ref in reader.refs(mistaken)],
    )


def _word(reader: Reader, entry: Ref) -> Word:
    forms = reader.things(entry.iri, "ontolex:canonicalForm")
    seen = [form for form in forms if all(ref.iri != _OURS for ref in reader.things(form.iri, "ckb:attestation"))]
    where = [work for form in seen for work in reader.things(form.iri, "dcterms:source") if work.iri != ONTOLOGY]
    note = next((note for form in forms for note in reader.texts(form.iri, "skos:note")), None)
    return Word(entry, bool(seen), where, note)


def _opinion(reader: Reader, iri: str) -> Opinion:
    holder, work = (reader.things(iri, name)[0] for name in ("ckb:statementHolder", "dcterms:source"))
    definition = reader.texts(iri, "skos:definition")[0]
    return Opinion(definition, holder, work, reader.things(iri, "ckb:confidence")[0])
