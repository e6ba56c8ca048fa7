"""Descriptions by the thousand, some with faults, for tests and benchmarks of what is too large to hold."""

from __future__ import annotations

import random

_HEAD = """@prefix ckb: <https://w3id.org/clusterkb/onto/> .
@prefix confidence: <https://w3id.org/clusterkb/concept/confidence/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix eventkind: <https://w3id.org/clusterkb/concept/event-kind/> .
@prefix role: <https://w3id.org/clusterkb/concept/role/> .
@prefix ex: <https://example.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_CLUSTER = """
ex:cluster-{number} a ckb:EducationalCluster ;
    skos:prefLabel "Cluster of Example Town {number}"@en ;
    dcterms:source ex:report-{number} ;
    ckb:recordConfidence confidence:medium .

ex:founding-{number} a ckb:Event ;
    ckb:eventOf ex:cluster-{number} ;
    ckb:eventKind eventkind:founding ;
    ckb:year {year} ;
    ckb:checkedOn "2026-11-23"^^xsd:date ;
    dcterms:source ex:report-{number} .

ex:college-in-cluster-{number} a ckb:Membership ;
    ckb:membershipMember ex:college-{number} ;
    ckb:membershipOrganization ex:cluster-{number} ;
    ckb:membershipRole role:member ;
    ckb:fromYear 2009 ;
    ckb:untilYear 2019 ;
    ckb:checkedOn "2026-11-23"^^xsd:date ;
    dcterms:source ex:report-{number} .

ex:college-{number} a ckb:VocationalCollege ;
    skos:prefLabel "College {number}"@en ;
    dcterms:source ex:report-{number} .
"""
FAULTS = (
    ("    dcterms:source ex:report-{number} ;\n    ckb:recordConfidence", "    ckb:recordConfidence"),
    ("role:member ;", '"member" ;'),
    ("ckb:untilYear 2019", "ckb:untilYear 1999"),
    ("ckb:year {year}", "ckb:year 'in {year}'"),
    ("ckb:membershipRole", "ckb:memberRole"),
    ("confidence:medium", "confidence:middling"),
)
"""What a fault changes: the right text and the wrong one."""


def descriptions(number: int, faulty: float = 0.05, seed: int = 7) -> str:
    """Return descriptions of clusters as Turtle, 21 statements each, the same for the same arguments.

    Args:
        number: How many.
        faulty: Which share of them has a fault, of each kind as often.
        seed: What chance begins with.
    """
    chance = random.Random(seed)
    return _HEAD + "".join(_description(one, chance, faulty) for one in range(number))


def _description(number: int, chance: random.Random, faulty: float) -> str:
    template = _CLUSTER
    if chance.random() < faulty:
        template = template.replace(*chance.choice(FAULTS))
    return template.format(number=number, year=1970 + number % 30)
