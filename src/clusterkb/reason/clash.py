"""Contradictions, each with a minimal set of statements that cannot all hold.

They are those that the rules of OWL 2 RL see (their names are the W3C's): leave any statement of a set out, and the
contradiction is gone. HermiT sees more, and says only that there is one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from clusterkb.namespaces import expand, shorten
from clusterkb.reason import vocabulary as v
from clusterkb.reason.closure import Closure, close
from clusterkb.reason.expressions import describe
from clusterkb.reason.schema import Step, Triple

_SOURCE, _PROPERTY, _TARGET = (
    expand(f"owl:{name}") for name in ("sourceIndividual", "assertionProperty", "targetIndividual")
)
_DISJOINT, _NOTHING = expand("owl:disjointWith"), expand("owl:Nothing")
_DENIALS = (_SOURCE, _PROPERTY, _TARGET)
DENIED = "{} is said not to be {} {}"
"""What to say of a denied fact: thing, property, value."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One contradiction.

    Attributes:
        rule: The W3C's name of the rule that sees it.
        statements: What cannot all hold, sorted; a denied fact is the three statements that deny it.
        words: Each class expression and list in ``statements`` (``_:…``) in Manchester style.
    """

    rule: str
    statements: tuple[Triple, ...]
    words: dict[str, str]

    def lines(self, name: Callable[[str], str] = shorten, denied: str = DENIED) -> list[str]:
        """Return the statements for people: expressions in words, a denied fact on one line.

        Args:
            name: Names a thing by its IRI; expressions, which are words already, go through it too.
            denied: As ``DENIED``, in another language.
        """
        denials: dict[str, dict[str, str]] = defaultdict(dict)
        said = []
        for s, p, o in self.statements:
            if p in _DENIALS:
                denials[s][p] = name(o)
            else:
                said.append(" ".join(name(self.words.get(term, term)) for term in (s, p, o)))
        return [*said, *(denied.format(*(d[part] for part in (_SOURCE, _PROPERTY, _TARGET))) for d in denials.values())]


def clashes(triples: Iterable[Triple]) -> Iterator[Clash]:
    """Yield a minimal set for every contradiction found, each set once.

    Args:
        triples: As ``close`` takes them.

    Raises:
        BadInput: As ``close`` does.

    >>> a, b, c = "http://e/a", "http://e/B", "http://e/C"
    >>> [clash.rule for clash in clashes([(a, v.TYPE, b), (a, v.TYPE, c), (b, _DISJOINT, c)])]
    ['cax-dw']
    """
    stated = list(triples)
    # What class expressions are made of is no statement by itself: it stays, whatever is left out.
    frame = [triple for triple in stated if triple[1] in v.SCHEMA - v.AXIOMS]
    closed = close(stated)
    words = describe(closed.schema)
    seen = set()
    for rule, premises in _contradictions(closed, stated):
        found = _minimal(closed.leaves(premises) - set(frame), frame)
        if found not in seen:
            seen.add(found)
            terms = {term for statement in found for term in statement}
            yield Clash(rule, tuple(sorted(found)), {node: words[node] for node in sorted(terms & set(words))})


def _contradictions(closed: Closure, stated: list[Triple]) -> Iterator[Step]:
    members: dict[str, set[str]] = defaultdict(set)
    known = {*stated, *closed.steps}
    parts: dict[str, dict[str, str]] = defaultdict(dict)
    for s, p, o in known:
        if p == v.TYPE:
            members[o].add(s)
        elif p in _DENIALS:
            parts[s][p] = o
    for rule, predicate in (("cax-dw", _DISJOINT), ("cls-com", v.COMPLEMENT)):
        for one, other in sorted((s, o) for s, p, o in known if p == predicate):
            for thing in sorted(members[one] & members[other]):
                yield rule, ((one, predicate, other), (thing, v.TYPE, one), (thing, v.TYPE, other))
    for node, denied in sorted(parts.items()):
        fact = tuple(denied.get(name, "") for name in _DENIALS)
        if fact in known:
            yield "prp-npa1", (*((node, name, denied[name]) for name in _DENIALS), (fact[0], fact[1], fact[2]))
    for thing in sorted(members[_NOTHING]):
        yield "cls-nothing2", ((thing, v.TYPE, _NOTHING),)


def _minimal(statements: frozenset[Triple], frame: list[Triple]) -> frozenset[Triple]:
    """Leave out what can be left out; a denial goes or stays as a whole."""
    kept = statements
    for triple in sorted(statements):
        group = (
            {one for one in kept if one[0] == triple[0] and one[1] in _DENIALS} if triple[1] in _DENIALS else {triple}
        )
        less = kept - group
        tried = [*less, *frame]
        if any(_contradictions(close(tried), tried)):
            kept = less
    return kept
