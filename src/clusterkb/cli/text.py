"""Results as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from clusterkb import build
from clusterkb.catalogue import ConceptPage, Example, Fact, RecordPage, Ref, RulePage, Section, SourcePage, Why
from clusterkb.catalogue.elsewhere import Match
from clusterkb.catalogue.reader import Value
from clusterkb.doctor import Check
from clusterkb.namespaces import shorten
from clusterkb.rdf.text import Text
from clusterkb.reason.proofs import Proof
from clusterkb.search import Hit
from clusterkb.sparql import Result

_UNTYPED = "Our shapes know no type in it. Say what things are, for example: ex:cluster a ckb:EducationalCluster ."


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""Return rows under headings, columns aligned.

    >>> table(["a", "long"], [["1", "x"], ["22", "y"]]).split("\n")
    ['a   long', '--  ----', '1   x', '22  y']
    """
    body = [list(row) for row in rows]
    widths = [max(len(line[place]) for line in [list(head), *body]) for place in range(len(head))]
    lines = [list(head), ["-" * width for width in widths], *body]
    padded = ([cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines)
    return "\n".join("  ".join(cells).rstrip() for cells in padded)


def result(found: Result) -> str:
    """Return a SELECT or ASK result fetched as JSON as a table."""
    if found.shape == "boolean":
        return "yes" if found.boolean else "no"
    names, rows = found.variables, found.rows
    body = [[_term(row[name]) if name in row else "" for name in names] for row in rows]
    return f"{table(names, body)}\n{number_of(len(rows), 'row')}"


def _term(term: dict[str, Any]) -> str:
    if term["type"] == "uri":
        return shorten(term["value"])
    if term["type"] == "bnode":
        return f"_:{term['value']}"
    if term["type"] == "triple":
        parts = (_term(term["value"][part]) for part in ("subject", "predicate", "object"))
        return f"<<( {' '.join(parts)} )>>"
    return str(term["value"]) + (f"@{term['xml:lang']}" if "xml:lang" in term else "")


def hits(found: list[Hit]) -> str:
    """Return search results as a table."""
    if not found:
        return "Nothing was found. Try fewer letters, or another language."
    return table(["name", "kind", "label"], [[shorten(hit.iri), hit.kind, hit.label] for hit in found])


def questions(found: list[Example]) -> str:
    """Return our questions, those of each audience together, each with what it can be asked about."""
    parts = []
    for audience, asked in groupby(sorted(found, key=_audience), key=_audience):
        rows = [[one.name, one.question, _parameters(one)] for one in asked]
        parts.append(f"{audience}\n{table(['name', 'question', 'asked about'], rows)}")
    return "\n\n".join(parts)


def _audience(example: Example) -> str:
    return example.audience.label.value if example.audience else ""


def _parameters(example: Example) -> str:
    return ", ".join(f"{parameter.name}={parameter.value}" for parameter in example.parameters)


def checks(found: list[Check]) -> str:
    """Return what the doctor found."""
    return table(["what", "state", "detail"], [[check.name, check.state, check.detail] for check in found])


def built(report: build.Report) -> str:
    """Return what a build did."""
    counts = ", ".join(f"{number} {name}" for name, number in report.version.manifest.counts.items())
    state = f"built from {len(report.changed)} changed files" if report.built else "up to date"
    return f"{report.version.path}: {state}; {counts} triples"


_SEEN = {True: "seen in a source", False: "our wording"}


def page(found: ConceptPage | RecordPage | RulePage | SourcePage) -> str:
    """Return a page."""
    if isinstance(found, RulePage):
        return "\n".join(_rule(found))
    if isinstance(found, SourcePage):
        return "\n".join(_source(found))
    return "\n".join(_record(found) if isinstance(found, RecordPage) else _concept(found))


def _source(found: SourcePage) -> Iterator[str]:
    yield f"{found.label.value}  ({found.name})"
    yield from _list("to be read at", [found.address] if found.address else [])
    yield from _list("kind", [found.source_kind.label.value] if found.source_kind else [])
    yield from _list("last looked at", [found.checked] if found.checked else [])
    yield from _list("cited by", (f"{_ref(row.record)}: {row.facts} facts" for row in found.cited_by))


def _rule(found: RulePage) -> Iterator[str]:
    yield f"{found.name.value}  ({found.code}{f', {found.severity}' if found.severity else ''})"
    yield from (f"  {message.value}" for message in found.messages)
    yield from _list("why", [found.why] if found.why else [])
    yield from _list("kinds of things", map(_ref, found.classes))
    yield from _list("things that have", map(_ref, found.relations))
    yield from _list("property", [_ref(found.path)] if found.path else [])
    yield from _list("expected", (f"{one.text} {', '.join(map(_ref, one.things))}".strip() for one in found.expected))
    yield from _list("rules", (f"{row.code}: {row.message.value}" for row in found.rules))
    yield from _list("wrong", found.wrong.text.splitlines() if found.wrong else [])
    yield from _list("right", found.right.text.splitlines() if found.right else [])


def _concept(found: ConceptPage) -> Iterator[str]:
    yield f"{found.label.value}  ({found.name}, {found.kind})"
    yield from (f"  {_text(text)}" for text in found.definitions)
    yield from _list("also called", map(_text, found.labels[1:] + found.alternatives))
    yield from _list("translations", map(_ref, found.translations))
    yield from _list("example", (text.value for text in found.examples))
    yield from _list("note", (text.value for text in found.notes))
    yield from _list("wider", map(_ref, found.wider))
    yield from _list("narrower", map(_ref, found.narrower))
    for relation, values in found.relations:
        yield from _list(relation.label.value, map(_value, values))
    yield from _list("instances", (_ref(i.thing) + (" (inferred)" if i.inferred else "") for i in found.instances))
    yield from _list("words", (f"{_ref(w.entry)}: {_SEEN[w.attested]}" for w in found.meanings.words))
    yield from _list("defined as", (f"{o.definition.value} ({o.holder.label.value})" for o in found.meanings.opinions))
    yield from _list("not", (_grounds(g.source, g.paraphrase) for g in found.meanings.mistaken))
    yield from _list("elsewhere", map(_match, found.elsewhere))
    yield from _list("doubtful", (f"{d.words.value!r}: {d.reading.value} {d.evidence.value}" for d in found.doubts))
    yield from _list("rests on", (_grounds(g.source, g.paraphrase) for g in found.grounding))
    yield from _list("assertions", (_grounds(a.source, a.paraphrase) for a in found.assertions))
    yield from _list("grounds", map(_ref, found.grounds))


def _record(found: RecordPage) -> Iterator[str]:
    yield f"{found.label.value}  ({found.name})"
    yield from _list("is stated to be", map(_ref, found.kinds))
    yield from _list("follows to be", map(_ref, found.inferred_kinds))
    for candidate in found.candidates:
        unknown = (f"not known: {criterion.words()}" for criterion in candidate.criteria if not criterion.holds)
        yield from _list(f"may be {_ref(candidate.kind)}", unknown)
    for one in found.disputed:
        unknown = (f"not known: {criterion.words()}" for criterion in one.criteria if not criterion.holds)
        yield f"is called {_ref(one.called)} by sources, which does not follow"
        yield from (f"  {line}" for line in unknown)
    for detail, values in found.details:
        yield from _list(detail.label.value, map(_value, values))
    yield from _list("to be read at", [found.address] if found.address else [])
    yield from _list("confidence", [found.confidence.label.value] if found.confidence else [])
    yield from _list("known gaps", (text.value for text in found.completeness))
    for section in found.sections:
        yield from _section(section)
    yield from _list("sources", (f"{s.ref.label.value} {s.page}".rstrip() for s in found.sources))


def _section(section: Section) -> Iterator[str]:
    yield f"\n{section.kind.label.value}"
    head = [column.label.value for column in section.columns] + ["source"]
    yield table(head, [_row(fact) for fact in section.facts])


def _row(fact: Fact) -> list[str]:
    cells = ["; ".join(map(_value, cell)) for cell in fact.cells]
    return [*cells, "; ".join(source.ref.label.value for source in fact.sources)]


def proofs(found: list[Proof]) -> str:
    """Return what each inferred fact rests on, then every step that leads to it."""
    return "\n\n".join("\n".join(_proof(proof)) for proof in found)


def _proof(proof: Proof) -> Iterator[str]:
    yield f"{_fact(proof)}\n  because of these facts:"
    yield from (f"    {_fact(leaf)}   {_stands(leaf)}" for leaf in proof.facts())
    yield "  and these axioms:"
    yield from (f"    {_fact(leaf)}   {_stands(leaf)}" for leaf in proof.axioms())
    yield "  step by step, each line from those indented below it:"
    yield from _steps(proof, 2)


def _steps(proof: Proof, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}{_fact(proof)}   {f'[{proof.rule}]' if proof.rule else 'stated'}"
    for premise in proof.premises:
        yield from _steps(premise, depth + 1)


def reasons(found: list[Why]) -> str:
    """Return proofs in the words of labels, without their steps."""
    return "\n\n".join("\n".join(_reason(why)) for why in found)


def _reason(why: Why) -> Iterator[str]:
    yield _ref(why.kind)
    for because in (*why.facts, *why.axioms):
        said = "; ".join(f"{relation.label.value} {thing.label.value}" for relation, thing in because.parts)
        cited = ", ".join(source.label.value for source in because.sources)
        yield f"  {because.subject.label.value}: {said}" + f" ({cited})" * bool(cited)


def _fact(proof: Proof) -> str:
    return " ".join(shorten(part) for part in (proof.subject, proof.predicate, proof.object))


def _stands(proof: Proof) -> str:
    places = []
    for source in proof.sources:
        cited = ", ".join(map(shorten, source.cites))
        places.append(f"{source.file}, citing {cited}" if cited else source.file)
    return f"stated in {'; '.join(places)}" if places else "given by OWL"


def number_of(number: int, of: str) -> str:
    """Return a number with what it counts: ``1 row``, ``2 rows``."""
    return f"{number} {of}" if number == 1 else f"{number} {of}s"


def _list(head: str, items: Iterable[str]) -> Iterator[str]:
    lines = list(items)
    if lines:
        yield f"{head}:"
        yield from (f"  {line}" for line in lines)


def _text(text: Text) -> str:
    return f"{text.value} [{text.language}]" if text.language else text.value


def _ref(ref: Ref) -> str:
    return f"{ref.label.value} ({shorten(ref.iri)})" if ref.label.value != shorten(ref.iri) else ref.label.value


def _value(value: Value) -> str:
    return value.label.value if isinstance(value, Ref) else value.value


def _match(match: Match) -> str:
    comment = f". {match.comment.value}" if match.comment else ""
    return f"{match.relation} match {shorten(match.other.iri)}, {match.confidence}{comment}"


def _grounds(source: Ref, paraphrase: Text | None) -> str:
    return f"{source.label.value}: {paraphrase.value}" if paraphrase else source.label.value
