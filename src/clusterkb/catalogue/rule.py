"""A rule that a finding can name: a shape, a rule on names, or a reason why a document or shapes cannot be read."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

import pyoxigraph as ox

from clusterkb.catalogue import samples
from clusterkb.catalogue.expected import Entry, Expectation, expectations, table
from clusterkb.catalogue.reader import Reader, Ref, is_inferred
from clusterkb.catalogue.samples import Sample
from clusterkb.catalogue.triples import document, ordered
from clusterkb.errors import NotFound
from clusterkb.namespaces import BASE, PREFIXES, expand, shorten
from clusterkb.rdf.complaint_words import reasons
from clusterkb.rdf.formats import TURTLE
from clusterkb.rdf.text import Text

_SHAPE = PREFIXES["shape"]
_HELPERS = ("sh:sparql", "sh:qualifiedValueShape")
_OPEN = re.compile(r"\{[?$]\w+\}")
_CERTAIN = {"unknown-term", "unknown-prefix", "wrong-namespace", "wrong-scheme", "inverted-relation"}
_CONCEPTS = f"^{BASE}/concept/"


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in a list."""

    code: str
    name: Text
    severity: str
    message: Text


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Rules that look at the same things, or are of one sort; ``code`` leads to their page, if they have one."""

    code: str
    name: Text
    rules: list[RuleRow]


@dataclass(frozen=True, slots=True)
class RulePage:
    """Everything the page of a rule shows.

    Attributes:
        code, iri: Its short name and its address.
        kind: ``shape``, ``group`` (of shapes), ``name`` (a rule on names and relations), ``file`` (on documents) or
            ``shapes`` (on shapes that others bring).
        name: What it is called.
        severity: ``Violation``, ``Warning`` or ``Info``; empty for a group.
        messages: What a finding says, "…" for what the description decides; a document can have several reasons.
        why: Why there is such a rule, where that is said.
        classes, relations: What it looks at: things of these classes, things with these properties.
        path: The property whose values it looks at, or None.
        expected: What it asks for.
        group: Name and code of the group it belongs to, or None.
        rules: Of a group, its rules.
        mending: ``certain`` if the command can mend it where the right value is beyond doubt, ``proposed`` if it can
            propose a line to fill in, else empty.
        wrong, right: Examples, where there are any.
        source: The shape in Turtle; empty for a rule that is none.
    """

    code: str
    iri: str
    kind: str
    name: Text
    severity: str = ""
    messages: tuple[Text, ...] = ()
    why: str = ""
    classes: tuple[Ref, ...] = ()
    relations: tuple[Ref, ...] = ()
    path: Ref | None = None
    expected: tuple[Expectation, ...] = ()
    group: RuleGroup | None = None
    rules: tuple[RuleRow, ...] = ()
    mending: str = ""
    wrong: Sample | None = None
    right: Sample | None = None
    source: str = ""


def rules(reader: Reader) -> list[RuleGroup]:
    """Return all rules: those of shapes by what they look at, then those on names, documents and shapes of others."""
    groups = [_group(reader, iri) for iri in _groups(reader)]
    words = table()
    others = [
        RuleGroup(
            "",
            _text(words["groups"][kind], reader),
            [_row_of(code, entry, reader) for code, entry in sorted(words["rules"].items()) if entry["kind"] == kind],
        )
        for kind in words["groups"]
    ]
    return [*sorted(groups, key=lambda group: group.name.value.casefold()), *others]


def codes(reader: Reader) -> list[str]:
    """Return the code of every rule and every group of rules, sorted."""
    shapes = [iri for group in _groups(reader) for iri in (group, *_members(reader, group))]
    return sorted([*(_code(iri) for iri in shapes), *table()["rules"]])


def rule(reader: Reader, code: str) -> RulePage:
    """Read a rule.

    Raises:
        NotFound: There is none with this code; the message names the nearest.
    """
    if entry := table()["rules"].get(code):
        return _other(code, entry, reader)
    shape = _shape(reader, code)
    if shape is None:
        near = _near(code, codes(reader))
        hint = f" The nearest are: {', '.join(near)}." if near else ""
        raise NotFound(f"There is no rule {code!r}.{hint}", remedy="See the list of all rules.")
    return _group_page(reader, shape) if _members(reader, shape) else _shape_page(reader, shape)


def _near(code: str, known: list[str]) -> list[str]:
    plain = {one.casefold(): one for one in known}
    return [plain[one] for one in difflib.get_close_matches(code.casefold(), plain, n=3)]


def _shape(reader: Reader, code: str) -> str | None:
    """Return the IRI of a shape; what only serves another shape is shown with that one."""
    iri = _SHAPE + code
    if not reader.exists(iri):
        return None
    if _members(reader, iri) or reader.subjects("sh:property", iri):
        return iri
    return next((owner for name in _HELPERS for owner in reader.subjects(name, iri)), None)


def _groups(reader: Reader) -> list[str]:
    shapes = reader.subjects("rdf:type", expand("sh:NodeShape"))
    return [iri for iri in shapes if iri.startswith(_SHAPE) and _members(reader, iri)]


def _members(reader: Reader, group: str) -> list[str]:
    return sorted(term.value for term in reader.objects(group, "sh:property") if isinstance(term, ox.NamedNode))


def _group(reader: Reader, iri: str) -> RuleGroup:
    return RuleGroup(_code(iri), _name(reader, iri), [_row(reader, one) for one in _members(reader, iri)])


def _row(reader: Reader, iri: str) -> RuleRow:
    return RuleRow(_code(iri), _name(reader, iri), _severity(reader, iri), _message(reader, iri))


def _row_of(code: str, entry: Entry, reader: Reader) -> RuleRow:
    return RuleRow(code, _text(entry["name"], reader), "Violation", _text(entry["what"], reader))


def _other(code: str, entry: Entry, reader: Reader) -> RulePage:
    said = dict.fromkeys(_text(words, reader) for words in reasons(code))
    return RulePage(
        code=code,
        iri=f"{BASE}/rule/{code}",
        kind=entry["kind"],
        name=_text(entry["name"], reader),
        severity="Violation",
        messages=(_text(entry["what"], reader), *said),
        why=entry["why"][reader.language],
        mending="certain" if code in _CERTAIN else "",
        wrong=samples.sample(entry["form"], entry.get("wrong", "")),
        right=samples.sample(entry["form"], entry.get("right", "")),
    )


def _group_page(reader: Reader, iri: str) -> RulePage:
    group, classes = _group(reader, iri), reader.things(iri, "sh:targetClass")
    return RulePage(
        code=group.code,
        iri=iri,
        kind="group",
        name=group.name,
        classes=tuple(classes),
        relations=tuple(reader.things(iri, "sh:targetSubjectsOf")),
        rules=tuple(group.rules),
        right=samples.right([group.code, *(shorten(ref.iri).partition(":")[2] for ref in classes)]),
        source=_source(reader, iri),
    )


def _shape_page(reader: Reader, iri: str) -> RulePage:
    owner = reader.subjects("sh:property", iri)[0]
    path, related = reader.thing(iri, "sh:path"), reader.things(owner, "sh:targetSubjectsOf")
    code, message = _code(iri), _message(reader, iri)
    wrong = samples.wrong(code)
    return RulePage(
        code=code,
        iri=iri,
        kind="shape",
        name=_name(reader, iri),
        severity=_severity(reader, iri),
        messages=(message,),
        classes=tuple(reader.things(owner, "sh:targetClass")),
        relations=(path,) if path and path in related else tuple(related),
        path=path,
        expected=tuple(expectations(reader, iri)),
        group=_group(reader, owner),
        mending=_mending(reader, iri),
        wrong=wrong,
        right=samples.right(
            [_code(owner), code.partition("-")[0]],
            [message.value, wrong.text if wrong else ""],
            shorten(path.iri) if path else "",
        ),
        source=_source(reader, iri),
    )


def _mending(reader: Reader, iri: str) -> str:
    listed = reader.plain(iri, "sh:pattern").startswith(_CONCEPTS)
    if listed or reader.thing(iri, "sh:datatype") or reader.thing(iri, "sh:nodeKind"):
        return "certain"
    if reader.thing(iri, "sh:hasValue"):  # what a warning asks for may not be the case
        return "certain" if _severity(reader, iri) == "Violation" else "proposed"
    return "proposed" if reader.plain(iri, "sh:minCount") else ""


def _source(reader: Reader, iri: str) -> str:
    nodes = [iri, *(ref.iri for name in _HELPERS for ref in reader.things(iri, name))]
    quads = (
        quad for node in nodes for quad in reader.store.engine.quads_for_pattern(ox.NamedNode(node), None, None, None)
    )
    return document(ordered(quad.triple for quad in quads if not is_inferred(quad)), TURTLE).decode()


def _code(iri: str) -> str:
    return iri.removeprefix(_SHAPE)


def _name(reader: Reader, iri: str) -> Text:
    return reader.text(iri, "sh:name") or Text(_code(iri))


def _message(reader: Reader, iri: str) -> Text:
    text = reader.text(iri, "sh:message") or Text("")
    return Text(_OPEN.sub("…", text.value), text.language)


def _severity(reader: Reader, iri: str) -> str:
    severity = reader.thing(iri, "sh:severity")
    return severity.iri.removeprefix(expand("sh:")) if severity else "Violation"


def _text(words: dict[str, str], reader: Reader) -> Text:
    return Text(words[reader.language], reader.language)
