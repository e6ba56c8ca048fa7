"""The guard: one linear pass over a public query before any engine sees it.

It refuses what could reach outside the store (SERVICE, LOAD, FROM) and what could take the engine
down while it plans (length, nesting, number of patterns). It is a tokenizer, not a second parser: the
engine's own parser says whether the query is SPARQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from clusterkb.errors import BadQuery

MAX_DEPTH = 100
MAX_PATTERNS = 120

_TOKEN = re.compile(
    r"""
    (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<comment>\#[^\n\r]*)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
              |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<name>[^\W\d_][\w.-]*:[^\s<>"'{}()\[\];,|^#?$=!&*/+]*|:[^\s<>"'{}()\[\];,|^#?$=!&*/+]*|_:\w+)
  | (?P<word>@?[^\W\d_]\w*)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_REFUSED = {
    "SERVICE": "asks another server",
    "LOAD": "loads a document",
    "FROM": "names its own dataset",
}
_REMEDIES = {
    "SERVICE": "Query the other server directly and join the results yourself.",
    "LOAD": "Only reading is possible here.",
    "FROM": "Leave it out: the default graph holds everything; use GRAPH ?g { … } for one file.",
}
_UPDATES = frozenset(("INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"))


def check(query: str, *, max_bytes: int) -> None:
    """Let a stranger's query pass or refuse it.

    Raises:
        BadQuery: With the place and what to do instead.

    >>> check("SELECT * WHERE { ?service ?p 'SERVICE' } # SERVICE", max_bytes=1000)
    >>> check("SELECT * { SERVICE ?x { ?s ?p ?o } }", max_bytes=1000)
    Traceback (most recent call last):
    ...
    clusterkb.errors.BadQuery: line 1, column 12: SERVICE asks another server, which is not allowed here. \
Query the other server directly and join the results yourself.
    """
    size = len(query.encode("utf-8", errors="surrogatepass"))
    if size > max_bytes:
        raise BadQuery(f"The query has {size} bytes; at most {max_bytes} are allowed.", remedy="Shorten it.")
    depth = patterns = 0
    text = _unescape(query)
    refuse_outside(query)
    for kind, token, place in _tokens(text):
        depth += (kind == "mark") * ((token in "{([") - (token in "})]"))
        patterns += kind == "mark" and token in ".;,"
        if depth > MAX_DEPTH:
            raise _refusal(f"The query nests deeper than {MAX_DEPTH} levels", text, place, "Simplify it.")
        if patterns > MAX_PATTERNS:
            raise _refusal(f"The query has over {MAX_PATTERNS} patterns", text, place, "Split it in two.")


def refuse_outside(query: str) -> None:
    """Refuse a query that would reach outside the store or change it, whoever asks.

    Raises:
        BadQuery: With the place and what to do instead.
    """
    # Both as written and with escapes resolved: an escape may hide a keyword, or a quotation mark that hides one.
    for text in dict.fromkeys((query, _unescape(query))):
        braces = 0
        for kind, token, place in _tokens(text):
            if kind == "word":
                _check_word(token.upper(), text, place, braces)
            elif kind == "mark":
                braces += (token == "{") - (token == "}")


def _check_word(word: str, text: str, place: int, braces: int) -> None:
    # The engine needs no space between words: FROMNAMED, trueSERVICE and SERVICESILENT are two words each to it.
    for refused, deed in _REFUSED.items():
        if refused in word and not word.startswith("@"):
            raise _refusal(f"{refused} {deed}, which is not allowed here", text, place, _REMEDIES[refused])
    if word in _UPDATES and not braces:
        raise _refusal(f"{word} would change data; this endpoint only reads", text, place, "Use SELECT or CONSTRUCT.")


def _refusal(message: str, text: str, place: int, remedy: str) -> BadQuery:
    line = text.count("\n", 0, place) + 1
    column = place - (text.rfind("\n", 0, place) + 1) + 1
    return BadQuery(message + ".", remedy=remedy, line=line, column=column)


def _unescape(query: str) -> str:
    r"""Resolve ``\u`` escapes, which SPARQL allows anywhere, so that no keyword hides in one."""

    def character(found: re.Match[str]) -> str:
        code = int(found[1] or found[2], 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise _refusal(f"{found[0]} names no character", query, found.start(), "Correct the escape.")
        return chr(code)

    return _ESCAPE.sub(character, query)


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    for found in _TOKEN.finditer(text):
        if found.lastgroup not in ("comment", None) and not found[0].isspace():
            yield str(found.lastgroup), found[0], found.start()
