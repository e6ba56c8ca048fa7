"""The guard: one linear pass over a query before any engine sees it.

It refuses what could reach outside the store (SERVICE, LOAD, FROM in disguise) and what could take the engine
down while it plans (length, nesting, number of patterns). It is a tokenizer, not a second parser: the
engine's own parser says whether the query is SPARQL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from clusterkb.errors import BadQuery
from clusterkb.sparql.tokens import Token, refusal, tokens, unescape


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
_GLUED = re.compile(r"\.(?:SERVICE|LOAD)", re.IGNORECASE)
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
    # Both as written and with escapes resolved: an escape may hide a keyword, or a quotation mark that hides one.
    for text in dict.fromkeys((query, unescape(query))):
        braces = depth = patterns = 0
        unclear, before = False, Token("mark", "{", 0)
        for token in tokens(text):
            if token.kind == "word":
                _check_word(token.text.upper(), text, token.place, braces)
            elif token.kind == "mark":
                braces += (token.text == "{") - (token.text == "}")
                depth += (token.text in "{([") - (token.text in "})]")
                patterns += token.text in ".;,"
                if bounds and (depth > bounds.depth or patterns > bounds.patterns):
                    raise _too_much(bounds, depth, text, token.place)
            unclear = unclear or _unclear(token, before, braces, depth)
            before = token
        if unclear and (found := _HIDDEN.search(text)):
            raise refusal(f"{found[0]} may be read as a keyword here", text, found.start(), _CLEARER)


def _unclear(token: Token, before: Token, braces: int, depth: int) -> bool:
    """Return whether the engine, which knows where an operator or a keyword may stand, may read a token otherwise."""
    if token.kind == "iri" and depth > braces:  # within parentheses: perhaps "less than" and what follows
        return before.kind in ("variable", "string", "name", "word") or before.text == ")" or before.text.isdigit()
    if token.kind == "name":  # an escaped mark, a keyword behind the point that ends a name, or one outside the pattern
        hidden = not braces and before.text.upper() != "PREFIX" and _HIDDEN.search(token.text.partition(":")[0])
        return bool(hidden) or "\\" in token.text or bool(_GLUED.search(token.text))
    # A keyword and a prefixed name without a space between them, before a group.
    return token.text == "{" and before.kind == "name" and bool(_HIDDEN.search(before.text.partition(":")[0]))


def _too_much(bounds: Bounds, depth: int, text: str, place: int) -> BadQuery:
    if depth > bounds.depth:
        return refusal(f"The query nests deeper than {bounds.depth} levels", text, place, "Simplify it.")
    return refusal(f"The query has over {bounds.patterns} patterns", text, place, "Split it in two.")


def repeatable(query: str) -> bool:
    """Return whether the same data gives the same result each time.

    >>> repeatable("ASK { ?now ?p 'NOW()' }"), repeatable("SELECT (now() AS ?t) {}")
    (True, False)
    """
    text = unescape(query)
    if not any(word in text.upper() for word in _CHANGING):  # nearly always, and much faster than tokens
        return True
    return not any(kind == "word" and token.upper() in _CHANGING for kind, token, _ in tokens(text))


def _check_word(word: str, text: str, place: int, braces: int) -> None:
    # The engine needs no space between words: FROMNAMED, trueSERVICE and SERVICESILENT are two words each to it.
    for hidden, (deed, remedy) in _REFUSED.items():
        # A FROM in plain sight, before the pattern, is the dataset's to judge.
        plain = word == "FROM" and not braces
        if hidden in word and not word.startswith("@") and not plain:
            raise refusal(f"{deed}, which is not allowed here", text, place, remedy)
    if word in _UPDATES and not braces:
        raise refusal(f"{word} would change data; this endpoint only reads", text, place, "Use SELECT or CONSTRUCT.")
