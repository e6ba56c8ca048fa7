"""Names in our namespaces that we never defined, with the nearest name that we did, and slips in the namespace."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from clusterkb.namespaces import BASE, ONTOLOGY, shorten
from clusterkb.rdf.text import Text
from clusterkb.validation.findings import Fault
from clusterkb.validation.wording import cut

_WORDS = {
    "en": ("{name} is not in the ontology.", "Did you mean {near}?", "See the list of terms."),
    "ru": ("{name} нет в онтологии.", "Может быть, {near}?", "Смотрите список терминов."),
    "uz": ("{name} ontologiyada yo'q.", "Balki {near}?", "Atamalar ro'yxatiga qarang."),
}
_WRONG_SPACE = {
    "en": "{written} is not our address. Write {right}.",
    "ru": "{written} — не наш адрес. Пишите {right}.",
    "uz": "{written} bizning manzilimiz emas. {right} deb yozing.",
}
_SPACES = (ONTOLOGY + "/", f"{BASE}/concept/")
_ANY_BASE = re.compile(r"https?://(?:www\.)?w3id\.org/clusterkb/(?=.)")
_HASH = re.compile(r"(/onto|/concept/[^/#]+)/?#")
_MOST_GUESSES = 1_000


def unknown_terms(quads: Iterable[ox.Quad], known: frozenset[str]) -> Iterator[Fault]:
    """Yield a fault for every property, class or concept of ours in ``quads`` that is not in ``known``.

    That a description says something about a name does not make the name one of ours.
    """
    names = [shorten(name) for name in known]
    said: dict[str, tuple[Text, ...]] = {}
    seen: set[tuple[object, str]] = set()
    for quad, term in _used(quads):
        if not term.value.startswith(_SPACES) or term.value in known or _right(term.value) != term.value:
            continue
        if (quad.subject, term.value) in seen:
            continue
        seen.add((quad.subject, term.value))
        if term.value not in said:
            said[term.value] = _unknown(shorten(term.value), names if len(said) < _MOST_GUESSES else [])
        yield Fault("unknown-term", "Violation", _subject(quad), quad.predicate, term, said[term.value])


def _unknown(name: str, names: list[str]) -> tuple[Text, ...]:
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.7)
    messages = []
    for language, (missing, suggestion, otherwise) in _WORDS.items():
        hint = suggestion.format(near=near[0]) if near else otherwise
        messages.append(Text(f"{missing.format(name=cut(name))} {hint}", language))
    return tuple(messages)


def wrong_namespaces(quads: Iterable[ox.Quad]) -> Iterator[Fault]:
    """Yield a fault for the first use of every property, class or thing whose address is nearly ours."""
    seen: set[str] = set()
    for quad, term in _used(quads):
        right = _right(term.value)
        if right == term.value or term.value in seen:
            continue
        seen.add(term.value)
        messages = (
            Text(text.format(written=cut(term.value), right=cut(right)), language)
            for language, text in _WRONG_SPACE.items()
        )
        yield Fault("wrong-namespace", "Violation", _subject(quad), quad.predicate, term, tuple(messages))


def _used(quads: Iterable[ox.Quad]) -> Iterator[tuple[ox.Quad, ox.NamedNode]]:
    """Yield every name used as property or object, with the quad that uses it."""
    for quad in quads:
        for term in (quad.predicate, quad.object):
            if isinstance(term, ox.NamedNode):
                yield quad, term


def _right(iri: str) -> str:
    """Return the address meant by one that is nearly ours; any other as it is.

    >>> _right("http://www.w3id.org/clusterkb/onto#Cluster")
    'https://w3id.org/clusterkb/onto/Cluster'
    >>> _right("http://e/x#y")
    'http://e/x#y'
    """
    found = _ANY_BASE.match(iri)
    return _HASH.sub(r"\1/", f"{BASE}/{iri[found.end() :]}", count=1) if found else iri


def _subject(quad: ox.Quad) -> ox.NamedNode | ox.BlankNode:
    if isinstance(quad.subject, ox.Triple):
        raise TypeError("Triple terms are refused when a document is read.")
    return quad.subject
