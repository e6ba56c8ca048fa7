"""What a search found, as a reader chooses among it: its name in the page's language, and what it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clusterkb.catalogue.kinds import RECORDS
from clusterkb.catalogue.reader import Reader, Ref, Value
from clusterkb.search import Hit


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found.

    Attributes:
        hit: How it was found: the name that has the words, in whichever language.
        thing: The thing, as it is called in the page's language.
        hint: What tells it from others of like name: its kinds and country, or its definition.
    """

    hit: Hit
    thing: Ref
    hint: list[Value]


def found(reader: Reader, hits: Iterable[Hit]) -> list[Found]:
    """Return what a page shows of hits, in their order.

    >>> from clusterkb import KnowledgeBase
    >>> kb = KnowledgeBase.open()
    >>> first = found(kb.reader("ru"), kb.search("educational holding", kind="class"))[0]
    >>> first.hit.label, first.thing.label.value
    ('educational holding', 'образовательный холдинг')
    """
    return [Found(hit, reader.ref(hit.iri), _hint(reader, hit)) for hit in hits]


def _hint(reader: Reader, hit: Hit) -> list[Value]:
    if hit.kind in RECORDS:
        return [*reader.kinds(hit.iri, inferred=False), *reader.things(hit.iri, "ckb:country")]
    definition = reader.text(hit.iri, "skos:definition")
    return [definition] if definition else []
