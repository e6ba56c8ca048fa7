"""Queries that want too much, each of which must be refused and leave the server as it was; and some that look so."""

from __future__ import annotations

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
"""Takes little memory, and longer than anybody waits."""

HOSTILE = {
    "cartesian count": RUNAWAY,
    "cartesian order": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c",
    "cartesian distinct": "SELECT DISTINCT ?a ?e ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "group concat hog": "SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f), STR(?i))) AS ?x) "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "doubling text": "SELECT ?z { BIND('aaaaaaaaaaaaaaaa' AS ?a) "
    + " ".join(
        f"BIND(CONCAT(?{x}, ?{x}, ?{x}, ?{x}) AS ?{y})"
        for x, y in zip("abcdefghijklmno", "bcdefghijklmnoz", strict=True)
    )
    + " }",
    "endless path": "SELECT (COUNT(*) AS ?n) { ?a (<x:a>|!<x:a>)* ?b . ?c (<x:a>|!<x:a>)* ?d }",
    "20,000 nested groups": "SELECT * {" + "{" * 20_000 + "}" * 20_000 + "}",
    "nested groups of the longest query": "SELECT * {" + "{" * 8000 + "}" * 8000 + "}",
    "200 nested ()": "SELECT * { ?s ?p " + "(" * 200 + ")" * 200 + " }",
    "150-pattern star": "SELECT * { " + " ".join(f"?s ?p{n} ?o{n} ." for n in range(150)) + " }",
    "119-pattern star": "SELECT * { " + " ".join(f"?s ?p{n} ?o{n} ." for n in range(119)) + " }",
    "119 unions": "SELECT * { " + " UNION ".join("{ ?a ?b ?c . ?d ?e ?f }" for _ in range(119)) + " }",
    "huge VALUES": "SELECT * { VALUES ?x { " + "1 " * 200_000 + " } }",
    "VALUES times VALUES": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?x{n} {{ {'1 ' * 60} }}" for n in range(100))
    + " }",
    "huge graph": "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}

HARMLESS = {
    "lists within lists": "SELECT * { ?s ?p " + "(" * 60 + ")" * 60 + " }",
    "98 parentheses": "SELECT * { FILTER " + "(" * 97 + "1" + ")" * 97 + " }",
    "a hundred patterns": "SELECT * { " + " ".join(f"ckb:Cluster ?p ?o{n % 3} ." for n in range(100)) + " }",
    "a repeated star": "ASK { ?s ?p ?o FILTER(REGEX(STR(?o), '" + "(a*)*" * 20 + "b')) }",
}
