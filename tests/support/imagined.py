"""Facts that no record has yet, so that every axiom has something to work on."""

from __future__ import annotations

IMAGINED = """
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
ex:chosen ckb:inclusionOf ex:cluster ; ckb:inclusionScheme ex:policy . ex:only-inclusion ckb:inclusionOf ex:group .
ex:only-policy ckb:inclusionScheme ex:policy . ex:village-schools a ckb:SchoolCluster .
ex:agreed a ckb:EducationalConsortium . ex:science-town a ckb:KnowledgeHub .
ex:science ckb:determinesPractice ex:practice .
ex:third-practice ckb:isCarriedOutIn ex:branch . ex:fourth-practice ckb:observesLaw ex:law .
ex:other-practice ckb:solvesProblem problem:infrastructure-stability .
ex:gain ckb:isManifestedIn ex:innovation .
ex:joining-too ckb:aimsAt ex:more . ex:joining-three ckb:createsCluster ex:made .
ex:made a ckb:EducationalProgram .
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
ex:proposing ckb:involvedAgent ex:works ; ckb:involvementOf ex:cluster . ex:lending a ckb:Involvement .
ex:only-involved ckb:involvedAgent ex:actor . ex:only-involvement ckb:involvementOf ex:group .
ex:joiner ckb:meetsDemand ex:gap . ex:novelty ckb:hasLifeCycle ex:its-course . ex:guiding ckb:managesFlow ex:stream .
ex:school-board a ckb:EducationAuthority .
ex:common-holding a ckb:EducationalHolding ; ckb:isUnderAuspicesOf ex:board ; ckb:aimsToCreate ex:common-space ;
    ckb:characterizedBy integration:horizontal .
ex:chair a ckb:Coordinator .
ex:actor a ckb:EducationalActor . ex:lecturer a ckb:AcademicStaffMember . ex:lab a ckb:ResearchLaboratory .
ex:institute a ckb:ResearchInstitute . ex:hirer a ckb:Employer . ex:some-network a ckb:EducationalClusterNetwork .
ex:only-member ckb:membershipMember ex:actor . ex:only-organization ckb:membershipOrganization ex:group .
ex:only-class ckb:classificationOf ex:group . ex:only-event ckb:eventOf ex:group . ex:only-name ckb:nameUseOf ex:group .
ex:only-patron ckb:patronagePatron ex:actor . ex:only-patronage ckb:patronageOf ex:group .
ex:only-coordination ckb:coordinationOf ex:group . ex:only-coordinator ckb:coordinationCoordinator ex:actor .
ex:only-candidate ckb:candidacyCandidate ex:actor . ex:only-candidacy ckb:candidacyFor ex:group .
ex:only-form ckb:legalFormOf ex:group . ex:only-code ckb:identifierOf ex:group . ex:only-figure ckb:figureOf ex:group .
ex:only-statement ckb:statementAbout ex:group . ex:only-inner ckb:nestingInner ex:group .
ex:only-outer ckb:nestingOuter ex:group .
ex:owned a ckb:Ownership . ex:paid a ckb:Sponsorship . ex:mandated-by a ckb:Auspices .
ex:said ckb:statementAbout ex:spoken-of ; ckb:statementValue integration:vertical .
ex:task ckb:coordinationOf ex:led ; ckb:coordinationCoordinator ex:leader .
ex:form ckb:legalFormOf ex:formed ; ckb:legalFormVehicle ex:company . ex:company a org:FormalOrganization .
ex:mill a ckb:ProductionEnterprise .
ex:town a ckb:LocalAuthority . ex:club a ckb:CivilSocietyOrganization . ex:ministry a ckb:PublicAuthority .
ex:soldering ckb:isComponentOfProgram ex:evening-course .
"""
