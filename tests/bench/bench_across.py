"""Rules across records asked once for all things, against pySHACL. Run it with: make bench."""

from __future__ import annotations

import os
import platform

import pyoxigraph as ox
import pytest
from tests.support.clock import timed

from clusterkb import assets
from clusterkb.namespaces import PREFIXES
from clusterkb.rdf.formats import NTRIPLES, TURTLE
from clusterkb.rdf.parse import parse
from clusterkb.rdf.serialize import serialize
from clusterkb.validation.across import across, split
from clusterkb.validation.engines import REFERENCE, Shapes

LEAST_RATIO = 10
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()) + "@prefix e: <http://e/> .\n"


def descriptions(count: int) -> list[ox.Triple]:
    """``count`` clusters with the facts of one member each; one in twenty joined too early, one shares a code."""
    texts = [
        f"""e:c{n} a ckb:EducationalCluster ; skos:prefLabel "Cluster {n}"@en ; ckb:country place:uzbekistan .
        e:f{n} a ckb:Event ; ckb:eventOf e:c{n} ; ckb:eventKind eventkind:founding ; ckb:year 2001 .
        e:m{n} a ckb:Membership ; ckb:membershipMember e:o{n} ; ckb:membershipOrganization e:c{n} ;
            ckb:membershipRole role:member ; ckb:fromYear {1999 if n % 20 == 0 else 2005} .
        e:i{n} a ckb:Identifier ; ckb:identifierOf e:o{n} ; ckb:identifierScheme idscheme:ror ;
            ckb:identifierValue "{n - 1 if n % 20 == 7 else n}" .
        e:o{n} a ckb:VocationalCollege ; skos:prefLabel "College {n}"@en ."""
        for n in range(count)
    ]
    return [quad.triple for quad in ox.parse((HEAD + "\n".join(texts)).encode(), format=TURTLE.engine)]


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    path = assets.folder("shapes") / "across-records.ttl"
    return Shapes(serialize([quad.triple for quad in parse(path.read_bytes(), TURTLE)], NTRIPLES))


FACTS = ("Event", "Identifier", "Membership", "Nesting")
ASSOCIATION = "AssociationOfSocialInstitutions"
SUPERCLASSES = {PREFIXES["ckb"] + kind: [PREFIXES["ckb"] + "Fact"] for kind in FACTS}
SUPERCLASSES[PREFIXES["ckb"] + "EducationalCluster"] = [PREFIXES["ckb"] + ASSOCIATION]
BELOW = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")


def test_asking_once_is_ten_times_faster_than_pyshacl(shapes: Shapes) -> None:
    stated = descriptions(1000)
    known = [
        ox.Triple(ox.NamedNode(kind), BELOW, ox.NamedNode(upper))
        for kind, uppers in SUPERCLASSES.items()
        for upper in uppers
    ]
    rules = split(shapes)[1]
    ours, found = timed(lambda: set(across(stated, rules, SUPERCLASSES)))
    theirs, wanted = timed(lambda: REFERENCE.run(serialize([*stated, *known], NTRIPLES), shapes))
    print(f"\nPython {platform.python_version()}, {REFERENCE.name}, {os.cpu_count()} cores")
    print(f"{'descriptions':>12}{'triples':>9}{'faults':>8}{'once, s':>9}{'pySHACL, s':>12}{'ratio':>8}")
    print(f"{1000:>12}{len(stated):>9}{len(found):>8}{ours:>9.2f}{theirs:>12.1f}{theirs / ours:>8.0f}")
    assert found == wanted
    assert theirs / ours >= LEAST_RATIO


def test_ten_times_the_descriptions_take_about_ten_times_as_long(shapes: Shapes) -> None:
    rules = split(shapes)[1]

    def took(count: int) -> float:
        stated = descriptions(count)
        seconds, found = timed(lambda: list(across(stated, rules, SUPERCLASSES)))
        print(f"\n{count} descriptions, {len(stated)} triples: {len(found)} faults in {seconds:.2f} s")
        return seconds

    assert took(30_000) / took(3000) <= 20
