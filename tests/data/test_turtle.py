"""The Turtle files as text: canonical, readable by two parsers, in the languages they claim, without loose ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from tests.support.lines import first_lines

from clusterkb.build.sources import find
from clusterkb.namespaces import BASE, PREFIXES, expand, shorten
from clusterkb.rdf.canonical import canonical
from clusterkb.rdf.formats import TURTLE
from clusterkb.rdf.parse import parse
from clusterkb.rdf.tokens import tokens

if TYPE_CHECKING:
    from tests.data.conftest import Sources

_CYRILLIC, _LATIN = re.compile(r"[\u0400-\u052f]"), re.compile(r"[A-Za-z]")
_LATIN_LANGUAGES = {"en", "uz", "de", "es", "fr", "fi", "gd", "id", "lv", "mi", "ms", "nl", "pl", "pt"}
_CYRILLIC_LANGUAGES = {"ru", "uz-cyrl", "be", "uk"}
_OTHER_SCRIPTS = {
    "ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"),
    "ko": re.compile(r"[\uac00-\ud7af]"),
    "ur": re.compile(r"[\u0600-\u06ff]"),
    "zh-hans": re.compile(r"[\u4e00-\u9fff]"),
}

_MENTIONED = {
    "РИП": "the English note speaks of the Russian abbreviation itself",
}
_REGISTERS = {
    "DOI": "the identifier has this name in every language",
    "ROR": "the register has this name in every language",
    "URN": "the identifier has this name in every language",
    "Wikidata": "the site has this name in every language",
}
_EXPRESSIONS = {
    expand(name)
    for name in (
        "owl:Class",
        "owl:Restriction",
        "owl:AllDisjointClasses",
        "owl:AllDifferent",
        "owl:NegativePropertyAssertion",
    )
}
_AXIOMS = ("/ontology/axioms/", "/ontology/theory/")
_WHOSE = re.compile(r"# (S\d+( (and|to) S\d+)*, (the article's|our reading)|Ours\b)")
_LIST = {expand("rdf:first"), expand("rdf:rest")}


def test_a_file_equals_its_canonical_form(turtle_file: Path) -> None:
    text = turtle_file.read_text(encoding="utf-8")
    wanted = canonical(text).split("\n")
    lines = text.split("\n")
    pairs = enumerate(zip(lines, wanted, strict=False), start=1)
    line = 0 if lines == wanted else next((n for n, (is_, should) in pairs if is_ != should), len(lines))
    assert not line, f"{turtle_file}:{line}: not in canonical form. Mend it with: clusterkb check turtle --fix"


def test_two_parsers_read_the_same_triples(turtle_file: Path) -> None:
    oxigraph = {str(quad.triple) for quad in _quads(turtle_file)}
    other = rdflib.Graph().parse(turtle_file, format="turtle")
    assert len(other) == len(oxigraph), (
        f"{turtle_file}: Oxigraph reads {len(oxigraph)} triples, rdflib {len(other)}. Write the odd ones more plainly."
    )


def test_blank_nodes_stand_only_in_axioms(turtle_file: Path) -> None:
    place = turtle_file.as_posix()
    # In a shape a list is an enumeration or a path, and stays in the shape.
    opening = {"["} if "/shapes/" in place else {"[", "("}
    faults = [
        f"{place}:{line}: {token} makes a blank node. Give the thing an IRI of its own."
        for kind, token, line in tokens(turtle_file.read_text(encoding="utf-8"))
        if not any(folder in place for folder in _AXIOMS)
        if (kind == "mark" and token in opening) or (kind == "word" and token.startswith("_:"))
    ]
    assert not faults, "\n".join(faults)


def test_every_blank_node_of_an_axiom_is_an_owl_expression(axiom_file: Path) -> None:
    quads = _quads(axiom_file)
    within = {quad.subject for quad in quads if quad.predicate.value in _LIST or _iri(quad.object) in _EXPRESSIONS}
    faults = [
        f"{axiom_file}: a blank node beside {shorten(quad.predicate.value)} is no OWL expression. Give it an IRI."
        for quad in quads
        for node in (quad.subject, quad.object)
        if isinstance(node, ox.BlankNode) and node not in within
    ]
    assert not faults, "\n".join(faults)


def test_beside_every_axiom_stands_its_sentence_and_whose_statement_it_is(axiom_file: Path) -> None:
    # A comment speaks of all blocks below it, down to the next comment.
    said = ""
    faults = []
    for number, line in enumerate(axiom_file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("# "):
            said = line
        elif re.match(r"[^\s@<].* ", line) and not _WHOSE.match(said):
            faults.append(
                f'{axiom_file}:{number}: write "# S12, our reading: why." above it, or "the article\'s", or "Ours".'
            )
    assert not faults, "\n".join(faults)


def test_a_prefix_means_the_same_in_every_file(turtle_file: Path) -> None:
    text = turtle_file.read_text(encoding="utf-8")
    allowed = {**PREFIXES, **({"ex": "https://example.org/"} if "/examples/" in turtle_file.as_posix() else {})}
    faults = [
        f"{turtle_file}: prefix {name}: stands for {iri}, elsewhere for {allowed.get(name)}. Use the one map."
        for name, iri in re.findall(r"^@prefix (\S*): <([^>]*)> \.$", text, re.MULTILINE)
        if allowed.get(name) != iri
    ]
    assert not faults, "\n".join(faults)


def test_a_literal_is_written_in_the_script_of_its_language(turtle_file: Path) -> None:
    faults = [
        f"{turtle_file}:{_line(turtle_file, quad)}: {quad.object} {fault}"
        for quad in _quads(turtle_file)
        if isinstance(quad.object, ox.Literal) and (fault := _script_fault(quad.object))
    ]
    assert not faults, "\n".join(faults)


def _script_fault(literal: ox.Literal) -> str:
    language = literal.language or ""
    words = [word for word in re.findall(r"\w+", literal.value) if word not in _MENTIONED]
    mixed = [word for word in words if _CYRILLIC.search(word) and _LATIN.search(word)]
    if mixed:
        return f"has words of two alphabets: {', '.join(mixed)}. Type them anew."
    if language in _LATIN_LANGUAGES and any(_CYRILLIC.search(word) for word in words):
        return "holds Cyrillic letters. Translate them, or correct the language tag."
    if language in _CYRILLIC_LANGUAGES and literal.value not in _REGISTERS and not _CYRILLIC.search(literal.value):
        return "holds no Cyrillic letter. Translate it, or correct the language tag."
    if language in _OTHER_SCRIPTS and not _OTHER_SCRIPTS[language].search(literal.value):
        return "holds no letter of its language. Translate it, or correct the language tag."
    if language not in {"", *_LATIN_LANGUAGES, *_CYRILLIC_LANGUAGES, *_OTHER_SCRIPTS}:
        return "has a language that this test knows no alphabet for. Correct the tag, or add the language here."
    return ""


def test_every_name_of_ours_is_defined(sources: Sources) -> None:
    # A version IRI names an edition of the ontology, which is no thing of its own.
    faults = sorted(
        f"{sources.at(_iri(quad.subject), quad.predicate.value)}: {shorten(name)} is defined nowhere. "
        "Define it, or correct the name."
        for quad in sources.quads()
        if quad.predicate.value != expand("owl:versionIRI")
        for name in _undefined(quad, _defined())
    )
    assert not faults, "\n".join(faults)


def test_an_example_uses_only_names_that_are_defined(example: Path) -> None:
    faults = [
        f"{example}:{_line(example, quad)}: {shorten(name)} is defined nowhere. Define it, or correct the name."
        for quad in _quads(example)
        for name in _undefined(quad, _defined())
    ]
    assert not faults, "\n".join(faults)


@cache
def _defined() -> frozenset[str]:
    """Return every IRI that some source file gives a type."""
    triples = (triple for file in find() for triple in file.triples())
    return frozenset(_iri(triple.subject) for triple in triples if triple.predicate.value == expand("rdf:type"))


def _undefined(quad: ox.Quad, defined: frozenset[str]) -> Iterator[str]:
    datatype = quad.object.datatype if isinstance(quad.object, ox.Literal) else None
    for term in (quad.subject, quad.predicate, quad.object, datatype):
        if isinstance(term, ox.NamedNode) and term.value.startswith(BASE) and term.value not in defined:
            yield term.value


def _line(path: Path, quad: ox.Quad) -> int:
    """Return the line a statement stands on, as near as its text tells."""
    text = path.read_text(encoding="utf-8")
    first = first_lines(text).get((_iri(quad.subject), quad.predicate.value), 0)
    wanted = shorten(_iri(quad.object))
    if isinstance(quad.object, ox.Literal):
        wanted = f'{quad.object.value}"' + (f"@{quad.object.language}" if quad.object.language else "")
    lines = enumerate(text.lower().split("\n"), start=1)
    return next((number for number, line in lines if number >= first and wanted.lower() in line), first)


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _quads(path: Path) -> list[ox.Quad]:
    return parse(path.read_bytes(), TURTLE, name=path.name)
