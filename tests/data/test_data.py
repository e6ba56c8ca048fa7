"""The records by the rules for data: nothing is wrong with them, and each fault that is planted is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from tests.support.logic import nt

from clusterkb.cli import main
from clusterkb.namespaces import expand
from clusterkb.quality import DataReport, check_data, rules

if TYPE_CHECKING:
    from tests.data.conftest import Sources

    from clusterkb.kb import KnowledgeBase

_WHOLE = 'skos:prefLabel "{0}"@en ; dcterms:source src:danilov-2020 ; ckb:checkedOn "2026-11-23"^^xsd:date'
_FACT = 'dcterms:source src:danilov-2020 ; ckb:checkedOn "2026-11-23"^^xsd:date'
_RECORD = (
    f"ckb:recordConfidence confidence:low ; ckb:recordCompleteness 'Planted.'@en ; ckb:country place:chile ; {_WHOLE}"
)

_PLANTED: dict[str, tuple[str, str]] = {
    "undefined": ("ckorg:nobody", "ex:m ckb:membershipMember ckorg:nobody ."),
    "unused": ("ckorg:forgotten", f"ckorg:forgotten a org:Organization ; {_WHOLE.format('Forgotten')} ."),
    "no-source": ("fact:rumor", 'fact:rumor a ckb:Event ; ckb:checkedOn "2026-11-23"^^xsd:date .'),
    "source-not-listed": (
        "cluster:longwood-medical-area",
        "fact:aside a ckb:Event ; ckb:eventOf cluster:longwood-medical-area ; dcterms:source src:danilov-2020 .",
    ),
    "not-checked": ("src:unread", 'src:unread a ckb:Source ; skos:prefLabel "Unread"@en .'),
    "incomplete-record": ("cluster:scrap", "cluster:scrap ckb:recordConfidence confidence:low ."),
    "in-the-future": ("fact:prophecy", f"fact:prophecy a ckb:Event ; ckb:year 2099 ; {_FACT} ."),
    "date-outside-its-year": (
        "fact:slip",
        f'fact:slip a ckb:Event ; ckb:year 2011 ; ckb:date "2012-01-31"^^xsd:date ; {_FACT} .',
    ),
    "ended-before-begun": (
        "fact:backwards",
        f"fact:backwards a ckb:Membership ; ckb:fromYear 2012 ; ckb:untilYear 2011 ; {_FACT} .",
    ),
    "dissolved-before-founded": (
        "cluster:ghost",
        "ex:f ckb:eventOf cluster:ghost ; ckb:eventKind eventkind:founding ; ckb:year 2012 . "
        "ex:d ckb:eventOf cluster:ghost ; ckb:eventKind eventkind:dissolution ; ckb:year 2011 .",
    ),
    "joined-after-the-end": (
        "fact:late",
        "fact:late ckb:membershipOrganization cluster:closed ; ckb:fromYear 2013 . "
        "ex:e ckb:eventOf cluster:closed ; ckb:eventKind eventkind:dissolution ; ckb:year 2011 .",
    ),
    "member-of-itself": (
        "fact:mirror",
        "fact:mirror ckb:membershipMember cluster:ghost ; ckb:membershipOrganization cluster:ghost .",
    ),
    "conflict-between-unlike": (
        "fact:apples",
        "fact:apples a ckb:Event ; ckb:conflictsWith fact:pears . fact:pears a ckb:Figure .",
    ),
    "identifier-form": (
        "fact:misread",
        'fact:misread ckb:identifierScheme idscheme:ror ; ckb:identifierValue "https://ror.org/01nzrgp8I" .',
    ),
    "same-identifier": (
        "ckorg:twin",
        'fact:one ckb:identifierOf ckorg:elder ; ckb:identifierScheme idscheme:urn ; ckb:identifierValue "999999" . '
        'fact:two ckb:identifierOf ckorg:twin ; ckb:identifierScheme idscheme:urn ; ckb:identifierValue "999999" .',
    ),
    "link-form": ("src:cut", "src:cut foaf:page <https://www.mz.de/…3865373> ."),
    "language-tag": ("cluster:ghost", 'cluster:ghost skos:note "Note"@english .'),
    "language-and-script": ("cluster:ghost", 'cluster:ghost skos:prefLabel "Призрак"@en .'),
    "figure-without-unit": ("fact:vast", "fact:vast ckb:figureCounts counted:area ; ckb:figureValue 40 ."),
    "point-without-basis": ("cluster:ghost", "cluster:ghost wgs:lat 41.5 ."),
    "country-without-code": ("place:atlantis", "cluster:ghost ckb:country place:atlantis ."),
    "nothing-said": ("cluster:silent", f"cluster:silent a ckb:EducationalCluster ; {_RECORD.format('Silent')} ."),
    "alike": (
        "ckorg:college-of-planting",
        f"ckorg:college-of-planting a org:Organization ; {_WHOLE.format('Northern College of Planting')} . "
        f"ckorg:planting-college a org:Organization ; {_WHOLE.format('Northern College of Plantings')} . ",
    ),
    "outside-its-country": (
        "cluster:adrift",
        "cluster:adrift ckb:country place:germany ; wgs:lat 9.99 ; wgs:long 53.55 ; ckb:coordinateBasis '?'@en .",
    ),
    "no-borders": (
        "place:lemuria",
        'place:lemuria ckb:countryCode "QQ" . ex:lost ckb:country place:lemuria ; wgs:lat 1.5 ; wgs:long 2.5 .',
    ),
}
"""Code of the rule → what it finds at fault, and the statements that break it."""


@pytest.fixture(scope="module")
def stated(sources: Sources) -> list[ox.Triple]:
    return [quad.triple for quad in sources.quads()]


@pytest.fixture(scope="module")
def planted(stated: list[ox.Triple]) -> DataReport:
    """What is found once all the faults are planted, each in things of its own."""
    data = nt("\n".join(statements for _, statements in _PLANTED.values()))
    added = [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)]
    return check_data([*stated, *added], [])


def test_the_records_break_no_rule_and_conform_to_the_shapes(kb: KnowledgeBase) -> None:
    report = kb.check_data()
    places = kb.places(fault.thing for fault in report.faults if fault.severity == "error")
    wrong = [f"{places.get(f.thing, f.thing)}: {f.message} [{f.rule}]" for f in report.faults if f.severity == "error"]
    assert not wrong, "\n".join(wrong)
    assert report.sound


def test_a_fault_is_planted_for_every_rule() -> None:
    assert {rule.name for rule in rules("data")} <= set(_PLANTED)


@pytest.mark.parametrize("rule", _PLANTED)
def test_a_planted_fault_is_found(planted: DataReport, rule: str) -> None:
    thing, _ = _PLANTED[rule]
    found = [fault for fault in planted.faults if fault.rule == rule]
    assert expand(thing) in {fault.thing for fault in found}
    assert all(fault.message.strip() and "{" not in fault.message for fault in found)


def test_two_that_one_register_tells_apart_are_not_taken_for_one(stated: list[ox.Triple]) -> None:
    _, statements = _PLANTED["alike"]
    codes = "".join(
        f'fact:{n} ckb:identifierOf ckorg:{n} ; ckb:identifierScheme idscheme:urn ; ckb:identifierValue "{code}" .'
        for n, code in (("college-of-planting", 888888), ("planting-college", 888889))
    )
    added = [quad.triple for quad in ox.parse(nt(statements + codes), format=ox.RdfFormat.N_TRIPLES)]
    assert "alike" not in {fault.rule for fault in check_data([*stated, *added], []).faults}


def test_the_command_says_what_there_is() -> None:
    result = CliRunner().invoke(main, ["check", "data"])
    assert result.exit_code == 0, result.output
    assert "organizations named as members" in result.output
