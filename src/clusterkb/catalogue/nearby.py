"""What a cluster has its place, members or scheme in common with."""

from __future__ import annotations

from dataclasses import dataclass

from clusterkb.catalogue.kinds import kind_of
from clusterkb.catalogue.reader import Reader, Ref

_WAYS = (
    ("ckb:territoryOf", "ckb:territoryPlace"),
    ("ckb:membershipOrganization", "ckb:membershipMember"),
    ("ckb:inclusionOf", "ckb:inclusionScheme"),
)

_LINKS = [link for link, _ in _WAYS]


@dataclass(frozen=True, slots=True)
class Nearby:
    """What has something in common with a record.

    Attributes:
        link: What leads from a fact to the record, as a prefixed name: by this it is near.
        shared: What they have in common: places, members or schemes.
        things: The others, by label.
    """

    link: str
    shared: list[Ref]
    things: list[Ref]


def nearby(reader: Reader, iri: str) -> list[Nearby]:
    """Return what shares a place, a member or a scheme with a cluster; what shares the same with it stands together.

    >>> from clusterkb import KnowledgeBase, expand
    >>> found = nearby(Reader(KnowledgeBase.open().store), expand("cluster:hamburg-aviation"))
    >>> [(len(one.shared), [ref.label.value for ref in one.things]) for one in found]
    [(2, ['Hamburg Centre of Aviation Training'])]
    """
    if kind_of(iri) != "cluster":
        return []
    found: dict[tuple[str, tuple[Ref, ...]], set[str]] = {}
    for link, way in _WAYS:
        for shared in {ref.iri for fact in reader.subjects(link, iri) for ref in reader.things(fact, way)}:
            things = _others(reader, link, reader.subjects(way, shared), iri)
            if things:
                found.setdefault((link, things), set()).add(shared)
    near = [Nearby(link, reader.refs(shared), [*things]) for (link, things), shared in found.items()]
    return sorted(near, key=lambda one: (_LINKS.index(one.link), one.shared[0].label.value))


def _others(reader: Reader, link: str, facts: list[str], iri: str) -> tuple[Ref, ...]:
    return tuple(reader.refs({ref.iri for fact in facts for ref in reader.things(fact, link)} - {iri}))
