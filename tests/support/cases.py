"""Cases for the ontology as a gate: what must clash, and by which axioms; and what is odd but must not."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.logic import no


@dataclass(frozen=True)
class Planted:
    """A contradiction: what is sound alone, what must not be said beside it, and the axioms by which it clashes."""

    sound: str
    fault: str
    axioms: frozenset[str] = frozenset()


PLANTED = {
    "a competence that is a program": Planted(
        "ex:it a ckb:EducationalCompetence .",
        "ex:it a ckb:EducationalProgram .",
        frozenset(
            [
                "ckb:EducationalCompetence owl:disjointWith ckb:EducationalProgram",
            ]
        ),
    ),
    "a competence that is an authority, as S28 has it word for word": Planted(
        "ex:program a ckb:EducationalProgram . ex:it a ckb:LocalAuthority .",
        "ex:it ckb:isComponentOfProgram ex:program .",
        frozenset(
            [
                "ckb:isComponentOfProgram rdfs:domain ckb:EducationalCompetence",
                "ckb:EducationalCompetence owl:disjointWith org:Organization",
                "ckb:LocalAuthority rdfs:subClassOf ckb:PublicAuthority",
                "ckb:PublicAuthority rdfs:subClassOf org:Organization",
            ]
        ),
    ),
    "a program that is an institution": Planted(
        "ex:it a ckb:HigherEducationInstitution .",
        "ex:it a ckb:EducationalProgram .",
        frozenset(
            [
                "ckb:EducationalOrganization rdfs:subClassOf org:Organization",
                "ckb:EducationalProgram owl:disjointWith org:Organization",
                "ckb:HigherEducationInstitution rdfs:subClassOf ckb:EducationalOrganization",
            ]
        ),
    ),
    "a competence that takes part in a cluster": Planted(
        """ex:m a ckb:Membership ; ckb:membershipMember ex:it ; ckb:membershipOrganization ex:cluster .
        ex:cluster a ckb:EducationalCluster . ex:it a ckb:EducationalCompetence .""",
        "ex:it a ckb:ClusterParticipant .",
        frozenset(
            [
                "ckb:ClusterParticipant rdfs:subClassOf org:Organization",
                "ckb:EducationalCompetence owl:disjointWith org:Organization",
            ]
        ),
    ),
    "a member that is said to be none": Planted(
        """ex:m a ckb:Membership ; ckb:membershipMember ex:it ; ckb:membershipOrganization ex:cluster .""",
        """[] a owl:NegativePropertyAssertion ;
            owl:sourceIndividual ex:it ; owl:assertionProperty ckb:memberOf ; owl:targetIndividual ex:cluster .""",
        frozenset(
            [
                "ckb:hasMembership owl:inverseOf ckb:membershipMember",
                "ckb:memberOf owl:propertyChainAxiom",
            ]
        ),
    ),
    "the Ulyanovsk holding that is no holding in the article's sense": Planted(
        # Nothing forces Delta to be one, so that it may be denied.
        f"cluster:delta-academies-trust a {no('ckb:HoldingInArticleSense')} .",
        f"cluster:ulyanovsk-holding a {no('ckb:HoldingInArticleSense')} .",
        frozenset(
            [
                "ckb:HoldingInArticleSense owl:equivalentClass",
                "ckb:characterizedBy owl:propertyChainAxiom",
                "ckb:hasAuspices owl:inverseOf ckb:auspicesOf",
                "ckb:hasStatement owl:inverseOf ckb:statementAbout",
                "ckb:isUnderAuspicesOf owl:propertyChainAxiom",
            ]
        ),
    ),
    "the Chirchik cluster that is not regional": Planted(
        f"""cluster:longwood-medical-area a {no("ckb:RegionalEducationalCluster")} .
        cluster:ulyanovsk-holding a {no("ckb:RegionalEducationalCluster")} .""",
        f"cluster:chirchik-pedagogical-cluster a {no('ckb:RegionalEducationalCluster')} .",
        frozenset(
            [
                "ckb:RegionalEducationalCluster owl:equivalentClass",
                "ckb:hasTerritorialScope owl:propertyChainAxiom",
                "ckb:hasTerritory owl:inverseOf ckb:territoryOf",
            ]
        ),
    ),
    "a competence in a program of a college that is not within the college": Planted(
        "ex:competence ckb:isComponentOfProgram ex:program . ex:program ckb:isElementOfLifeOf ex:college .",
        """[] a owl:NegativePropertyAssertion ; owl:sourceIndividual ex:competence ;
            owl:assertionProperty ckb:subordinateTo ; owl:targetIndividual ex:college .""",
        frozenset(
            [
                "ckb:isComponentOfProgram rdfs:subPropertyOf ckb:subordinateTo",
                "ckb:isElementOfLifeOf rdfs:subPropertyOf ckb:subordinateTo",
                "ckb:subordinateTo rdf:type owl:TransitiveProperty",
            ]
        ),
    ),
    "a coordinator that is a program": Planted(
        """ex:work ckb:coordinationOf ex:network ; ckb:coordinationCoordinator ex:it . ex:it a org:Organization .
        ex:network a ckb:EducationalClusterNetwork .""",
        "ex:it a ckb:EducationalProgram .",
        frozenset(
            [
                "ckb:EducationalProgram owl:disjointWith org:Organization",
            ]
        ),
    ),
    "a coordinator that is said to be none": Planted(
        """ex:work ckb:coordinationOf ex:network ; ckb:coordinationCoordinator ex:it . ex:it a foaf:Person .
        ex:network a ckb:EducationalClusterNetwork .""",
        f"ex:it a {no('ckb:Coordinator')} .",
        frozenset(
            [
                "ckb:Coordinator owl:equivalentClass",
                "ckb:EducationalClusterNetwork rdfs:subClassOf ckb:AssociationOfSocialInstitutions",
                "ckb:coordinatedBy owl:propertyChainAxiom",
                "ckb:hasCoordination owl:inverseOf ckb:coordinationOf",
                "ckb:isOrWasCoordinatorOf owl:inverseOf ckb:coordinatedBy",
                "foaf:Person rdfs:subClassOf foaf:Agent",
            ]
        ),
    ),
    "a red school in a cluster that cannot be uplifted": Planted(
        """ex:seen ckb:ratingOf ex:it ; ckb:ratingZone zone:red . ex:it a ckb:GeneralEducationSchool .
        ex:joined ckb:membershipMember ex:it ; ckb:membershipOrganization ex:cluster .
        ex:cluster a ckb:EducationalCluster .""",
        f"ex:it a {no('ckb:UpliftCandidateSchool')} .",
        frozenset(
            [
                "ckb:ClusterParticipant owl:equivalentClass",
                "ckb:EducationalOrganization rdfs:subClassOf org:Organization",
                "ckb:GeneralEducationSchool rdfs:subClassOf ckb:EducationalOrganization",
                "ckb:UpliftCandidateSchool owl:equivalentClass",
                "ckb:hasMembership owl:inverseOf ckb:membershipMember",
                "ckb:hasRating owl:inverseOf ckb:ratingOf",
                "ckb:hasRatingZone owl:propertyChainAxiom",
                "ckb:memberOf owl:propertyChainAxiom",
            ]
        ),
    ),
    "a program that does not serve the employer whose wish it meets": Planted(
        """ex:turning ckb:isComponentOfProgram ex:course ; ckb:isRequiredIn ex:wish .
        ex:works ckb:determinesRequirement ex:wish .""",
        """[] a owl:NegativePropertyAssertion ; owl:sourceIndividual ex:course ;
            owl:assertionProperty ckb:servesDemandOf ; owl:targetIndividual ex:works .""",
        frozenset(
            [
                "ckb:developsCompetence owl:inverseOf ckb:isComponentOfProgram",
                "ckb:isDeterminedBy owl:inverseOf ckb:determinesRequirement",
                "ckb:servesDemandOf owl:propertyChainAxiom",
            ]
        ),
    ),
    "a flow that clusters bring forth and that does not develop them": Planted(
        "ex:flow ckb:isProductOf ex:cluster .",
        """[] a owl:NegativePropertyAssertion ; owl:sourceIndividual ex:flow ;
            owl:assertionProperty ckb:isDevelopmentFactorOf ; owl:targetIndividual ex:cluster .""",
        frozenset(
            [
                "ckb:isProductOf rdfs:subPropertyOf ckb:isDevelopmentFactorOf",
            ]
        ),
    ),
    "promotion that does not come after creation": Planted(
        "stage:creation ckb:precedesStage ex:later .",
        """[] a owl:NegativePropertyAssertion ; owl:sourceIndividual stage:creation ;
            owl:assertionProperty ckb:precedesStage ; owl:targetIndividual stage:promotion .""",
        frozenset(
            [
                "ckb:directlyPrecedesStage rdfs:subPropertyOf ckb:precedesStage",
                "ckb:precedesStage rdf:type owl:TransitiveProperty",
            ]
        ),
    ),
    "a management of all three stages that is not of the full cycle": Planted(
        "ex:it a ckb:InnovationManagement ; ckb:coversStage stage:creation , stage:testing , stage:promotion .",
        f"ex:it a {no('ckb:FullLifeCycleManagement')} .",
        frozenset(
            [
                "ckb:FullLifeCycleManagement owl:equivalentClass",
            ]
        ),
    ),
    "what a works requires, taken for no requirement": Planted(
        "ex:works ckb:determinesRequirement ex:it .",
        f"ex:it a {no('ckb:EducationRequirement')} .",
        frozenset(
            [
                "ckb:determinesRequirement rdfs:range ckb:EducationRequirement",
            ]
        ),
    ),
    "a cluster that is not at the level of associations": Planted(
        "ex:it a ckb:EducationalCluster .",
        """[] a owl:NegativePropertyAssertion ; owl:sourceIndividual ex:it ;
            owl:assertionProperty ckb:hasClusteringLevel ; owl:targetIndividual level:association .""",
        frozenset(
            [
                "ckb:AssociationOfSocialInstitutions rdfs:subClassOf",
                "ckb:EducationalCluster rdfs:subClassOf ckb:AssociationOfSocialInstitutions",
            ]
        ),
    ),
    "an industrial cluster for knowledge alone": Planted(
        "ex:it a ckb:IndustrialCluster , ckb:EducationalCluster ; ckb:hasProduct ex:both . "
        "ex:both a ckb:KnowledgeProduct , ckb:CommercialProduct .",
        "ex:it a ckb:KnowledgeOnlyCluster .",
        frozenset(
            [
                "ckb:KnowledgeOnlyCluster owl:equivalentClass",
            ]
        ),
    ),
    "logistics of both kinds on the cluster approach that is not that of innovations": Planted(
        """ex:it a ckb:Logistics ; ckb:integrates ex:one , ex:other .
        ex:one a ckb:EducationalLogistics . ex:other a ckb:PedagogicalLogistics .
        ex:it ckb:isBasedOnApproach theory:cluster-approach-in-education .""",
        f"ex:it a {no('ckb:PedagogicalInnovationLogistics')} .",
        frozenset(
            [
                "ckb:PedagogicalInnovationLogistics owl:equivalentClass",
            ]
        ),
    ),
}

ODD = {
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
