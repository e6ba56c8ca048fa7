"""What makes a thing one of a kind, and what follows by chains: each condition needed, all together enough."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from tests.support.logic import must_have, nt, strings

from clusterkb.namespaces import expand, shorten
from clusterkb.reason import vocabulary as v
from clusterkb.reason.closure import close
from clusterkb.reason.consistency import check_consistency

pytestmark = pytest.mark.slow  # some sixty closures of everything

_AUTHORITY = "ex:mandate ckb:auspicesOf ex:it ; ckb:patronagePatron ex:patron . ex:patron a ckb:EducationAuthority ."
_UNIVERSITY = _AUTHORITY.replace("ckb:EducationAuthority", "ckb:HigherEducationInstitution")
_MARKS = (
    "ex:it a ckb:EducationalHolding .",
    "ex:mark ckb:statementAbout ex:it ; ckb:statementValue integration:horizontal .",
    "ex:aim ckb:statementAbout ex:it ; ckb:statementValue aim:common-educational-space .",
)
_MUST_HAVE = (
    ("ckb:EducationalClusterNetwork", "ckb:networkOf", "ckb:EducationalCluster"),
    ("ckb:IndustrialCluster", "ckb:hasProduct", "ckb:CommercialProduct"),
    ("ckb:PedagogicalInnovationFlow", "ckb:flowOf", "ckb:PedagogicalInnovation"),
    ("ckb:PedagogicalInnovationLogistics", "ckb:managesFlow", "ckb:PedagogicalInnovationFlow"),
)
"""Kind, property and what there must be, even if nobody has named it."""

_DEFINED: list[tuple[str, tuple[str, ...]]] = [
    ("ckb:HoldingInArticleSense", (*_MARKS, _AUTHORITY)),
    ("ckb:HoldingInArticleSense", (*_MARKS, _UNIVERSITY)),
    ("ckb:HoldingInArticleSense", (*_MARKS[:2], "ex:it ckb:aimsToCreate ex:space .", _UNIVERSITY)),
    (
        "ckb:RegionalEducationalCluster",
        ("ex:it a ckb:EducationalCluster .", "ex:reach ckb:territoryOf ex:it ; ckb:territoryScope scope:regional ."),
    ),
    (
        "ckb:ClusterParticipant",
        (
            "ex:it a ckb:VocationalCollege .",
            "ex:joined ckb:membershipMember ex:it ; ckb:membershipOrganization ex:cluster .",
            "ex:cluster a ckb:EducationalCluster .",
        ),
    ),
    (
        "ckb:PedagogicalInnovationLogistics",
        (
            "ex:it a ckb:Logistics .",
            "ex:it ckb:integrates ex:one . ex:one a ckb:EducationalLogistics .",
            "ex:it ckb:integrates ex:other . ex:other a ckb:PedagogicalLogistics .",
            "ex:it ckb:isBasedOnApproach theory:cluster-approach-in-education .",
        ),
    ),
    (
        "ckb:ViablePedagogicalInnovation",
        (
            "ex:it a ckb:PedagogicalInnovation .",
            "ex:it ckb:meetsRequirement requirement:competitiveness .",
            "ex:it ckb:meetsRequirement requirement:demand .",
            "ex:it ckb:meetsRequirement requirement:economic-attractiveness .",
        ),
    ),
    (
        "ckb:UpliftCandidateSchool",
        (
            "ex:it a ckb:GeneralEducationSchool .",
            "ex:joined ckb:membershipMember ex:it ; ckb:membershipOrganization ex:cluster .",
            "ex:cluster a ckb:EducationalCluster .",
            "ex:seen ckb:ratingOf ex:it ; ckb:ratingZone zone:red .",
        ),
    ),
    (
        "ckb:FullLifeCycleManagement",
        (
            "ex:it a ckb:InnovationManagement .",
            *(f"ex:it ckb:coversStage stage:{stage} ." for stage in ("creation", "testing", "promotion")),
        ),
    ),
    (
        "ckb:HoldingDevelopedAsRegionalCluster",
        (
            "ex:it a ckb:EducationalHolding .",
            "ex:it a ckb:EducationalCluster .",
            "ex:reach ckb:territoryOf ex:it ; ckb:territoryScope scope:regional .",
        ),
    ),
    (
        "ckb:Coordinator",
        (
            "ex:it a foaf:Person .",
            "ex:work ckb:coordinationOf ex:network ; ckb:coordinationCoordinator ex:it .",
            "ex:network a ckb:EducationalClusterNetwork .",
        ),
    ),
]
"""Defined class → the conditions that together make a thing one, and none of which may be missing."""


@pytest.mark.parametrize(("kind", "conditions"), _DEFINED, ids=[f"{kind}-{n}" for n, (kind, _) in enumerate(_DEFINED)])
def test_the_conditions_of_a_definition_are_enough(terms: bytes, kind: str, conditions: tuple[str, ...]) -> None:
    assert _is_one(terms, kind, conditions)


@pytest.mark.parametrize(("kind", "conditions"), _DEFINED, ids=[f"{kind}-{n}" for n, (kind, _) in enumerate(_DEFINED)])
def test_no_condition_of_a_definition_may_be_missing(terms: bytes, kind: str, conditions: tuple[str, ...]) -> None:
    idle = [left_out for left_out in conditions if _is_one(terms, kind, set(conditions) - {left_out})]
    assert not idle, f"A thing is a {kind} without:\n" + "\n".join(idle)


_KNOWLEDGE = "ex:it a ckb:EducationalCluster ; ckb:hasProduct ex:finding . ex:finding a ckb:KnowledgeProduct . "
_NOTHING_SOLD = """ex:it a [ a owl:Restriction ; owl:onProperty ckb:hasProduct ; owl:allValuesFrom
    [ a owl:Class ; owl:complementOf ckb:CommercialProduct ] ] . """


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (_KNOWLEDGE + _NOTHING_SOLD, True),
        (_KNOWLEDGE, False),
        ("ex:it a ckb:EducationalCluster . " + _NOTHING_SOLD, False),
    ],
    ids=["knowledge and nothing sold", "perhaps something sold", "perhaps no knowledge"],
)
def test_a_cluster_is_for_knowledge_alone_when_nothing_else_can_be_its_product(
    terms: bytes, stated: str, expected: bool
) -> None:
    # Only HermiT sees it: OWL 2 RL draws no conclusion from what is absent.
    kinds = check_consistency(terms + nt(stated)).kinds["https://example.org/it"]
    assert (expand("ckb:KnowledgeOnlyCluster") in kinds) == expected


def test_an_industrial_cluster_cannot_be_for_knowledge_alone_even_if_no_product_is_known(terms: bytes) -> None:
    assert check_consistency(terms + nt("ex:it a ckb:IndustrialCluster , ckb:EducationalCluster .")).consistent
    assert not check_consistency(terms + nt("ex:it a ckb:IndustrialCluster , ckb:KnowledgeOnlyCluster .")).consistent


@pytest.mark.parametrize(("kind", "predicate", "part"), _MUST_HAVE)
def test_what_has_to_exist_cannot_be_denied(terms: bytes, kind: str, predicate: str, part: str) -> None:
    denied = f"""ex:it a {kind} , [ a owl:Class ; owl:complementOf [
        a owl:Restriction ; owl:onProperty {predicate} ; owl:someValuesFrom {part} ] ] ."""
    assert check_consistency(terms + nt(f"ex:it a {kind} .")).consistent
    assert not check_consistency(terms + nt(denied)).consistent


def test_everything_that_has_to_exist_is_tried(terms: bytes) -> None:
    assert {shorten(kind) for kind, _, _ in must_have(strings(terms))} == {kind for kind, _, _ in _MUST_HAVE}


def test_every_defined_class_is_tried(terms: bytes) -> None:
    defined = {shorten(s) for s, p, _ in strings(terms) if p == v.EQUIVALENT_CLASS}
    assert defined == {kind for kind, _ in _DEFINED} | {"ckb:KnowledgeOnlyCluster"}


def test_a_logistics_deals_with_the_problems_of_what_it_integrates(terms: bytes) -> None:
    stated = strings(terms + nt("ex:it ckb:integrates ex:part . ex:part a ckb:EducationalLogistics ."))
    fact = ("https://example.org/it", expand("ckb:addresses"), expand("problem:infrastructure-stability"))
    assert fact in close(stated).steps


def test_the_logistics_of_innovations_takes_up_what_both_leave_out_and_serves_both(terms: bytes) -> None:
    known = close(
        strings(
            terms
            + nt("""ex:it a ckb:Logistics ; ckb:integrates ex:one , ex:other .
            ex:one a ckb:EducationalLogistics . ex:other a ckb:PedagogicalLogistics .
            ex:it ckb:isBasedOnApproach theory:cluster-approach-in-education .""")
        )
    ).steps
    problems = ("infrastructure-stability", "development-of-pedagogical-system", "development-of-organization")
    wanted = {("ckb:addresses", f"problem:{name}") for name in problems}
    wanted |= {("ckb:hasPurpose", "aim:effective-educational-process")}
    assert {("https://example.org/it", expand(p), expand(o)) for p, o in wanted} <= set(known)


_CHAINS = {
    "a program serves an employer that nobody named": (
        """ex:turning ckb:isComponentOfProgram ex:course ; ckb:isRequiredIn ex:wish .
        ex:works ckb:determinesRequirement ex:wish .""",
        ("ex:course", "ckb:servesDemandOf", "ex:works"),
    ),
    "a college fosters the competences of its programs": (
        "ex:turning ckb:isComponentOfProgram ex:course . ex:course ckb:isElementOfLifeOf ex:college .",
        ("ex:turning", "ckb:isFosteredBy", "ex:college"),
    ),
    "a program of a member is on offer in the cluster": (
        """ex:course ckb:isElementOfLifeOf ex:college .
        ex:joined ckb:membershipMember ex:college ; ckb:membershipOrganization ex:cluster .""",
        ("ex:course", "ckb:isOfferedWithin", "ex:cluster"),
    ),
    "a flow that clusters bring forth develops them": (
        "ex:flow ckb:isProductOf ex:cluster .",
        ("ex:flow", "ckb:isDevelopmentFactorOf", "ex:cluster"),
    ),
    "creation comes before promotion": ("", ("stage:creation", "ckb:precedesStage", "stage:promotion")),
}


@pytest.mark.parametrize("what", _CHAINS)
def test_a_relation_follows_that_nobody_stated(terms: bytes, what: str) -> None:
    stated, (s, p, o) = _CHAINS[what]
    fact = tuple(expand(name).replace("ex:", "https://example.org/") for name in (s, p, o))
    given = strings(terms + nt(stated))
    assert fact not in given
    assert fact in close(given).steps


def test_a_school_whose_zone_rose_keeps_both_observations(terms: bytes) -> None:
    rose = """ex:before a ckb:RatingObservation ; ckb:ratingOf ex:school ; ckb:ratingZone zone:red ; ckb:year 2021 .
    ex:after a ckb:RatingObservation ; ckb:ratingOf ex:school ; ckb:ratingZone zone:yellow ; ckb:year 2022 ."""
    stated = close(strings(terms + nt(rose))).steps
    zones = {o for s, p, o in stated if (s, p) == ("https://example.org/school", expand("ckb:hasRatingZone"))}
    assert zones == {expand("zone:red"), expand("zone:yellow")}


def _is_one(terms: bytes, kind: str, conditions: Iterable[str]) -> bool:
    stated = strings(terms + nt("\n".join(conditions)))
    return ("https://example.org/it", v.TYPE, expand(kind)) in close(stated).steps
