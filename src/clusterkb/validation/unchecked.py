"""What a check did not look at, said aloud: silence is not praise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import islice

import pyoxigraph as ox

from clusterkb.namespaces import BASE, PREFIXES, expand, path_of, shorten
from clusterkb.rdf.terms import Term, terms
from clusterkb.validation.documents import Document
from clusterkb.validation.findings import Place, Unchecked
from clusterkb.validation.rules import Rules
from clusterkb.validation.targets import shapes_with_targets
from clusterkb.validation.terms import misspelt
from clusterkb.validation.text import filled

_TYPE = ox.NamedNode(expand("rdf:type"))
_MOST = 50
_FAMILIAR = tuple(PREFIXES.values())
_WORDS: dict[str, dict[str, str]] = {
    "engine": {
        "en": "The engine failed, so nothing is said of the description: {what}",
        "ru": "Движок не справился, поэтому об описании ничего не сказано: {what}",
        "uz": "Dvigatel ishlamadi, shuning uchun tavsif haqida hech narsa aytilmaydi: {what}",
    },
    "shape": {
        "en": "The shape {what} found nothing to look at.",
        "ru": "Форма {what} не нашла, на что смотреть.",
        "uz": "{what} shakli tekshiradigan narsa topmadi.",
    },
    "thing": {
        "en": "No shape looks at things of the kind {what}. Give each a kind of ours too if it is one.",
        "ru": ("Ни одна форма не смотрит на вещи вида {what}. Если это то, что мы описываем, укажите и наш вид."),
        "uz": (
            "{what} turidagi narsalarni hech bir shakl tekshirmaydi. Agar biz tavsiflaydigan narsa "
            "bo'lsa, bizning turni ham yozing."
        ),
    },
    "misspelt": {
        "en": "No shape looks at things of the kind {what}, as its name is wrong. Mend it and check again.",
        "ru": "Ни одна форма не смотрит на вещи вида {what}: в его имени ошибка. Исправьте её и проверьте снова.",
        "uz": (
            "{what} turidagi narsalarni hech bir shakl tekshirmaydi, chunki uning nomida xato bor. "
            "Uni tuzatib, qayta tekshiring."
        ),
    },
    "untyped": {
        "en": "{what} has no kind, so no shape looks at it. Say what it is: a ckb:…",
        "ru": "У {what} нет вида, поэтому ни одна форма на это не смотрит. Скажите, что это: a ckb:…",
        "uz": ("{what} ning turi yo'q, shuning uchun uni hech bir shakl tekshirmaydi. Nima ekanini ayting: a ckb:…"),
    },
    "property": {
        "en": "{what} is a property of others; its values were not looked at.",
        "ru": "{what} — чужое свойство; его значения не проверялись.",
        "uz": "{what} boshqalarning xossasi; uning qiymatlari tekshirilmadi.",
    },
    "address": {
        "en": (
            "{what} is an address of ours that nothing is known of: neither the knowledge base nor the "
            "description describes it."
        ),
        "ru": ("{what} — наш адрес, о котором ничего не известно: его не описывает ни база знаний, ни само описание."),
        "uz": (
            "{what} bizning manzilimiz, ammo u haqida hech narsa ma'lum emas: uni na bilimlar bazasi, "
            "na tavsif tasvirlaydi."
        ),
    },
}
KINDS = tuple(_WORDS)
"""What is not looked at, in the order in which it is said."""


@dataclass(frozen=True, slots=True)
class Overlooked:
    """What was not looked at, before it has a place.

    Attributes:
        kind: Key of the sentence that says it.
        what: Its name.
        count: How often it occurs.
        file: Where it first occurs.
        statement: The statement it first occurs in: subject, property, value; the last two None for the subject.
    """

    kind: str
    what: str
    count: int = 1
    file: str = ""
    statement: tuple[Term, ox.NamedNode | None, Term | None] | None = None


def overlooked(
    documents: Sequence[Document], seen: Mapping[str, AbstractSet[Term]], rules: Rules
) -> Iterator[Overlooked]:
    """Yield what no shape and no rule looks at, of each kind the most frequent first.

    Args:
        documents: What was read.
        seen: Shape → the things it looks at.
        rules: What was checked against. Of our own shapes none is named for having found nothing, as no description
            has everything; of others' every one is.
    """
    if not rules.terms:
        for shape in sorted(shapes_with_targets(rules.shapes) - {name for name, found in seen.items() if found}):
            yield Overlooked("shape", shape, file=documents[0].name if documents else "")
        return
    things = frozenset[Term]().union(*seen.values())
    for one in _counted("thing", documents, lambda quad: _kind_of_others(quad, things)):
        yield replace(one, kind="misspelt") if misspelt(one.what, rules.terms) else one
    yield from _without_kind(documents)
    # Findings say of a misspelt property that it is.
    others = _counted("property", documents, _property_of_others)
    yield from (one for one in others if not misspelt(one.what, rules.terms))
    described = {quad.subject for document in documents for quad in document.quads}
    yield from _counted("address", documents, lambda quad: _unknown_address(quad, described, rules))


def in_words(found: Iterable[Overlooked], documents: Sequence[Document]) -> tuple[Unchecked, ...]:
    """Return what was not looked at in words and with its place."""
    by_name = {document.name: document for document in documents}
    return tuple(_in_words(one, by_name.get(one.file)) for one in found)


def _in_words(one: Overlooked, document: Document | None) -> Unchecked:
    what = shorten(one.what)
    texts = filled(_WORDS[one.kind], what=what)
    place = Place(one.file)
    if document is not None and one.statement is not None:
        place = document.place(*one.statement)
    kind = "thing" if one.kind in ("untyped", "misspelt") else one.kind
    return Unchecked(kind, what, one.count, place, texts)


def _counted(
    kind: str, documents: Sequence[Document], name_of: Callable[[ox.Quad], str | None]
) -> Iterator[Overlooked]:
    count: Counter[str] = Counter()
    first: dict[str, tuple[str, ox.Quad]] = {}
    for document in documents:
        for quad in document.quads:
            if name := name_of(quad):
                count[name] += 1
                first.setdefault(name, (document.name, quad))
    for name, number in count.most_common(_MOST):
        file, quad = first[name]
        yield Overlooked(kind, name, number, file, terms(quad))


def _without_kind(documents: Sequence[Document]) -> Iterator[Overlooked]:
    typed = {quad.subject for document in documents for quad in document.quads if quad.predicate == _TYPE}
    left: dict[Term, str] = {}
    for document in documents:
        for quad in document.quads:
            if isinstance(quad.subject, ox.NamedNode) and quad.subject not in typed:
                left.setdefault(quad.subject, document.name)
    for thing, file in islice(left.items(), _MOST):
        yield Overlooked("untyped", thing.value, 1, file, (thing, None, None))


def _kind_of_others(quad: ox.Quad, things: AbstractSet[Term]) -> str | None:
    if quad.predicate != _TYPE or quad.subject in things or not isinstance(quad.object, ox.NamedNode):
        return None
    return quad.object.value


def _property_of_others(quad: ox.Quad) -> str | None:
    iri = quad.predicate.value
    return None if iri.startswith(_FAMILIAR) or path_of(iri) is not None else iri


def _unknown_address(quad: ox.Quad, described: AbstractSet[object], rules: Rules) -> str | None:
    if not isinstance(quad.object, ox.NamedNode) or not quad.object.value.startswith(f"{BASE}/id/"):
        return None
    return None if quad.object.value in rules.things or quad.object in described else quad.object.value
