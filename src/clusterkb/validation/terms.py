"""Names in our namespaces that we never defined, with the nearest name that we did, and slips in the namespace."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import chain

import pyoxigraph as ox

from clusterkb.namespaces import BASE, ONTOLOGY, PREFIXES, shorten, split
from clusterkb.rdf.text import Text
from clusterkb.validation.findings import Fault
from clusterkb.validation.near import nearest
from clusterkb.validation.text import cut, filled

_WORDS = {
    "en": ("{name} is not in the ontology.", "Did you mean {near}?", f"See the list of terms: {ONTOLOGY}"),
    "ru": ("{name} нет в онтологии.", "Может быть, {near}?", f"Смотрите список терминов: {ONTOLOGY}"),
    "uz": ("{name} ontologiyada yo'q.", "Balki {near}?", f"Atamalar ro'yxatiga qarang: {ONTOLOGY}"),
}
_WRONG_SPACE = {
    "en": "{written} is not our address. Write {right}.",
    "ru": "{written} — не наш адрес. Пишите {right}.",
    "uz": "{written} bizning manzilimiz emas. {right} deb yozing.",
}
_WRONG_SCHEME = {
    "en": "{written} differs from the right namespace in http and https only. Write {right}.",
    "ru": "{written} отличается от верного пространства имён только http и https. Пишите {right}.",
    "uz": "{written} to'g'ri nomlar fazosidan faqat http va https bilan farq qiladi. {right} deb yozing.",
}
_UNKNOWN_PREFIX = {
    "en": "{written} begins with a prefix that is not declared. Declare it, or write {right}.",
    "ru": "{written} начинается с необъявленного префикса. Объявите его или пишите {right}.",
    "uz": "{written} e'lon qilinmagan prefiks bilan boshlanadi. Uni e'lon qiling yoki {right} deb yozing.",
}
_PREFIXED = re.compile(r"([A-Za-z][\w.-]*):(?!//)(\S+)")
_SCHEMES = re.compile(
    "about|ark|data|did|doi|file|geo|hdl|info|isbn|javascript|ldap|magnet|mailto|ni|oid|sips?|sms|tag|tel|urn|uuid|wss?|xmpp",
    re.IGNORECASE,
)
_SPACES_OF_OTHERS = frozenset(space for space in PREFIXES.values() if not space.startswith(BASE))
_OTHER_SCHEME = {"http": "https", "https": "http"}
_SPACES = (ONTOLOGY + "/", f"{BASE}/concept/")
_ANY_BASE = re.compile(r"https?://(?:www\.)?w3id\.org/clusterkb/(?=.)")
_HASH = re.compile(r"(/onto|/concept/[^/#]+)/?#")
_MOST_GUESSES = 1_000
_ALIKE = 0.75


class Uses:
    """Which names a description uses, and in which statements; each name is judged once, however often it stands there.

    Attributes:
        names: IRI used as property or value → the statements that use it, in the order of the document.
        datatypes: IRI used as datatype → the first statement that uses it.
    """

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.names: dict[str, list[ox.Quad]] = defaultdict(list)
        self.datatypes: dict[str, ox.Quad] = {}
        for quad in quads:
            self.names[quad.predicate.value].append(quad)
            thing = quad.object
            if isinstance(thing, ox.NamedNode):
                self.names[thing.value].append(quad)
            elif isinstance(thing, ox.Literal):
                self.datatypes.setdefault(thing.datatype.value, quad)

    def by_subject(self, name: str) -> Iterator[ox.Quad]:
        """Yield the first statement of each thing that uses a name."""
        seen: set[object] = set()
        for quad in self.names[name]:
            if quad.subject not in seen:
                seen.add(quad.subject)
                yield quad


def unknown_terms(uses: Uses, known: frozenset[str]) -> Iterator[Fault]:
    """Yield a fault for every property, class or concept of ours that is not in ``known``, once for each thing.

    That a description says something about a name does not make the name one of ours.
    """
    names = [shorten(name) for name in known]
    guesses = 0
    for name in uses.names:
        if not name.startswith(_SPACES) or name in known or meant(name) != name:
            continue
        said = _unknown(shorten(name), names if guesses < _MOST_GUESSES else [])
        guesses += 1
        for quad in uses.by_subject(name):
            yield _fault("unknown-term", quad, name, said)


def _unknown(name: str, names: list[str]) -> tuple[Text, ...]:
    # Without the prefix: it would make names alike that are not.
    prefix = name[: name.find(":") + 1]
    alike = [one.removeprefix(prefix) for one in names if one.startswith(prefix)]
    near = difflib.get_close_matches(name.removeprefix(prefix), alike, n=1, cutoff=_ALIKE)
    messages = []
    for language, (missing, suggestion, otherwise) in _WORDS.items():
        hint = suggestion.format(near=prefix + near[0]) if near else otherwise
        messages.append(Text(f"{missing.format(name=cut(name))} {hint}", language))
    return tuple(messages)


def wrong_namespaces(uses: Uses) -> Iterator[Fault]:
    """Yield a fault for the first use of every property, class or thing whose address is nearly ours."""
    for name, quads in uses.names.items():
        right = meant(name)
        if right != name:
            yield _fault("wrong-namespace", quads[0], name, filled(_WRONG_SPACE, written=cut(name), right=cut(right)))


def meant(iri: str) -> str:
    """Return the address meant by one that is nearly ours; any other as it is.

    >>> meant("http://www.w3id.org/clusterkb/onto#Cluster")
    'https://w3id.org/clusterkb/onto/Cluster'
    >>> meant("http://e/x#y")
    'http://e/x#y'
    """
    found = _ANY_BASE.match(iri)
    return _HASH.sub(r"\1/", f"{BASE}/{iri[found.end() :]}", count=1) if found else iri


def wrong_schemes(uses: Uses) -> Iterator[Fault]:
    """Yield a fault for the first use of each namespace of others with http where https is right, or the reverse."""
    seen: set[str] = set()
    for name, quad in chain(((name, quads[0]) for name, quads in uses.names.items()), uses.datatypes.items()):
        space = split(name)[0]
        if space in seen:
            continue
        seen.add(space)
        right = other_scheme(space)
        if right in _SPACES_OF_OTHERS and space not in _SPACES_OF_OTHERS:
            yield _fault("wrong-scheme", quad, name, filled(_WRONG_SCHEME, written=cut(space), right=right))


def unknown_prefixes(uses: Uses) -> Iterator[Fault]:
    """Yield a fault for every name whose prefix nothing declares, so that a parser took the prefix for a scheme.

    JSON-LD and angle brackets let such a name pass for an address.
    """
    near: dict[str, str | None] = {}
    for name in uses.names:
        right = with_prefix(name, near)
        if right != name:
            said = filled(_UNKNOWN_PREFIX, written=cut(name), right=cut(shorten(right)))
            for quad in uses.by_subject(name):
                yield _fault("unknown-prefix", quad, name, said)


def with_prefix(iri: str, known: dict[str, str | None] | None = None) -> str:
    """Return the address meant by a name with a prefix of ours, or nearly so; any other address as it is.

    Args:
        iri: The address.
        known: Prefix → the one of ours that was meant, if any; what is found out is added.

    >>> with_prefix("skso:prefLabel"), with_prefix("urn:x:y"), with_prefix("http://e/x")
    ('http://www.w3.org/2004/02/skos/core#prefLabel', 'urn:x:y', 'http://e/x')
    """
    found = _PREFIXED.fullmatch(iri)
    if found is None or _SCHEMES.fullmatch(found[1]):
        return iri
    prefix = found[1]
    if prefix in PREFIXES:
        return PREFIXES[prefix] + found[2]
    near = {} if known is None else known
    if prefix not in near:
        near[prefix] = nearest(prefix, PREFIXES) if len(near) < _MOST_GUESSES else None
    meant_prefix = near[prefix]
    return PREFIXES[meant_prefix] + found[2] if meant_prefix else iri


def misspelt(iri: str, known: AbstractSet[str]) -> bool:
    """Return whether a finding says of an address, where it is used as a name, that it is wrong.

    >>> misspelt("https://purl.org/dc/terms/source", set()), misspelt("https://e/x", set())
    (True, False)
    """
    if iri.startswith(_SPACES) and iri not in known:
        return True
    right = other_scheme(iri[: max(iri.rfind("#"), iri.rfind("/")) + 1])
    return meant(iri) != iri or right in _SPACES_OF_OTHERS or with_prefix(iri) != iri


def other_scheme(iri: str) -> str:
    """Return an address with https for http, and the reverse.

    >>> other_scheme("http://e/"), other_scheme("https://e/"), other_scheme("urn:e")
    ('https://e/', 'http://e/', 'urn:e')
    """
    scheme, separator, rest = iri.partition("://")
    return f"{_OTHER_SCHEME.get(scheme, scheme)}{separator}{rest}"


def _fault(code: str, quad: ox.Quad, name: str, said: tuple[Text, ...]) -> Fault:
    if isinstance(quad.subject, ox.Triple):
        raise TypeError("Triple terms are refused when a document is read.")
    return Fault(code, "Violation", quad.subject, quad.predicate, ox.NamedNode(name), said)
