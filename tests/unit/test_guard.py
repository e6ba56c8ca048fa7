from __future__ import annotations

import pytest

from clusterkb.errors import BadQuery
from clusterkb.sparql.guard import Bounds, check

REFUSED = [
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT*{service<http://127.0.0.1/>{?s ?p ?o}}",
    "SELECT * { SERVICE # why\n SILENT <http://x/> {} }",
    "SELECT * { S\\u0045RVICE <http://x/> {} }",
    "PREFIX a: <http://x/> SELECT * {SERVICE a:b {}}",
    "BASE <http://x/> SELECT * { ?s ?p 'it''s' . SERVICE <y> {} }",
    "SELECT * { { SELECT * FROM <file:/etc/passwd> { ?s ?p ?o } } }",
    "LOAD <file:/etc/passwd>",
    "SELECT * { SERVICESILENT <http://x/> {} }",
    "SELECT * { ?a ckb:year 1e1SERVICE <http://x/> {} }",
    "SELECT * { ?a ckb:year trueSERVICE <http://x/> {} }",
    "ASKFROM <file:/etc/passwd> {}",
    "SELECT * FROMNAMED <http://x/> {}",
    'SELECT * { ?s ?p "\\u0022" . SERVICE <http://x/> {} BIND("\\u0022" AS ?z) }',
    "DELETE WHERE { ?s ?p ?o }",
    "SELECT * {" + "{" * 200 + "}" * 200 + "}",
    "SELECT * { ?s ?p " + "()" * 1 + ", 1" * 500 + " }",
]


@pytest.mark.parametrize("query", REFUSED, ids=range(len(REFUSED)))
def test_what_could_reach_out_or_blow_up_is_refused(query: str) -> None:
    with pytest.raises(BadQuery) as caught:
        check(query, Bounds())
    assert caught.value.remedy


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service ?from { ?service ?load ?from }",
        "SELECT * { ?s ?p 'SERVICE FROM LOAD' } # SERVICE",
        'SELECT * { <http://x/SERVICE#from> ?p """LOAD""" }',
        "PREFIX service: <http://x/> SELECT * { service:from ?p _:load }",
        'SELECT * { ?s ?p "x"@from, "y"@service }',
        "SELECT (1 < 2 AS ?small) { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
    ],
)
def test_harmless_queries_pass(query: str) -> None:
    check(query, Bounds())
