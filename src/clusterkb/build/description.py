"""What the store says of itself in numbers: VoID partitions, one entry a named graph, the prefixes.

What a person has to say (title, licence, what the service can do) stands in ``ontology/dataset.ttl``. Partitions have
the shape of the `void-generator`, from which editors complete classes, properties and values. Everything has
an address below the dataset's, so that it can be read like anything else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import quote

import pyoxigraph as ox

from clusterkb.namespaces import BASE, DATASET, DESCRIPTION, GRAPHS, INFERRED, ONTOLOGY, PREFIXES, expand, shorten
from clusterkb.rdf.terms import Term

_TYPE = ox.NamedNode(expand("rdf:type"))
_ANY_URI = ox.NamedNode(expand("xsd:anyURI"))

_LINKS = {
    "class": ("void:classPartition", "void:class"),
    "property": ("void:propertyPartition", "void:property"),
    "datatype": ("void-ext:datatypePartition", "void-ext:datatype"),
}
"""Kind of partition → what leads to it, what names the thing that all in it have in common."""

Step = tuple[str, str]
"""A kind of partition and the IRI of its class, property or datatype."""

Path = tuple[Step, ...]
"""A partition by the way to it: a class, a property within the class, a kind of value within the property."""

Types = dict[Term | ox.Triple, tuple[str, ...]]
"""Thing → its classes, as far as they have names."""


def description(triples: Mapping[ox.Triple, str]) -> list[ox.Triple]:
    """Return what can be counted of triples, each with the name of the one graph that it stands in."""
    graphs = Counter(triples.values())
    types = _types(triples)
    found = [*_totals(triples, types), *_class_sizes(types), *_partitions(triples, types), *_property_ends(triples)]
    found += [*_subsets(len(triples), graphs[INFERRED]), *_graphs(graphs), *_prefixes()]
    own = len(found) + 2  # with the two that follow
    found.append(_say(_graph_address(DESCRIPTION), "void:triples", own))
    found.append(_say(f"{DATASET}/default", "void:triples", len(triples) + own))
    return found


def address(path: Path) -> str:
    """Return the address of a partition.

    >>> address((("class", expand("ckb:Event")), ("property", expand("ckb:year")))).removeprefix(DATASET)
    '/class/ckb:Event/property/ckb:year'
    """
    return DATASET + "".join(f"/{kind}/{quote(shorten(iri), safe=':')}" for kind, iri in path)


def _types(triples: Iterable[ox.Triple]) -> Types:
    found: dict[Term | ox.Triple, list[str]] = defaultdict(list)
    for triple in triples:
        if triple.predicate == _TYPE and isinstance(triple.object, ox.NamedNode):
            found[triple.subject].append(triple.object.value)
    return {thing: tuple(kinds) for thing, kinds in found.items()}


def _totals(triples: Collection[ox.Triple], types: Types) -> Iterator[ox.Triple]:
    classes = {kind for kinds in types.values() for kind in kinds}
    properties = {triple.predicate.value for triple in triples}
    subjects = {triple.subject for triple in triples}
    entities = [thing for thing in subjects if isinstance(thing, ox.NamedNode) and thing.value.startswith(f"{BASE}/")]
    numbers = {
        "void:triples": len(triples),
        "void:entities": len(entities),
        "void:classes": len(classes),
        "void:properties": len(properties),
        "void:distinctSubjects": len(subjects),
        "void:distinctObjects": len({triple.object for triple in triples}),
    }
    yield from (_say(DATASET, name, number) for name, number in numbers.items())
    for prefix in sorted({shorten(term).partition(":")[0] for term in classes | properties} & set(PREFIXES)):
        yield _say(DATASET, "void:vocabulary", PREFIXES[prefix])


def _class_sizes(types: Types) -> Iterator[ox.Triple]:
    sizes = Counter(kind for kinds in types.values() for kind in kinds)
    for kind, size in sizes.items():
        yield from _partition((("class", kind),), "void:entities", size)


def _partitions(triples: Iterable[ox.Triple], types: Types) -> Iterator[ox.Triple]:
    """Yield the properties of everything, and within each class its properties with the kinds of their values."""
    # Triples are many and their sorts few: a sort is counted first, and its number then goes to all its partitions.
    sorts = Counter((t.predicate, types.get(t.subject, ()), _ends(t.object, types)) for t in triples)
    counts: Counter[Path] = Counter()
    for (predicate, kinds, ends), number in sorts.items():
        step = ("property", predicate.value)
        counts[(step,)] += number
        for kind in kinds:
            path: Path = (("class", kind), step)
            counts[path] += number
            for end in ends:
                counts[(*path, end)] += number
    for path, count in counts.items():
        yield from _partition(path, "void:triples", count)


def _ends(thing: Term | ox.Triple, types: Types) -> tuple[Step, ...]:
    if isinstance(thing, ox.Literal):
        return (("datatype", thing.datatype.value),)
    return tuple(("class", kind) for kind in types.get(thing, ()))


def _property_ends(triples: Collection[ox.Triple]) -> Iterator[ox.Triple]:
    subjects = Counter(verb for verb, _ in {(t.predicate.value, t.subject) for t in triples})
    objects = Counter(verb for verb, _ in {(t.predicate.value, t.object) for t in triples})
    for verb, number in subjects.items():
        place = address((("property", verb),))
        yield _say(place, "void:distinctSubjects", number)
        yield _say(place, "void:distinctObjects", objects[verb])


def _subsets(triples: int, inferred: int) -> Iterator[ox.Triple]:
    # The build lets nothing stand in both, nor in two files.
    yield _say(f"{DATASET}/asserted", "void:triples", triples - inferred)
    yield _say(f"{DATASET}/inferred", "void:triples", inferred)


def _graphs(sizes: Counter[str]) -> Iterator[ox.Triple]:
    for name in sorted({*sizes, DESCRIPTION}):
        yield _say(DATASET, "sd:namedGraph", name)
        yield _say(name, "rdf:type", expand("sd:NamedGraph"))
        yield _say(name, "sd:name", name)
        yield _say(name, "sd:graph", _graph_address(name))
        yield _say(_graph_address(name), "rdf:type", expand("sd:Graph"))
        if name in sizes:
            yield _say(_graph_address(name), "void:triples", sizes[name])


def _graph_address(name: str) -> str:
    return f"{DATASET}/graph/{name.removeprefix(GRAPHS)}"


def _prefixes() -> Iterator[ox.Triple]:
    """Yield the one prefix map as SHACL declares prefixes: on the ontology."""
    for prefix, namespace in PREFIXES.items():
        place = f"{DATASET}/prefix/{prefix}"
        yield _say(ONTOLOGY, "sh:declare", place)
        yield _say(place, "sh:prefix", ox.Literal(prefix))
        yield _say(place, "sh:namespace", ox.Literal(namespace, datatype=_ANY_URI))


def _partition(path: Path, measure: str, count: int) -> Iterator[ox.Triple]:
    kind, thing = path[-1]
    leads, names = _LINKS[kind]
    place = address(path)
    yield _say(address(path[:-1]), leads, place)
    yield _say(place, names, thing)
    yield _say(place, measure, count)


def _say(subject: str, predicate: str, value: str | int | ox.Literal) -> ox.Triple:
    """Return a triple whose predicate is given as a prefixed name, and whose object is a thing, a number or a text."""
    if isinstance(value, str):
        thing: ox.NamedNode | ox.Literal = ox.NamedNode(value)
    else:
        thing = ox.Literal(value) if isinstance(value, int) else value
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(expand(predicate)), thing)
