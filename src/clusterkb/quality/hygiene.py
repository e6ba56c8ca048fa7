"""Rules: each a SPARQL file beside this module, with the sentence it prints about what it finds.

Those for the ontology restate rules of ROBOT's report, OOPS! and FOOPS! that need no network, and some of our own;
those for the data are ours. A query selects
``?thing`` and perhaps ``?value``; one that is meant per language is written for English and asked in all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources

import pyoxigraph as ox

from clusterkb.namespaces import PREFIXES, shorten
from clusterkb.rdf.text import LANGUAGES

_HEAD = re.compile(r"^# (says|remedy|severity|origin): (.+)$", re.MULTILINE)
_PER_LANGUAGE = "\n# per language\n"
_ENGLISH = '= "en"'


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        name: Name of its file.
        says: The sentence about a fault, with places for ``{thing}``, ``{value}`` and ``{language}``.
        remedy: What to do about it.
        severity: ``error`` or ``warning``.
        origin: Where the rule comes from.
        per_language: Whether it is asked once for each language.
        query: Its SPARQL, with the prefixes of ``clusterkb.namespaces``.
    """

    name: str
    says: str
    remedy: str
    severity: str
    origin: str
    per_language: bool
    query: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that breaks a rule.

    Attributes:
        rule: Name of the rule.
        severity: ``error`` or ``warning``.
        thing: IRI of what is at fault; ``_:…`` when it has none.
        message: What is wrong and what to do.
    """

    rule: str
    severity: str
    thing: str
    message: str


def rules(subject: str = "ontology") -> tuple[Rule, ...]:
    """Return all rules for the ``ontology`` or the ``data``, by name.

    >>> next(rule.severity for rule in rules() if rule.name == "no-genus")
    'error'
    """
    folder = resources.files("clusterkb.quality") / f"{subject}_rules"
    found = (path for path in folder.iterdir() if path.name.endswith(".rq"))
    return tuple(
        _rule(path.name.removesuffix(".rq"), path.read_text(encoding="utf-8"))
        for path in sorted(found, key=lambda path: path.name)
    )


def _rule(name: str, text: str) -> Rule:
    head = dict(_HEAD.findall(text))
    return Rule(name, head["says"], head["remedy"], head["severity"], head["origin"], _PER_LANGUAGE in text, text)


def faults(triples: Iterable[ox.Triple], asked: Iterable[Rule] | None = None) -> Iterator[Fault]:
    """Yield every fault, rule by rule; by all rules for an ontology when none are given."""
    # In memory and one graph: on disk, over some seventy graphs, the same rules take a hundred times as long.
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    for rule in rules() if asked is None else asked:
        for language in LANGUAGES if rule.per_language else LANGUAGES[:1]:
            found = store.query(rule.query.replace(_ENGLISH, f'= "{language}"'), prefixes=PREFIXES)
            assert isinstance(found, ox.QuerySolutions)
            names = [variable.value for variable in found.variables]
            yield from (_fault(rule, {name: _word(row[name]) for name in names}, language) for row in found)


def _fault(rule: Rule, values: dict[str, str], language: str) -> Fault:
    shown = {name: shorten(value) for name, value in values.items()}
    said = rule.says.format(**{"thing": "", "value": "", **shown, "language": language})
    return Fault(rule.name, rule.severity, values["thing"], f"{said} {rule.remedy}")


def _word(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
