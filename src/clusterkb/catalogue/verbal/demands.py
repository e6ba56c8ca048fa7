"""What the shapes ask of a description of a thing of a class, property by property."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from clusterkb.catalogue.expected import Expectation, expectations
from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.namespaces import PREFIXES, expand
from clusterkb.rdf.text import Text

_SHAPE, _SH = PREFIXES["shape"], expand("sh:")
_SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True)
class Demand:
    """What one rule asks for: its code, how severe it is to break it, and the sentences."""

    code: str
    severity: str
    expected: list[Expectation]


@dataclass(frozen=True, slots=True)
class PropertyDemands:
    """What is asked of one property, or of the thing as a whole.

    Attributes:
        path: The property; its label is that of the form, not of the ontology. Without an address if it is none.
        demands: What each rule asks for, the most severe first.
    """

    path: Ref
    demands: list[Demand]


@dataclass(frozen=True, slots=True)
class KindDemands:
    """What is asked of every thing of a class."""

    kind: Ref
    properties: list[PropertyDemands]


def demands(reader: Reader, iri: str) -> list[KindDemands]:
    """Return what is asked of things of a class: of its own, then of all those of wider classes; each rule once.

    >>> from clusterkb import KnowledgeBase, expand
    >>> [group.kind.label.value for group in demands(KnowledgeBase.open().reader(), expand("ckb:Membership"))]
    ['membership', 'fact']
    """
    seen: set[str] = set()
    found = []
    for kind in (reader.ref(iri), *reader.things(iri, "rdfs:subClassOf")):
        fresh = [shape for shape in _shapes(reader, kind.iri) if shape not in seen]
        seen.update(fresh)
        found += [KindDemands(kind, _by_path(reader, fresh))] if fresh else []
    return found


def _shapes(reader: Reader, kind: str) -> Iterator[str]:
    for group in reader.subjects("sh:targetClass", kind):
        if group.startswith(_SHAPE):
            yield from sorted(
                one.value for one in reader.objects(group, "sh:property") if isinstance(one, ox.NamedNode)
            )


def _by_path(reader: Reader, shapes: list[str]) -> list[PropertyDemands]:
    found: dict[Ref, list[Demand]] = {}
    for shape in shapes:
        found.setdefault(_path(reader, shape), []).append(_demand(reader, shape))
    rows = [PropertyDemands(path, sorted(several, key=_gravity)) for path, several in found.items()]
    return sorted(rows, key=lambda row: row.path.label.value.casefold())


def _path(reader: Reader, shape: str) -> Ref:
    path, name = reader.thing(shape, "sh:path"), reader.text(shape, "sh:name")
    label = name or (path.label if path else Text(shape.removeprefix(_SHAPE)))
    return Ref(path.iri if path else "", label)


def _demand(reader: Reader, shape: str) -> Demand:
    severity = reader.thing(shape, "sh:severity")
    return Demand(
        code=shape.removeprefix(_SHAPE),
        severity=severity.iri.removeprefix(_SH) if severity else _SEVERITIES[0],
        expected=expectations(reader, shape),
    )


def _gravity(demand: Demand) -> tuple[int, str]:
    return _SEVERITIES.index(demand.severity), demand.code
