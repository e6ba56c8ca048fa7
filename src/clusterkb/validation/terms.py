"""Names in our namespaces that we never defined, with the nearest name that we did."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from clusterkb.namespaces import BASE, ONTOLOGY, shorten
from clusterkb.rdf.text import Text
from clusterkb.validation.findings import Finding

_WORDS = {
    "en": ("{name} is not in the ontology.", "Did you mean {near}?", "See the list of terms."),
    "ru": ("{name} нет в онтологии.", "Может быть, {near}?", "Смотрите список терминов."),
    "uz": ("{name} ontologiyada yo'q.", "Balki {near}?", "Atamalar ro'yxatiga qarang."),
}
_SPACES = (ONTOLOGY + "/", f"{BASE}/concept/")


def unknown_terms(quads: Iterable[ox.Quad], known: frozenset[str], file: str) -> Iterator[Finding]:
    """Yield a finding for every property, class or concept of ours in ``quads`` that is not in ``known``."""
    rows = list(quads)
    defined = {quad.subject.value for quad in rows if isinstance(quad.subject, ox.NamedNode)}
    seen: set[tuple[str, str]] = set()
    for quad in rows:
        for term, path in ((quad.predicate, quad.predicate), (quad.object, quad.predicate)):
            if not isinstance(term, ox.NamedNode) or not term.value.startswith(_SPACES):
                continue
            key = (str(quad.subject), term.value)
            if term.value not in known and term.value not in defined and key not in seen:
                seen.add(key)
                yield _finding(quad, term.value, path.value, known, file)


def _finding(quad: ox.Quad, term: str, path: str, known: frozenset[str], file: str) -> Finding:
    near = difflib.get_close_matches(shorten(term), [shorten(name) for name in known], n=1, cutoff=0.7)
    messages = []
    for language, (missing, suggestion, otherwise) in _WORDS.items():
        hint = suggestion.format(near=near[0]) if near else otherwise
        messages.append(Text(f"{missing.format(name=shorten(term))} {hint}", language))
    subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else str(quad.subject)
    return Finding(
        "unknown-term", "Violation", file, 0, shorten(subject), shorten(path), shorten(term), tuple(messages)
    )
