"""Names of ours that are misspelt, and namespaces with a slip in their address."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from clusterkb.errors import BadInput
from clusterkb.namespaces import BASE, ONTOLOGY, shorten, split
from clusterkb.rdf.places import Written
from clusterkb.validation.findings import Edit, Fault, Fix
from clusterkb.validation.fixes.desk import RDF_TYPE, Desk, fix
from clusterkb.validation.fixes.hands import Hand
from clusterkb.validation.near import nearest
from clusterkb.validation.terms import meant, other_scheme, with_prefix

_SHORTEST = "w3id.org/clusterkb"


def respelled(fault: Fault, desk: Desk) -> Fix | None:
    """Write the nearest term of ours, everywhere the thing has the misspelt one."""
    term = fault.value
    if not isinstance(term, ox.NamedNode):
        return None
    new = with_prefix(term.value) if fault.code == "unknown-prefix" else _nearest(term.value, desk, fault)
    if new is None or new == term.value:
        return None
    edits: list[Edit] = []
    for hand, triple in desk.said(fault.focus):
        one = hand.document.places.statement(triple) if term in (triple.predicate, triple.object) else None
        if one is not None:
            edits += _renamed(hand, one, (term.value, new))
    return fix("replace", edits, new=shorten(new), old=shorten(term.value))


def _renamed(hand: Hand, one: Written, names: tuple[str, str]) -> list[Edit]:
    old, new = names
    edits = hand.rename(one.predicate_at, old, new) if one.predicate == old else []
    return edits + (hand.rename(one.value_at, old, new) if one.value == old else [])


def _nearest(iri: str, desk: Desk, fault: Fault) -> str | None:
    space, local = split(iri)
    names = desk.spelled.get(space, [])
    if not names:
        # The list of concepts is misspelt, not the concept.
        spaces = [one for one in desk.spelled if local in desk.spelled[one] and one.startswith(f"{BASE}/concept/")]
        near = nearest(space, spaces)
        return near + local if near else None
    if space == ONTOLOGY + "/" and fault.value is not None:
        names = [name for name in names if "/" not in name and name[:1].isupper() == _wants_class(fault, local)]
    found = nearest(local, names)
    return space + found if found else None


def _wants_class(fault: Fault, local: str) -> bool:
    if fault.value == fault.path:
        return False
    return fault.path == RDF_TYPE or local[:1].isupper()


def readdressed(fault: Fault, desk: Desk) -> Fix | None:
    """Mend a namespace where it is written out: in declarations, else at every use."""
    if not isinstance(fault.value, ox.NamedNode):
        return None
    wrong = fault.value.value
    right = other_scheme(wrong) if fault.code == "wrong-scheme" else meant(wrong)
    old, new = _spaces(wrong, right)
    edits = [edit for hand in desk.hands for edit in _everywhere(hand, old, new)]
    return fix("replace", edits, new=new, old=old)


def _spaces(wrong: str, right: str) -> tuple[str, str]:
    """Return the namespaces of two addresses with the same local name.

    >>> _spaces("http://www.w3id.org/clusterkb/onto#Event", "https://w3id.org/clusterkb/onto/Event")
    ('http://www.w3id.org/clusterkb/onto#', 'https://w3id.org/clusterkb/onto/')
    """
    space, local = split(wrong)
    return space, right.removesuffix(local)


def _everywhere(hand: Hand, old: str, new: str) -> Iterator[Edit]:
    text, name = hand.document.text, hand.document.name
    if not _may_hold(text, old):
        return
    texts = _texts(hand)
    try:
        addresses = list(hand.addresses())
    except BadInput:  # what a parser could read and a walk cannot
        return
    for at in addresses:
        written = text[at.start : at.end]
        if written in texts:
            continue
        if written.startswith(old):
            yield Edit(name, at.start, at.start + len(old), new)
        elif old.startswith(written) and _SHORTEST in written and new.endswith(old[len(written) :]):
            # A longer namespace is built on a shorter one: ck: for all of ours, then ck:onto/Cluster.
            yield Edit(name, at.start, at.end, new.removesuffix(old[len(written) :]))


def _may_hold(text: str, old: str) -> bool:
    return old in text or _SHORTEST in old


def _texts(hand: Hand) -> set[str]:
    return {quad.object.value for quad in hand.document.quads if isinstance(quad.object, ox.Literal)}
