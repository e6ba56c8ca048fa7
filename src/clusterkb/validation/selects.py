"""A ``sh:select`` that is asked once for all things instead of once for each.

SHACL binds ``$this`` before a query runs. Leaving it unbound and asking for the kind of ``$this`` at the end gives the
same rows only where no part of the query is computed without it. What is let through here is narrow for that reason:
the query begins with ``$this`` as a subject, and no group stands in it but behind EXISTS.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

import pyoxigraph as ox

from clusterkb.namespaces import expand
from clusterkb.sparql.tokens import Token, tokens

_CLAUSES = {"A", "AS", "ASC", "BIND", "BY", "DESC", "DISTINCT", "EXISTS", "FALSE", "FILTER", "IN", "NOT", "ORDER"}
_CLAUSES |= {"PREFIX", "SELECT", "TRUE", "WHERE"}
_FUNCTIONS = {"ABS", "BOUND", "CEIL", "COALESCE", "CONCAT", "CONTAINS", "DATATYPE", "DAY", "FLOOR", "IF", "ISBLANK"}
_FUNCTIONS |= {"ISIRI", "ISLITERAL", "ISNUMERIC", "ISURI", "LANG", "LANGMATCHES", "LCASE", "MONTH", "REGEX", "REPLACE"}
_FUNCTIONS |= {"ROUND", "SAMETERM", "STR", "STRAFTER", "STRBEFORE", "STRENDS", "STRLEN", "STRSTARTS", "SUBSTR", "UCASE"}
_FUNCTIONS |= {"YEAR"}
_PROJECTED = {"this", "path", "value"}
_NOT_PROJECTED = {"PATH", "currentShape", "failure", "message", "shapesGraph"}
_TERMS = {"iri", "name", "string", "variable", "language"}
_TYPE, _SUB_CLASS = expand("rdf:type"), expand("rdfs:subClassOf")


def batchable(select: str) -> bool:
    """Return whether a query gives the same rows for all things at once as for each alone, as far as one can see.

    >>> batchable("SELECT $this ?value WHERE { $this <e:p> ?value FILTER NOT EXISTS { ?value <e:q> $this } }")
    True
    >>> batchable("SELECT $this WHERE { $this <e:p> ?x . { SELECT ?x WHERE { ?x <e:q> 1 } } }")
    False
    """
    found = list(tokens(select))
    opening = next((place for place, token in enumerate(found) if token.text == "{"), None)
    if opening is None or "\\u" in select.lower() or not _known_words(found):
        return False
    head, body = found[:opening], found[opening:]
    # The parser comes last: it begins to answer, and no word is left then that would reach outside the store.
    return _plain_head(head) and _plain_body(body) and names(select) is not None and _parses(select)


def names(select: str) -> frozenset[str] | None:
    """Return all IRIs that a query names, prefixes resolved; None when one cannot be.

    >>> sorted(names("PREFIX e: <e:> SELECT $this WHERE { $this a e:C ; <f:p> 1 }"))
    ['e:C', 'f:p', 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type']
    """
    prefixes: dict[str, str] = {}
    found = {_TYPE}
    past = [Token("mark", "", 0), Token("mark", "", 0)]
    for token in tokens(select):
        if past[0].text.upper() == "PREFIX":
            prefixes[past[1].text] = token.text[1:-1]
        elif token.kind == "iri":
            found.add(token.text[1:-1])
        elif token.kind == "name" and past[1].text.upper() != "PREFIX" and not token.text.startswith("_:"):
            prefix, _, local = token.text.partition(":")
            if f"{prefix}:" not in prefixes or "\\" in local:
                return None
            found.add(prefixes[f"{prefix}:"] + local)
        past = [past[1], token]
    return frozenset(found)


def for_all(select: str, classes: Collection[str]) -> str:
    """Return a batchable query that asks once for all things of ``classes``, given as IRIs, or of classes below them.

    >>> print(for_all("SELECT $this WHERE { $this <e:p> 1 }", ["e:C"]))
    SELECT $this WHERE { $this <e:p> 1  FILTER(EXISTS { $this <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>/\
<http://www.w3.org/2000/01/rdf-schema#subClassOf>* <e:C> })}
    """
    end = max(token.place for token in tokens(select) if token.text == "}")
    kinds = " || ".join(f"EXISTS {{ $this <{_TYPE}>/<{_SUB_CLASS}>* <{kind}> }}" for kind in sorted(classes))
    return f"{select[:end]} FILTER({kinds}){select[end:]}"


def with_prefixes(select: str, prefixes: Mapping[str, str]) -> str:
    """Return a query with declarations in front.

    >>> print(with_prefixes("ASK {}", {"e": "http://e/"}))
    PREFIX e: <http://e/>
    ASK {}
    """
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in sorted(prefixes.items())) + select


def _parses(select: str) -> bool:
    try:
        return isinstance(ox.Store().query(select), ox.QuerySolutions)
    except (SyntaxError, ValueError, RuntimeError):  # RuntimeError: a function that it does not know
        return False


def _known_words(found: Sequence[Token]) -> bool:
    words = {token.text.upper() for token in found if token.kind == "word"}
    variables = {token.text[1:] for token in found if token.kind == "variable"}
    return words <= _CLAUSES | _FUNCTIONS and not variables & _NOT_PROJECTED


def _plain_head(head: Sequence[Token]) -> bool:
    """Return whether what is selected is ``$this``, and perhaps ``?path`` and ``?value``, without a computation."""
    after = [token.text.upper() for token in head].index("SELECT")
    variables = {token.text[1:] for token in head[after:] if token.kind == "variable"}
    return "this" in variables <= _PROJECTED and all(token.kind in ("variable", "word") for token in head[after:])


def _plain_body(body: Sequence[Token]) -> bool:
    begins = [token.text for token in body[:2]] in (["{", "$this"], ["{", "?this"])
    # A path of no length would begin with everything there is.
    predicate = len(body) > 3 and body[2].kind in ("iri", "name", "word") and body[3].text not in ("*", "?", "|")
    if not begins or not predicate or any(_odd(before, token) for before, token in pairwise(body)):
        return False
    end = max(place for place, token in enumerate(body) if token.text == "}") + 1
    return not any(map(_is_predicate, body[:end], body[1:end], body[2:end]))


def _odd(before: Token, token: Token) -> bool:
    if token.text == "{":
        return before.text.upper() != "EXISTS"
    if token.text == "(":  # a list, or a function that engines may not share
        return before.text in (".", "{", "}", ")") or before.kind == "iri" or _is_foreign(before)
    if before.text == "!":  # what is left out of a path lets through whatever it does not name
        return token.text != "=" and token.text.upper() not in _FUNCTIONS | {"EXISTS"} and token.kind != "variable"
    return before.text.upper() == "AS" and token.text[1:] == "this"


def _is_foreign(token: Token) -> bool:
    return token.kind == "name" and not token.text.startswith("xsd:")


def _is_predicate(before: Token, token: Token, after: Token) -> bool:
    """Return whether a variable stands where a predicate does; then every statement counts."""
    if token.kind != "variable":
        return False
    if before.text in (";", "["):
        return True
    follows = after.kind in _TERMS or after.text in ("[", "(", "+", "-", "true", "false", "_") or after.text.isdigit()
    return follows and (before.kind in _TERMS or before.text == "]")
