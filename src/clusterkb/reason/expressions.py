"""Class expressions in words: blank nodes of OWL as Manchester-style text."""

from __future__ import annotations

from clusterkb.namespaces import shorten
from clusterkb.reason import vocabulary as v
from clusterkb.reason.schema import Schema


def describe(schema: Schema) -> dict[str, str]:
    """Return every anonymous class expression and list of ``schema`` in words."""
    nodes = {
        node
        for predicate in (v.INTERSECTION, v.UNION, v.ONE_OF, v.COMPLEMENT, v.ON_PROPERTY, v.FIRST)
        for node, _ in schema.pairs(predicate)
        if node.startswith("_:")
    }
    return {node: _words(schema, node) for node in nodes}


def _words(schema: Schema, node: str) -> str:
    if not node.startswith("_:"):
        return shorten(node)
    for predicate, joint in ((v.INTERSECTION, " and "), (v.UNION, " or "), (v.ONE_OF, ", ")):
        for head in schema.objects(predicate, node):
            return "(" + joint.join(_words(schema, member) for member in schema.members(head)) + ")"
    for denied in schema.objects(v.COMPLEMENT, node):
        return f"not ({_words(schema, denied)})"
    for prop in schema.objects(v.ON_PROPERTY, node):
        for predicate, word in ((v.SOME, "some"), (v.ONLY, "only"), (v.VALUE, "value")):
            for filler in schema.objects(predicate, node):
                return f"{shorten(prop)} {word} {_words(schema, filler)}"
    joint = " o " if schema.by_object[v.CHAIN].get(node) else ", "
    return joint.join(_words(schema, member) for member in schema.members(node))
