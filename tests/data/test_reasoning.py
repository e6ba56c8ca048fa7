"""The closure against two other reasoners: it misses and adds nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from tests.support.logic import nt, strings

from clusterkb.build.sources import reasoned
from clusterkb.namespaces import expand, shorten
from clusterkb.reason import vocabulary as v
from clusterkb.reason.closure import close
from clusterkb.reason.consistency import Verdict

if TYPE_CHECKING:
    from tests.data.conftest import Fact

    from clusterkb.kb import KnowledgeBase

pytestmark = pytest.mark.slow  # HermiT, and owlrl, which takes half a minute

_IMAGINED = """
ex:competence a ckb:EducationalCompetence ; ckb:isComponentOfProgram ex:program .
ex:program a ckb:EducationalProgram ; ckb:isElementOfLifeOf ex:college .
ex:college a ckb:VocationalCollege ; ckb:isEducationalMemberOf ex:trust .
ex:trust ckb:subordinateTo ex:network .
ex:joined ckb:membershipMember ex:college ; ckb:membershipOrganization ex:cluster ; ckb:conflictsWith ex:left .
ex:left a ckb:Membership ; ckb:conflictsWith ex:third .
ex:cluster a ckb:EducationalCluster .
ex:reach ckb:territoryOf ex:cluster ; ckb:territoryScope scope:regional ; ckb:territoryPlace ex:there .
ex:holding a ckb:EducationalHolding ; ckb:characterizedBy integration:horizontal , aim:common-educational-space .
ex:mandate ckb:auspicesOf ex:holding ; ckb:patronagePatron ex:board .
ex:board a ckb:EducationAuthority , ckb:HigherEducationInstitution .
ex:owning ckb:ownershipOf ex:holding ; ckb:patronagePatron ex:board .
ex:funding ckb:sponsorshipOf ex:holding ; ckb:patronagePatron ex:board .
ex:logistics a ckb:Logistics ; ckb:integrates ex:one , ex:other ;
    ckb:isBasedOnApproach theory:cluster-approach-in-education .
