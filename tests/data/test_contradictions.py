"""The ontology as a gate: OWL 2 DL, consistent with odd but real cases, inconsistent with what cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from tests.support.logic import no, nt, triples

from clusterkb.namespaces import expand, shorten
from clusterkb.reason.consistency import Verdict, check_consistency
from clusterkb.reason.profile import odd_datatypes, profile_violations

if TYPE_CHECKING:
    from clusterkb.kb import KnowledgeBase

pytestmark = pytest.mark.slow  # some seventy runs of HermiT


@dataclass(frozen=True)
class Planted:
    """A contradiction: what is sound alone, and what must not be said beside it."""

    sound: str
    fault: str


_PLANTED = {
    "a competence that is a program": Planted(
        "ex:it a ckb:EducationalCompetence .",
        "ex:it a ckb:EducationalProgram .",
    ),
    "a competence that is an authority, as S28 has it word for word": Planted(
        "ex:program a ckb:EducationalProgram . ex:it a ckb:LocalAuthority .",
        "ex:it a ckb:EducationalCompetence ; ckb:isComponentOfProgram ex:program .",
    ),
    "a program that is an institution": Planted(
        "ex:it a ckb:HigherEducationInstitution .",
        "ex:it a ckb:EducationalProgram .",
    ),
    "a competence that takes part in a cluster": Planted(
        """ex:m a ckb:Membership ; ckb:membershipMember ex:it ; ckb:membershipOrganization ex:cluster .
        ex:cluster a ckb:EducationalCluster . ex:it a ckb:EducationalCompetence .""",
        "ex:it a ckb:ClusterParticipant .",
    ),
    "a member that is said to be none": Planted(
        """ex:m a ckb:Membership ; ckb:membershipMember ex:it ; ckb:membershipOrganization ex:cluster .""",
        """[] a owl:NegativePropertyAssertion ;
            owl:sourceIndividual ex:it ; owl:assertionProperty ckb:memberOf ; owl:targetIndividual ex:cluster .""",
    ),
    "the Ulyanovsk holding that is no holding in the article's sense": Planted(
        # Nothing forces Delta to be one, so that it may be denied.
        f"cluster:delta-academies-trust a {no('ckb:HoldingInArticleSense')} .",
        f"cluster:ulyanovsk-holding a {no('ckb:HoldingInArticleSense')} .",
    ),
    "the Chirchik cluster that is not regional": Planted(
        f"""cluster:longwood-medical-area a {no("ckb:RegionalEducationalCluster")} .
        cluster:ulyanovsk-holding a {no("ckb:RegionalEducationalCluster")} .""",
        f"cluster:chirchik-pedagogical-cluster a {no('ckb:RegionalEducationalCluster')} .",
    ),
    "a competence in a program of a college that is not within the college": Planted(
        "ex:competence ckb:isComponentOfProgram ex:program . ex:program ckb:isElementOfLifeOf ex:college .",
        """[] a owl:NegativePropertyAssertion ; owl:sourceIndividual ex:competence ;
            owl:assertionProperty ckb:subordinateTo ; owl:targetIndividual ex:college .""",
    ),
    "a coordinator that is a program": Planted(
        """ex:work ckb:coordinationOf ex:network ; ckb:coordinationCoordinator ex:it . ex:it a org:Organization .
        ex:network a ckb:EducationalClusterNetwork .""",
        "ex:it a ckb:EducationalProgram .",
    ),
    "a coordinator that is said to be none": Planted(
        """ex:work ckb:coordinationOf ex:network ; ckb:coordinationCoordinator ex:it . ex:it a foaf:Person .
        ex:network a ckb:EducationalClusterNetwork .""",
        f"ex:it a {no('ckb:Coordinator')} .",
    ),
    "a red school in a cluster that cannot be uplifted": Planted(
        """ex:seen ckb:ratingOf ex:it ; ckb:ratingZone zone:red . ex:it a ckb:GeneralEducationSchool .
        ex:joined ckb:membershipMember ex:it ; ckb:membershipOrganization ex:cluster .
        ex:cluster a ckb:EducationalCluster .""",
        f"ex:it a {no('ckb:UpliftCandidateSchool')} .",
    ),
    "a program that does not serve the employer whose wish it meets": Planted(
        """ex:turning ckb:isComponentOfProgram ex:course ; ckb:isRequiredIn ex:wish .
        ex:works ckb:determinesRequirement ex:wish .""",
        """[] a owl:NegativePropertyAssertion ; owl:sourceIndividual ex:course ;
            owl:assertionProperty ckb:servesDemandOf ; owl:targetIndividual ex:works .""",
    ),
    "a flow that clusters bring forth and that does not develop them": Planted(
        "ex:flow ckb:isProductOf ex:cluster .",
        """[] a owl:NegativePropertyAssertion ; owl:sourceIndividual ex:flow ;
            owl:assertionProperty ckb:isDevelopmentFactorOf ; owl:targetIndividual ex:cluster .""",
    ),
    "testing before creation is no reason, but promotion not after creation is one": Planted(
        "stage:creation ckb:precedesStage ex:later .",
        """[] a owl:NegativePropertyAssertion ; owl:sourceIndividual stage:creation ;
            owl:assertionProperty ckb:precedesStage ; owl:targetIndividual stage:promotion .""",
    ),
    "a management of all three stages that is not of the full cycle": Planted(
        "ex:it a ckb:InnovationManagement ; ckb:coversStage stage:creation , stage:testing , stage:promotion .",
        f"ex:it a {no('ckb:FullLifeCycleManagement')} .",
    ),
    "a works that requires a program of study, taken for a requirement": Planted(
        "ex:works ckb:determinesRequirement ex:it .",
        f"ex:it a {no('ckb:EducationRequirement')} .",
    ),
    "a cluster university at another level than that of associations": Planted(
        "ex:it a ckb:EducationalCluster .",
        """[] a owl:NegativePropertyAssertion ; owl:sourceIndividual ex:it ;
            owl:assertionProperty ckb:hasClusteringLevel ; owl:targetIndividual level:association .""",
    ),
    "an industrial cluster for knowledge alone": Planted(
        "ex:it a ckb:IndustrialCluster , ckb:EducationalCluster ; ckb:hasProduct ex:both . "
        "ex:both a ckb:KnowledgeProduct , ckb:CommercialProduct .",
        "ex:it a ckb:KnowledgeOnlyCluster .",
    ),
    "logistics of both kinds on the cluster approach that is not that of innovations": Planted(
        """ex:it a ckb:Logistics ; ckb:integrates ex:one , ex:other .
        ex:one a ckb:EducationalLogistics . ex:other a ckb:PedagogicalLogistics .
        ex:it ckb:isBasedOnApproach theory:cluster-approach-in-education .""",
        f"ex:it a {no('ckb:PedagogicalInnovationLogistics')} .",
    ),
}

_OUTSIDE_DL = {
    "a transitive property that is functional": "ckb:subordinateTo a owl:FunctionalProperty .",
    "a chain that is asymmetric": "ckb:memberOf a owl:AsymmetricProperty .",
    "a property of data and of things": "ckb:year a owl:ObjectProperty .",
    "a class that nobody declared": "ex:it a ex:Undeclared .",
    "a property that nobody declared": "ex:it ex:undeclared ex:other .",
}


_ODD = {
    "a trust that is one legal entity and an association of schools": """
        ex:trust a ckb:EducationalHolding , org:FormalOrganization ; ckb:hasLegalVehicle ex:trust .""",
    "a university that is a cluster": "ex:it a ckb:HigherEducationInstitution , ckb:EducationalCluster .",
    "a school that is a program's partner, a cluster and an employer at once, as in P-TECH": """
        ex:school a ckb:GeneralEducationSchool , ckb:EducationalCluster , ckb:Employer .
        ex:course a ckb:EducationalProgram ; ckb:isElementOfLifeOf ex:school .""",
    "a board that is an authority and teaches": "ex:board a ckb:EducationAuthority , ckb:HigherEducationInstitution .",
    "a school whose zone rose": """
        ex:before a ckb:RatingObservation ; ckb:ratingOf ex:school ; ckb:ratingZone zone:red ; ckb:year 2021 .
        ex:after a ckb:RatingObservation ; ckb:ratingOf ex:school ; ckb:ratingZone zone:green ; ckb:year 2024 .""",
    "a cluster within a cluster within a network": """
        ex:one ckb:nestingInner ex:city ; ckb:nestingOuter ex:region . ex:city a ckb:EducationalCluster .
        ex:other ckb:nestingInner ex:region ; ckb:nestingOuter ex:net . ex:net a ckb:EducationalClusterNetwork .""",
    "a member that left": """
        ex:m a ckb:Membership ; ckb:membershipMember ex:works ; ckb:membershipOrganization ex:cluster ;
            ckb:fromYear 2010 ; ckb:untilYear 2014 .
        ex:cluster a ckb:EducationalCluster . ex:works a ckb:ProductionEnterprise .""",
    "a candidate that never joined": """
        ex:c a ckb:Candidacy ; ckb:candidacyCandidate ex:school ; ckb:candidacyFor ex:cluster .
        ex:cluster a ckb:EducationalCluster .
        [] a owl:NegativePropertyAssertion ; owl:sourceIndividual ex:school ;
            owl:assertionProperty ckb:memberOf ; owl:targetIndividual ex:cluster .""",
    "a group for profit that calls itself a holding": """
        ex:group a ckb:EducationalHolding , ckb:ProductionEnterprise ; ckb:hasProduct ex:lesson .
        ex:lesson a ckb:CommercialProduct .""",
    "a cluster over a border, regional and national at once by two sources": """
        ex:one ckb:territoryOf ex:cluster ; ckb:territoryScope scope:cross-border ; ckb:territoryPlace place:germany .
        ex:two ckb:territoryOf ex:cluster ; ckb:territoryScope scope:regional ; ckb:conflictsWith ex:one .
        ex:cluster a ckb:EducationalCluster .""",
    "an industrial cluster with a master's program": """
        ex:chips a ckb:IndustrialCluster , ckb:EducationalCluster ; ckb:hasProduct ex:both .
        ex:both a ckb:KnowledgeProduct , ckb:CommercialProduct .
        ex:course a ckb:EducationalProgram ; ckb:isElementOfLifeOf ex:university .
        ex:m ckb:membershipMember ex:university ; ckb:membershipOrganization ex:chips .""",
    "a cluster of clusters": """
        ex:net a ckb:EducationalClusterNetwork , ckb:EducationalCluster ; ckb:networkOf ex:one , ex:other .
        ex:one a ckb:EducationalCluster . ex:other a ckb:EducationalCluster .""",
    "a cluster that was planned and never built": """
        ex:plan a ckb:Event ; ckb:eventOf ex:cluster ; ckb:eventKind eventkind:decision ; ckb:year 2008 .
        ex:cluster a ckb:EducationalCluster .""",
    "a scheme that is a label and a cluster of its own": "ex:it a ckb:Scheme , ckb:EducationalCluster .",
    "a holding and a cluster over the same three institutions": """
        ex:holding a ckb:EducationalHolding . ex:cluster a ckb:EducationalCluster .
        ex:a ckb:membershipMember ex:one ; ckb:membershipOrganization ex:holding .
        ex:b ckb:membershipMember ex:one ; ckb:membershipOrganization ex:cluster .
        ex:c ckb:membershipMember ex:two ; ckb:membershipOrganization ex:holding .
        ex:d ckb:membershipMember ex:two ; ckb:membershipOrganization ex:cluster .
        ex:e ckb:membershipMember ex:three ; ckb:membershipOrganization ex:holding .
        ex:f ckb:membershipMember ex:three ; ckb:membershipOrganization ex:cluster .""",
    "a coordinator that is the ministry, a teacher and a company in turn": """
        ex:a ckb:coordinationOf ex:cluster ; ckb:coordinationCoordinator ex:ministry ; ckb:untilYear 2012 .
        ex:b ckb:coordinationOf ex:cluster ; ckb:coordinationCoordinator ex:teacher ; ckb:fromYear 2012 .
        ex:c ckb:coordinationOf ex:cluster ; ckb:coordinationCoordinator ex:company ; ckb:fromYear 2015 .
        ex:ministry a ckb:PublicAuthority . ex:teacher a ckb:AcademicStaffMember .
        ex:company a ckb:ProductionEnterprise . ex:cluster a ckb:EducationalCluster .""",
}
"""Odd, but each was met in a real record or in the brief; the ontology must hold them."""


@pytest.mark.parametrize("what", _ODD)
def test_an_odd_but_real_case_is_consistent(document: bytes, what: str) -> None:
    assert check_consistency(document + nt(_ODD[what])).consistent


def test_the_ontology_is_consistent(verdict: Verdict) -> None:
    assert verdict.consistent


def test_every_class_can_have_members(verdict: Verdict) -> None:
    assert [shorten(name) for name in verdict.unsatisfiable] == []


def test_a_class_that_can_have_no_members_is_seen(document: bytes) -> None:
    impossible = "ex:Impossible a owl:Class ; rdfs:subClassOf ckb:EducationalCompetence , ckb:EducationalProgram ."
    assert check_consistency(document + nt(impossible)).unsatisfiable == ("https://example.org/Impossible",)


def test_the_ontology_is_owl_2_dl(kb: KnowledgeBase) -> None:
    assert profile_violations(kb.ontology("rdf").decode()) == []


@pytest.mark.parametrize("what", _OUTSIDE_DL)
def test_what_is_outside_owl_2_dl_is_seen(document: bytes, what: str) -> None:
    assert profile_violations(_rdf_xml(document + nt(_OUTSIDE_DL[what])))


@pytest.mark.parametrize("what", _PLANTED)
def test_a_planted_contradiction_is_caught(document: bytes, what: str) -> None:
    planted = _PLANTED[what]
    assert not check_consistency(document + nt(planted.sound) + nt(planted.fault)).consistent


@pytest.mark.parametrize("what", _PLANTED)
def test_without_the_fault_it_is_consistent(document: bytes, what: str) -> None:
    assert check_consistency(document + nt(_PLANTED[what].sound)).consistent


def test_the_reasoned_graphs_use_only_datatypes_that_hermit_takes(document: bytes) -> None:
    faults = list(odd_datatypes(triples(document)))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("value", ['"2001-01-31"^^xsd:date', '"2001"^^xsd:gYear', '"POINT(1 2)"^^ex:wktLiteral'])
def test_a_datatype_that_hermit_rejects_is_seen(document: bytes, value: str) -> None:
    assert list(odd_datatypes(triples(document + nt(f"ex:it ckb:year {value} ."))))


_UNADDRESSED = Path(__file__).parents[2] / "ontology/theory/unaddressed.ttl"


@pytest.fixture(scope="module")
def with_theory(document: bytes) -> bytes:
    """The ontology and its records with the opt-in module of sentence 44."""
    quads = ox.parse(_UNADDRESSED.read_bytes(), format=ox.RdfFormat.TURTLE)
    stated = [quad.triple for quad in quads if quad.object != ox.NamedNode(expand("owl:Ontology"))]
    return document + (ox.serialize(stated, format=ox.RdfFormat.N_TRIPLES) or b"")


def test_the_opt_in_module_is_consistent_with_all_else_and_leaves_every_class_possible(with_theory: bytes) -> None:
    verdict = check_consistency(with_theory)
    assert (verdict.consistent, verdict.unsatisfiable) == (True, ())


def test_the_opt_in_module_is_owl_2_dl(with_theory: bytes) -> None:
    assert profile_violations(_rdf_xml(with_theory)) == []


@pytest.mark.parametrize("kind", ["ckb:EducationalLogistics", "ckb:PedagogicalLogistics"])
@pytest.mark.parametrize(
    "problem", ["problem:development-of-pedagogical-system", "problem:development-of-organization"]
)
def test_only_with_the_opt_in_module_does_it_contradict_sentence_44(
    document: bytes, with_theory: bytes, kind: str, problem: str
) -> None:
    claimed = nt(f"ex:it a {kind} ; ckb:addresses {problem} .")
    assert check_consistency(document + claimed).consistent
    assert not check_consistency(with_theory + claimed).consistent


def _rdf_xml(document: bytes) -> str:
    return (ox.serialize(triples(document), format=ox.RdfFormat.RDF_XML) or b"").decode()
