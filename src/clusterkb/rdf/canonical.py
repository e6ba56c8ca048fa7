"""Canonical Turtle: the one way our files are written.

Prefixes sorted, unused ones dropped; one term a block, one pair a line, ``a`` first; comments and the
author's order of blocks and predicates stay. Formatting a formatted file changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from clusterkb.errors import BadInput
from clusterkb.rdf.tokens import tokens

_DIRECTIVES = {"@prefix", "prefix"}
_BRACKETS = {"[": ("[ ", " ]", " ; "), "(": ("( ", " )", " ")}
_WIDTH = 110


@dataclass(slots=True)
class _Document:
    header: list[str] = field(default_factory=list)
    prefixes: dict[str, str] = field(default_factory=dict)
    blocks: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)


def canonical(text: str) -> str:
    """Return ``text``, a Turtle document, in canonical form.

    Raises:
        BadInput: The text is not Turtle, or uses ``@base``, which our files do not.

    >>> print(canonical("@prefix b: <http://b/> . @prefix a: <http://a/> . a:x a:p 1 , 2 ; a a:C ."), end="")
    @prefix a: <http://a/> .
    <BLANKLINE>
    a:x a a:C ;
        a:p 1 ;
        a:p 2 .
    """
    document = _read(text)
    used = {word.partition(":")[0] for block in document.blocks for word in _words(block)}
    prefixes = [f"@prefix {name}: {iri} ." for name, iri in sorted(document.prefixes.items()) if name in used]
    parts = ("\n".join(document.header), "\n".join(prefixes), *document.blocks, "\n".join(document.tail))
    return "\n\n".join(filter(None, parts)) + "\n"


def _read(text: str) -> _Document:
    document = _Document()
    comments: list[str] = []
    for statement in _statements(text):
        comments += [token for kind, token in statement if kind == "comment"]
        tokens = [token for kind, token in statement if kind != "comment"]
        if not tokens:
            continue
        if tokens[0].lower() in _DIRECTIVES:
            _declare(document, tokens)
            document.header += comments
        elif tokens[0].lower() in {"@base", "base"}:
            raise BadInput("@base is not used in our files.", remedy="Write whole IRIs or prefixed names.")
        else:
            document.blocks.append("\n".join([*comments, _block(tokens)]))
        comments = []
    document.tail = comments
    return document


def _declare(document: _Document, tokens: list[str]) -> None:
    if len(tokens) != 3:
        raise BadInput(f"{' '.join(tokens)[:40]} is no prefix.", remedy="Write: @prefix name: <address> .")
    name, iri = tokens[1].rstrip(":"), tokens[2]
    if document.prefixes.setdefault(name, iri) != iri:
        raise BadInput(f"The prefix {name}: is declared twice, for two addresses.", remedy="Give each its own prefix.")


def _statements(text: str) -> Iterator[list[tuple[str, str]]]:
    statement: list[tuple[str, str]] = []
    depth = 0
    for kind, token, _line in tokens(text):
        depth += _deeper(token)
        if kind == "mark" and token == "." and depth == 0:
            yield statement
            statement = []
        else:
            statement.append((kind, token))
            if _is_sparql_directive(statement):
                yield statement
                statement = []
    if any(kind != "comment" for kind, _ in statement):
        raise BadInput("The last statement has no full stop.", remedy="End it with ' .'.", line=text.count("\n") + 1)
    yield statement


def _is_sparql_directive(statement: list[tuple[str, str]]) -> bool:
    """Return whether a statement is whole without a full stop: ``PREFIX a: <…>`` or ``BASE <…>``."""
    words = (token for kind, token in statement if kind != "comment")
    # Only a directive is counted: to count every statement anew at each of its words would take quadratic time.
    whole = {"prefix": 3, "base": 2}.get(next(words, "").lower(), 0)
    return bool(whole) and 1 + sum(1 for _ in words) == whole


def _words(block: str) -> Iterator[str]:
    for kind, token, _ in tokens(block):
        if kind == "word":
            yield token
        elif kind == "string" and "^^" in token:
            yield token.rpartition("^^")[2]


def _block(tokens: list[str]) -> str:
    subject = next(_items(tokens))
    pairs = sorted(_pairs(tokens[len(subject) :]), key=lambda pair: pair[0] != "a")
    facts = " ;\n    ".join(f"{verb} {thing}" for verb, thing in pairs)
    return " ".join(part for part in (_thing(subject, 0), facts, ".") if part)


def _deeper(token: str) -> int:
    """Return by how many levels a token changes the depth."""
    return (token in ("[", "(")) - (token in ("]", ")"))


def _pairs(tokens: list[str]) -> Iterator[tuple[str, str]]:
    for verb, things in _raw_pairs(tokens):
        yield from ((verb, _thing(thing)) for thing in things)


def _raw_pairs(tokens: list[str]) -> Iterator[tuple[str, list[list[str]]]]:
    for part in _split(tokens, ";"):
        if part:
            yield "a" if part[0] == "rdf:type" else part[0], list(_split(part[1:], ","))


def _split(tokens: list[str], mark: str) -> Iterator[list[str]]:
    part: list[str] = []
    depth = 0
    for token in tokens:
        depth += _deeper(token)
        if token == mark and depth == 0:
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _thing(tokens: list[str], indent: int = 4) -> str:
    """Write an object on one line where it fits, else its parts on lines of their own."""
    if not tokens or tokens[0] not in _BRACKETS:
        return "".join(tokens)
    opening, closing, joint = _BRACKETS[tokens[0]]
    flat = opening + joint.join(_inside(tokens, 0)) + closing
    if len(flat) + indent <= _WIDTH or tokens[1:-1] == []:
        return flat if tokens[1:-1] else opening.strip() + closing.strip()
    margin = "\n" + " " * (indent + 4)
    lines = joint.rstrip() + margin
    return opening.rstrip() + margin + lines.join(_inside(tokens, indent + 4)) + "\n" + " " * indent + closing.lstrip()


def _inside(tokens: list[str], indent: int) -> Iterator[str]:
    if tokens[0] == "(":
        yield from (_thing(item, indent) for item in _items(tokens[1:-1]))
    else:
        yield from (f"{verb} {_thing(thing, indent)}" for verb, things in _raw_pairs(tokens[1:-1]) for thing in things)


def _items(tokens: list[str]) -> Iterator[list[str]]:
    item: list[str] = []
    depth = 0
    for token in tokens:
        depth += _deeper(token)
        item.append(token)
        if depth == 0:
            yield item
            item = []