ex:one a ckb:EducationalLogistics .
ex:other a ckb:PedagogicalLogistics .
ex:sublevel ckb:nextLevelUp level:competence .
ex:innovators a ckb:PedagogicalInnovationLogistics .
ex:innovation a ckb:PedagogicalInnovation .
ex:flow a ckb:PedagogicalInnovationFlow .
ex:mandated a ckb:HoldingInArticleSense .
ex:wanted a ckb:ViablePedagogicalInnovation .
ex:competence ckb:isRequiredIn ex:wish .
ex:works ckb:determinesRequirement ex:wish ; ckb:cooperatesWith ex:college .
ex:seen ckb:ratingOf ex:lifted ; ckb:ratingZone zone:yellow .
ex:lifted a ckb:GeneralEducationSchool ; ckb:memberOf ex:cluster .
ex:flow ckb:isProductOf ex:cluster .
ex:council a ckb:InnovationManagement ; ckb:coversStage stage:creation , stage:testing , stage:promotion .
ex:steering a ckb:FullLifeCycleManagement .
ex:ulyanovsk a ckb:EducationalHolding , ckb:EducationalCluster ; ckb:hasTerritorialScope scope:regional .
ex:developed a ckb:HoldingDevelopedAsRegionalCluster .
ex:office a foaf:Agent ; ckb:isOrWasCoordinatorOf ex:cluster .
ex:knowing a ckb:KnowledgeOnlyCluster .
ex:chips a ckb:IndustrialCluster .
ex:lifting a ckb:UpliftCandidateSchool .
ex:learning a ckb:ScientificMethodologicalPotential .
ex:inner a ckb:Nesting ; ckb:nestingInner ex:cluster ; ckb:nestingOuter ex:network .
ex:science ckb:determinesPractice ex:practice .
ex:third-practice ckb:isCarriedOutIn ex:branch . ex:fourth-practice ckb:observesLaw ex:law .
ex:other-practice ckb:solvesProblem problem:infrastructure-stability .
ex:gain ckb:isManifestedIn ex:innovation .
ex:joining-too ckb:aimsAt ex:more . ex:joining-three ckb:createsCluster ex:made .
ex:joining-four ckb:changesCluster ex:remade .
ex:joining-five ckb:combinesResourcesOf ex:works .
ex:turner ckb:hasQualification ex:degree ; ckb:hasPotential ex:skill .
ex:works ckb:organizes ex:ladder ; ckb:determinesRequirement ex:wish .
ex:other-ladder ckb:hasTrainingLevel ex:school-level ; ckb:trains ex:fitter .
ex:college ckb:determinesApproach ex:dual . ex:board ckb:ensures ex:bond .
ex:growing ckb:beginsDuring ex:training .
ex:founding ckb:isEvidencedBy ex:better-readers .
ex:frame ckb:includesMember ex:college .
ex:holding ckb:aimsToCreate ex:space . ex:teaching ckb:isImplementedIn ex:college .
ex:schooling ckb:isMadeUpOf ex:college .
ex:course-of-it ckb:hasStage stage:testing . ex:college ckb:takesPartInProgram ex:innovating .
ex:one ckb:offersMethodology ex:doctrine .
ex:hall a ckb:BusinessCenter . ex:plant a ckb:ResearchProductionComplex .
ex:hoping ckb:candidacyCandidate ex:lifted ; ckb:candidacyFor ex:cluster .
ex:chair a ckb:Coordinator .
"""
"""What no record has yet, so that every axiom has something to work on."""

_Trivial = Callable[[str, str, str], bool]

_TRIVIAL: dict[str, _Trivial] = {
    "eq-ref: everything is the same as itself": lambda s, p, o: p == expand("owl:sameAs") and s == o,
    "scm-cls: a class is below itself and owl:Thing, above owl:Nothing": lambda s, p, o: (
        p in (v.SUB_CLASS, v.EQUIVALENT_CLASS) and (o in (s, v.THING) or s == expand("owl:Nothing"))
    ),
    "scm-op, scm-dp: a property is below and equivalent to itself": lambda s, p, o: (
        p in (v.SUB_PROPERTY, v.EQUIVALENT_PROPERTY) and s == o
    ),
    "cls-thing, cls-nothing1: both are classes": lambda s, p, o: (
        p == v.TYPE and o == expand("owl:Class") and s in (v.THING, expand("owl:Nothing"))
    ),
    "prp-ap: what RDFS and OWL have as annotation properties": lambda s, p, o: (
        p == v.TYPE and o == expand("owl:AnnotationProperty") and s.startswith((v.RDFS, v.OWL))
    ),
    "dt-type1: which datatypes there are": lambda s, p, o: p == v.TYPE and o == expand("rdfs:Datatype"),
    "cax-sco and scm-dom1 over scm-cls: everything is a thing": lambda s, p, o: (
        p in (v.TYPE, v.DOMAIN, v.RANGE) and o == v.THING
    ),
}
"""What owlrl adds by rules that hold of anything at all, and the closure leaves out on purpose."""


def test_hermit_reports_the_kinds_of_every_thing(verdict: Verdict, document: bytes) -> None:
    classes = {s for s, p, o in strings(document) if p == v.TYPE and o == expand("owl:Class")}
    things = {s for s, p, o in strings(document) if p == v.TYPE and o in classes and not s.startswith("_:")}
    silent = sorted(shorten(thing) for thing in things - set(verdict.kinds))
    assert not silent, f"HermiT's verdict leaves out {len(silent)} of {len(things)} things: {', '.join(silent[:5])}, …"


def test_the_closure_has_every_membership_that_hermit_infers(verdict: Verdict, known: frozenset[Fact]) -> None:
    faults = [
        f"{shorten(thing)} is a {shorten(kind)} for HermiT, not for the closure."
        for thing, kinds in verdict.kinds.items()
        for kind in kinds
        if (shorten(thing), "rdf:type", shorten(kind)) not in known
    ]
    assert not faults, "\n".join(sorted(faults))


def test_the_closure_has_no_membership_that_hermit_does_not_infer(verdict: Verdict, document: bytes) -> None:
    classes = {s for s, p, o in strings(document) if p == v.TYPE and o == expand("owl:Class")}
    faults = [
        f"{shorten(s)} is a {shorten(o)} for the closure, not for HermiT."
        for s, p, o in close(strings(document)).named()
        if p == v.TYPE and o in classes and s in verdict.kinds and o not in verdict.kinds[s]
    ]
    assert not faults, "\n".join(sorted(faults))


@pytest.fixture(scope="module")
def compared(kb: KnowledgeBase) -> tuple[set[Fact], set[Fact]]:
    """The closure of the ontology, its records and imagined facts: ours, and that of owlrl, between named things."""
    triples = reasoned(kb.store, kb.version.manifest.sources)
    data = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"") + nt(_IMAGINED)
    stated = strings(data)
    ours = {fact for fact in (*stated, *close(stated).named()) if _is_named(fact)}
    graph = rdflib.Graph().parse(data=data, format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    theirs = {
        (str(s), str(p), str(o)) for s, p, o in graph if isinstance(s, rdflib.URIRef) and isinstance(o, rdflib.URIRef)
    }
    return ours, theirs


def test_the_closure_lacks_nothing_that_owlrl_derives(compared: tuple[set[Fact], set[Fact]]) -> None:
    ours, theirs = compared
    lacking = [fact for fact in theirs - ours if not any(trivial(*fact) for trivial in _TRIVIAL.values())]
    assert not lacking, "\n".join(sorted(" ".join(map(shorten, fact)) for fact in lacking))


def test_the_closure_derives_nothing_that_owlrl_does_not(compared: tuple[set[Fact], set[Fact]]) -> None:
    ours, theirs = compared
    assert sorted(" ".join(map(shorten, fact)) for fact in ours - theirs) == []


@pytest.mark.parametrize("rule", _TRIVIAL)
def test_no_exclusion_is_idle(compared: tuple[set[Fact], set[Fact]], rule: str) -> None:
    ours, theirs = compared
    assert any(_TRIVIAL[rule](*fact) for fact in theirs - ours)


def test_every_axiom_had_something_to_work_on(kb: KnowledgeBase) -> None:
    triples = reasoned(kb.store, kb.version.manifest.sources)
    stated = strings((ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"") + nt(_IMAGINED))
    closed = close(stated)
    used = {premise for _, premises in closed.steps.values() for premise in premises}
    axioms = {fact for fact in stated if fact[1] in v.AXIOMS or fact[2] in (v.TRANSITIVE, v.SYMMETRIC)}
    idle = [f"{shorten(s)} {shorten(p)} {shorten(o)}" for s, p, o in axioms - used]
    assert not idle, "Imagine facts that use these axioms, in _IMAGINED above, or drop them as idle:\n" + "\n".join(
        sorted(idle)
    )


def _is_named(fact: Fact) -> bool:
    return not any(term.startswith(("_:", '"')) for term in fact)
