"""The guard: one linear pass over a query before any engine sees it.

It refuses what could reach outside the store (SERVICE, LOAD, FROM in disguise) and what could take the engine
down while it plans (length, nesting, number of patterns). It is a tokenizer, not a second parser: the
engine's own parser says whether the query is SPARQL.
"""

from __future__ import annotations

from dataclasses import dataclass

from clusterkb.errors import BadQuery
from clusterkb.sparql.tokens import refusal, tokens, unescape


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
        for kind, token, place in tokens(text):
            if kind == "word":
                _check_word(token.upper(), text, place, braces)
            elif kind == "mark":
                braces += (token == "{") - (token == "}")
                depth += (token in "{([") - (token in "})]")
                patterns += token in ".;,"
                if bounds and (depth > bounds.depth or patterns > bounds.patterns):
                    raise _too_much(bounds, depth, text, place)


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
