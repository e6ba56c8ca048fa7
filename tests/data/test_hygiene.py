"""The rules of hygiene: each fails on its own bad fixture, passes on the good one beside it, and on the ontology."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from clusterkb.quality import Rule, faults, rules
from clusterkb.rdf.text import LANGUAGES

if TYPE_CHECKING:
    from tests.data.conftest import Sources

_FIXTURES = Path(__file__).with_name("hygiene")
_RULES = rules()


def fixture(kind: str, rule: Rule) -> list[ox.Triple]:
    path = _FIXTURES / kind / f"{rule.name}.ttl"
    return [quad.triple for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)]


def test_there_is_a_fixture_of_each_kind_for_every_rule_and_no_other() -> None:
    assert len(_RULES) >= 40
    for kind in ("bad", "good"):
        assert {path.stem for path in (_FIXTURES / kind).iterdir()} == {rule.name for rule in _RULES}


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule.name)
def test_a_rule_fails_on_its_bad_fixture(rule: Rule) -> None:
    found = list(faults(fixture("bad", rule), [rule]))
    assert found
    for fault in found:
        assert fault.severity in ("error", "warning")
        assert fault.message.endswith(rule.remedy)
        assert "{" not in fault.message


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule.name)
def test_a_rule_passes_on_its_good_fixture(rule: Rule) -> None:
    assert list(faults(fixture("good", rule), [rule])) == []


@pytest.mark.parametrize("rule", [rule for rule in _RULES if rule.per_language], ids=lambda rule: rule.name)
def test_a_rule_per_language_asks_in_each(rule: Rule) -> None:
    # Whatever language the fault of the fixture is in, moved to another one it is found there.
    text = (_FIXTURES / "bad" / f"{rule.name}.ttl").read_text(encoding="utf-8")
    turned = dict(zip(LANGUAGES, (*LANGUAGES[1:], LANGUAGES[0]), strict=True))
    for language in LANGUAGES:
        text = text.replace(f'"@{language}', f'"@@{turned[language]}')
    data = text.replace("@@", "@").encode()
    found = list(faults((quad.triple for quad in ox.parse(data, format=ox.RdfFormat.TURTLE)), [rule]))
    assert len(found) == len(list(faults(fixture("bad", rule), [rule])))


def test_the_ontology_breaks_no_rule(sources: Sources) -> None:
    found = faults(quad.triple for quad in sources.quads("ontology/"))
    broken = [f"{sources.at(fault.thing)}: {fault.message} [{fault.rule}]" for fault in found]
    assert not broken, "\n".join(broken)
