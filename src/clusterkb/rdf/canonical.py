"""Canonical Turtle: the one way our files are written.

Prefixes sorted, unused ones dropped; one term a block, one pair a line, ``a`` first; comments and the
author's order of blocks and predicates stay. Formatting a formatted file changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from clusterkb.errors import BadInput

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<string>(?:\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
                |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^(?:<[^>\s]*>|[^\s;,.()\[\]]+))?)
  | (?P<iri><[^<>\s]*>)
  | (?P<mark>[;,\[\]()]|\.(?![0-9A-Za-z]))
  | (?P<word>[^\s;,\[\]()#<"'.](?:[^\s;,\[\]()<"']*[^\s;,\[\]()<"'.])?)
  | (?P<space>\s+)
    """,
    re.VERBOSE | re.DOTALL,
)
_DIRECTIVES = {"@prefix", "prefix"}


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
    parts = ["\n".join(document.header)] if document.header else []
    parts += ["\n".join(prefixes)] if prefixes else []
    parts += document.blocks
    parts += ["\n".join(document.tail)] if document.tail else []
    return "\n\n".join(parts) + "\n"


def _read(text: str) -> _Document:
    document = _Document()
    comments: list[str] = []
    for statement in _statements(text):
        comments += [token for kind, token in statement if kind == "comment"]
        tokens = [token for kind, token in statement if kind != "comment"]
        if not tokens:
            continue
        if tokens[0].lower() in _DIRECTIVES:
            document.prefixes[tokens[1].rstrip(":")] = tokens[2]
            document.header += comments
        elif tokens[0].lower() in {"@base", "base"}:
            raise BadInput("@base is not used in our files.", remedy="Write whole IRIs or prefixed names.")
        else:
            document.blocks.append("\n".join([*comments, _block(tokens)]))
        comments = []
    document.tail = comments
    return document


def _statements(text: str) -> Iterator[list[tuple[str, str]]]:
    statement: list[tuple[str, str]] = []
    depth = 0
    for kind, token, _line in _tokens(text):
        depth += (token in "[(") - (token in "])") if kind == "mark" else 0
        if kind == "mark" and token == "." and depth == 0:
            yield statement
            statement = []
        else:
            statement.append((kind, token))
    if any(kind != "comment" for kind, _ in statement):
        raise BadInput("The last statement has no full stop.", remedy="End it with ' .'.", line=text.count("\n") + 1)
    yield statement


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        line = text.count("\n", 0, place) + 1
        if found is None:
            raise BadInput(f"{text[place : place + 20]!r} is not Turtle.", remedy="Correct it.", line=line, column=1)
        if found.lastgroup != "space":
            yield str(found.lastgroup), found[0], line
        place = found.end()


def _words(block: str) -> Iterator[str]:
    for kind, token, _ in _tokens(block):
        if kind == "word":
            yield token
        elif kind == "string" and "^^" in token:
            yield token.rpartition("^^")[2]


def _block(tokens: list[str]) -> str:
    subject, rest = tokens[0], tokens[1:]
    pairs = [(verb, thing) for verb, things in _pairs(rest) for thing in things]
    pairs.sort(key=lambda pair: pair[0] != "a")
    return f"{subject} " + " ;\n    ".join(f"{verb} {thing}" for verb, thing in pairs) + " ."


def _pairs(tokens: list[str]) -> Iterator[tuple[str, list[str]]]:
    for part in _split(tokens, ";"):
        if part:
            verb = "a" if part[0] == "rdf:type" else part[0]
            yield verb, [_thing(item) for item in _split(part[1:], ",")]


def _split(tokens: list[str], mark: str) -> Iterator[list[str]]:
    part: list[str] = []
    depth = 0
    for token in tokens:
        depth += (token in ("[", "(")) - (token in ("]", ")"))
        if token == mark and depth == 0:
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _thing(tokens: list[str]) -> str:
    if tokens and tokens[0] == "[":
        inner = [(verb, thing) for verb, things in _pairs(tokens[1:-1]) for thing in things]
        return "[ " + " ; ".join(f"{verb} {thing}" for verb, thing in inner) + " ]" if inner else "[]"
    if tokens and tokens[0] == "(":
        return "( " + " ".join(_thing(item) for item in _items(tokens[1:-1])) + " )"
    return "".join(tokens)


def _items(tokens: list[str]) -> Iterator[list[str]]:
    item: list[str] = []
    depth = 0
    for token in tokens:
        depth += (token in ("[", "(")) - (token in ("]", ")"))
        item.append(token)
        if depth == 0:
            yield item
            item = []
