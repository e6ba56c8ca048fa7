"""The guard: one linear pass over a query before any engine sees it.

It refuses what could reach outside the store (SERVICE, LOAD, FROM in disguise) and what could take the engine
down while it plans (length, nesting, number of patterns). It is a tokenizer, not a second parser: the
engine's own parser says whether the query is SPARQL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from clusterkb.errors import BadQuery
from clusterkb.sparql.tokens import Reading, Token, readings, tokens


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a query may be.

    Attributes:
        bytes: Its length in UTF-8.
        depth: How deep braces, brackets and parentheses may nest.
        patterns: How many triple patterns it may have, counted by the marks that end one.
    """

    bytes: int = 16384
    depth: int = 100
    patterns: int = 120


_REFUSED = {
    "SERVICE": ("SERVICE asks another server", "Query the other server directly and join the results yourself."),
    "LOAD": ("LOAD loads a document", "Only reading is possible here."),
    "FROM": ("A word that hides FROM", "Write FROM as a word of its own, before the first brace."),
}
_HIDDEN = re.compile("SERVICE|LOAD|FROM", re.IGNORECASE)
_CLEARER = "Put a space before and behind it, or give the prefix or the term another name."
_UPDATES = frozenset(("INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"))
_CHANGING = frozenset(("NOW", "RAND", "UUID", "STRUUID", "BNODE"))


def check(query: str, bounds: Bounds) -> None:
    """Let a stranger's query pass or refuse it.

    Raises:
        BadQuery: With the place and what to do instead.

    >>> check("SELECT * WHERE { ?service ?p 'SERVICE' } # SERVICE", Bounds())
    >>> check("SELECT * { SERVICE ?x { ?s ?p ?o } }", Bounds())
    Traceback (most recent call last):
    ...
    clusterkb.errors.BadQuery: line 1, column 12: SERVICE asks another server, which is not allowed here. \
Query the other server directly and join the results yourself.
    """
    size = len(query.encode("utf-8", errors="surrogatepass"))
    if size > bounds.bytes:
        raise BadQuery(f"The query has {size} bytes; at most {bounds.bytes} are allowed.", remedy="Shorten it.")
    _judge(query, bounds)


def refuse_outside(query: str) -> None:
    """Refuse a query that would reach outside the store or change it, whoever asks.

    Raises:
        BadQuery: With the place and what to do instead.
    """
    _judge(query, None)


def _judge(query: str, bounds: Bounds | None) -> None:
    # An escape may hide a keyword, or a quotation mark that hides one: every reading has to pass.
    for reading in readings(query):
        braces = depth = patterns = 0
        unclear, before = False, Token("mark", "{", 0)
        for token in tokens(reading.text):
            if token.kind == "word":
                _check_word(reading, token, braces)
            elif token.kind == "mark":
                braces += (token.text == "{") - (token.text == "}")
                depth += (token.text in "{([") - (token.text in "})]")
                patterns += token.text in ".;,"
                if bounds and (depth > bounds.depth or patterns > bounds.patterns):
                    raise _too_much(reading, bounds, depth, token.place)
            unclear = unclear or _unclear(token, before, braces, depth)
            before = token
        if unclear:
            _check_all(reading, bounds)


def _unclear(token: Token, before: Token, braces: int, depth: int) -> bool:
    """Return whether the engine, which knows where an operator or a keyword may stand, may read a token otherwise."""
    if token.kind == "iri":  # behind an operand within parentheses: perhaps "less than" and what follows
        return depth > braces and (before.kind != "mark" or before.text in ")}]>" or before.text.isdigit())
    if token.kind == "name":  # a keyword and a name without a space between them, outside the pattern
        return not braces and before.text.upper() != "PREFIX" and _hidden_prefix(token)
    return token.text == "{" and _hidden_prefix(before)  # the same before a group


def _hidden_prefix(token: Token) -> bool:
    return token.kind == "name" and bool(_HIDDEN.search(token.text.partition(":")[0]))


def _check_all(reading: Reading, bounds: Bounds | None) -> None:
    """Refuse what would be refused if no token were what it seems."""
    if found := _HIDDEN.search(reading.text):
        raise reading.refusal(f"{found[0]} may be read as a keyword here", found.start(), _CLEARER)
    if bounds and reading.text.count("(") > bounds.depth:
        place = reading.text.rindex("(")
        raise reading.refusal(f"The query may nest deeper than {bounds.depth} levels", place, "Simplify it.")


def _too_much(reading: Reading, bounds: Bounds, depth: int, place: int) -> BadQuery:
    if depth > bounds.depth:
        return reading.refusal(f"The query nests deeper than {bounds.depth} levels", place, "Simplify it.")
    return reading.refusal(f"The query has over {bounds.patterns} patterns", place, "Split it in two.")


def repeatable(query: str) -> bool:
    """Return whether the same data gives the same result each time.

    >>> repeatable("ASK { ?now ?p 'NOW()' }"), repeatable("SELECT (now() AS ?t) {}")
    (True, False)
    """
    text = readings(query)[-1].text
    if not any(word in text.upper() for word in _CHANGING):  # nearly always, and much faster than tokens
        return True
    return not any(kind == "word" and token.upper() in _CHANGING for kind, token, _ in tokens(text))


def _check_word(reading: Reading, token: Token, braces: int) -> None:
    word = token.text.upper()
    # The engine needs no space between words: FROMNAMED, trueSERVICE and SERVICESILENT are two words each to it.
    for hidden, (deed, remedy) in _REFUSED.items():
        # A FROM in plain sight, before the pattern, is the dataset's to judge.
        plain = word == "FROM" and not braces
        if hidden in word and not plain:
            raise reading.refusal(f"{deed}, which is not allowed here", token.place, remedy)
    if word in _UPDATES and not braces:
        message = f"{word} would change data; this endpoint only reads"
        raise reading.refusal(message, token.place, "Use SELECT or CONSTRUCT.")
