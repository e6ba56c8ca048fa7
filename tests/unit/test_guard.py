from __future__ import annotations

import time
from collections.abc import Callable

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clusterkb.errors import BadQuery
from clusterkb.sparql.guard import Bounds, check, refuse_outside, repeatable
from clusterkb.sparql.tokens import tokens

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
        "SELECT * { ?s ?p ?o FILTER(?o<3&&?o>1) }",
        "PREFIX x: <x:> SELECT * { ?s x:it\\'s 'a name with an escaped mark' }",
        "SELECT * { VALUES (?a ?b) { (<x:a> <x:b#c>) } }",
        "SELECT * { ?s ?p 'from here', <http://x/from> FILTER(?s IN (<x:a#b>, <x:c#d>)) }",
    ],
)
def test_harmless_queries_pass(query: str) -> None:
    check(query, Bounds())


@pytest.mark.parametrize("update", ["INSERT DATA {}", "DELETE DATA {}", "CLEAR ALL", "DROP ALL", "CREATE GRAPH <x:>"])
def test_what_would_change_data_is_refused(update: str) -> None:
    with pytest.raises(BadQuery, match="would change data"):
        check(update, Bounds())


# ---------------------------------------------------------------- what the engine takes for a SERVICE

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
OPERANDS = ["1", "1.5", "1e1", "true", "?a", "'x'", "'x'@en", '"1"^^xsd:integer', f'"1"^^<{INTEGER}>', "<x:a>", "x:a"]
OPERANDS += ["(1)", "EXISTS{}", "STR(?a)", "RAND()", "x:it\\'s", "''", "'''a'''", "!true", "-1", "<<(<x:a><x:b>1)>>"]
LESS = ["<2)", "< 2)", "<2#>\n)", "<2#>'''\n)", '<2#>"""\n)', "<?a#>'\n)", "<x:b#>'''\n)", "=2)"]
BEFORE = [
    "FILTER({operand}{less}",
    "BIND(({operand}{less} AS ?z)",
    "FILTER COALESCE({operand}{less}",
    "FILTER(1=1&&{operand}{less}",
    "{{ SELECT * {{}} ORDER BY({operand}{less} }}",
    "{{ SELECT (SUM({operand}{less} AS ?n) {{}} }}",
    "OPTIONAL {{ ?s ?p {operand} }}",
    "OPTIONAL {{ ?s x:it\\' {operand} }}",
    "OPTIONAL {{ ?s x:it\\# {operand} }}\n",
    "",
]
CALLS = [
    "SERVICE <{e}> {{ ?k ?l ?m }}",
    "service<{e}>{{?k ?l ?m}}",
    "SERVICE#>\n<{e}>{{?k ?l ?m}}",
    "SERVICE#>'''\n<{e}>{{?k ?l ?m}}",
    "SERVICE:x#>\n{{?k ?l ?m}}",
    "SERVICE:x{{?k ?l ?m}}",
    "SERVICE : {{?k ?l ?m}}",
]
AFTER = ["", " #'''\n", ' #"""\n', " #'\n", " BIND('' AS ?y)", " # it''s\n"]
NO_HTTP = "http://127.0.0.1:1/"  # of a port that HTTP may not use: the engine fails before it would connect
QUERIES = st.builds(
    lambda before, operand, less, call, after: (
        f"PREFIX : <{NO_HTTP}> PREFIX x: <x:> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT * {{ "
        f"{before.format(operand=operand, less=less)}{call.format(e=NO_HTTP)}{after}\n}}"
    ),
    *(st.sampled_from(parts) for parts in (BEFORE, OPERANDS, LESS, CALLS, AFTER)),
)


def calls_out(query: str) -> bool:
    try:
        list(ox.Store().query(query))  # type: ignore[arg-type]
    except OSError:
        return True
    except (SyntaxError, ValueError, RuntimeError):
        return False
    return False


@settings(max_examples=2000, deadline=None)
@given(query=QUERIES)
def test_whatever_the_engine_takes_for_a_service_is_refused(query: str) -> None:
    if calls_out(query):
        with pytest.raises(BadQuery):
            refuse_outside(query)


# ---------------------------------------------------------------- bounds


@pytest.mark.parametrize(("beyond", "passes"), [(-1, True), (0, True), (1, False)])
@pytest.mark.parametrize("letter", ["a", "é", "ж", "学", "𓀀"])
def test_a_query_may_have_as_many_bytes_as_its_bound(letter: str, beyond: int, passes: bool) -> None:
    query = "ASK {} #" + letter * 10
    assert passed(query, Bounds(bytes=len(query.encode()) - beyond)) is passes


@pytest.mark.parametrize(("beyond", "passes"), [(-1, True), (0, True), (1, False)])
@pytest.mark.parametrize(("opening", "closing"), ["{}", "()", "[]"])
def test_a_query_may_nest_as_deep_as_its_bound(opening: str, closing: str, beyond: int, passes: bool) -> None:
    query = "ASK {" + opening * 9 + closing * 9 + "}"
    assert passed(query, Bounds(depth=10 - beyond)) is passes


@pytest.mark.parametrize(("beyond", "passes"), [(-1, True), (0, True), (1, False)])
@pytest.mark.parametrize("mark", [" .", " ;", " ,"])
def test_a_query_may_have_as_many_patterns_as_its_bound(mark: str, beyond: int, passes: bool) -> None:
    query = "ASK {" + f" ?s ?p ?o{mark}" * 10 + "}"
    assert passed(query, Bounds(patterns=10 - beyond)) is passes


def test_nesting_that_has_ended_does_not_count() -> None:
    check("ASK {" + "{}" * 1000 + "}", Bounds(depth=2))


def test_what_stands_in_strings_and_comments_counts_for_neither_depth_nor_patterns() -> None:
    check("ASK { ?s ?p '((((....', '''{{{;;;''' } # [[[[,,,,", Bounds(depth=2, patterns=2))


def test_a_point_right_behind_a_name_ends_a_pattern_too() -> None:
    with pytest.raises(BadQuery, match="over 10 patterns"):
        check("PREFIX x: <x:> ASK {" + "?s ?p x:o." * 11 + "}", Bounds(patterns=10))


@pytest.mark.parametrize("operand", ["1", "?a", "<x:a>", "EXISTS{}"])
def test_parentheses_behind_a_less_than_sign_nest_too(operand: str) -> None:
    with pytest.raises(BadQuery):
        check(f"ASK {{ FILTER({operand}<" + "(" * 200 + "1" + ")" * 200 + "#>\n) }", Bounds(depth=100))


def complaint(text: str, bounds: Bounds) -> BadQuery | None:
    try:
        check(text, bounds)
    except BadQuery as error:
        return error
    return None


def passed(query: str, bounds: Bounds) -> bool:
    return complaint(query, bounds) is None


# ---------------------------------------------------------------- places

TEXTS = {
    "at the beginning": "{}",
    "in the second line": "ASK {\n  {}",
    "after a CRLF": "ASK {\r\n  {}",
    "after empty lines": "\n\n\r\n\n{}",
    "after Cyrillic": "ASK { ?с ?п 'холдинг' {}",
    "after four bytes a letter": "ASK { ?s ?p '𓀀𓀀𓀀' {}",
    "after a letter of two code points": "ASK { ?s ?p 'e\u0301' {}",
    "after a long string": "ASK { ?s ?p '''a\nb\r\nc''' {}",
    "after a comment": "ASK { # here\n {}",
    "after a tab": "ASK {\t{}",
    "after another line separator": "ASK { ?s ?p '\u2028\u0085' {}",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("word", ["SERVICE", "load"])
def test_a_refused_word_is_refused_at_its_line_and_column(text: str, word: str) -> None:
    before = text.partition("{}")[0]
    with pytest.raises(BadQuery) as caught:
        check(before + word + " <http://x/> {} }", Bounds())
    lines = before.split("\n")
    assert (caught.value.line, caught.value.column) == (len(lines), len(lines[-1]) + 1)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_nesting_is_refused_at_the_line_and_column_where_it_goes_too_deep(text: str) -> None:
    before = text.partition("{}")[0]
    depth = before.count("{")
    with pytest.raises(BadQuery) as caught:
        check(before + "((((", Bounds(depth=depth + 2))
    lines = before.split("\n")
    assert (caught.value.line, caught.value.column) == (len(lines), len(lines[-1]) + 3)


def test_the_place_is_that_in_the_text_as_it_was_sent_though_escapes_stand_before_it() -> None:
    query = "ASK { ?s ?p '\\u0041\\U00000042' . S\\u0045RVICE <http://x/> {} }"
    with pytest.raises(BadQuery) as caught:
        check(query, Bounds())
    assert caught.value.column == query.index("S\\u0045") + 1


def test_an_escape_that_names_no_character_is_refused_at_its_place() -> None:
    with pytest.raises(BadQuery, match="names no character") as caught:
        check("ASK {\n ?s ?p '\\uD800' }", Bounds())
    assert (caught.value.line, caught.value.column) == (2, 9)


# ---------------------------------------------------------------- time

NASTY = {
    "marks": "'",
    "double marks": '"',
    "strings within strings": "\"'",
    "long marks": "'''",
    "long double marks": '"""a',
    "long marks and escapes": "'''\\",
    "marks and escapes": "'\\",
    "double marks and escapes": '"\\',
    "escapes": "\\",
    "escaped letters": "\\u0041",
    "less than": "<",
    "less than and a letter": "<a",
    "less than, a space": "< ",
    "number signs": "#",
    "number signs and lines": "#\n",
    "question marks": "?",
    "colons": ":",
    "names": "a:",
    "names with escapes": "a:b\\'",
    "names that end with points": "a:.",
    "blank nodes": "_:",
    "words with points": "a.",
    "words with dashes": "a-",
    "words with points and dashes": "a.-",
    "numbers": "1.",
    "languages": "@a-",
    "spaces": " ",
    "lines": "\r\n",
    "brackets": "([{",
    "letters": "ж",
    "no characters": "\udcff",
    "keywords in disguise": "xSERVICE:y",
}


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of some work, at best."""
    taken = []
    for _ in range(4):
        begun = time.thread_time()
        work()
        taken.append(time.thread_time() - begun)
    return min(taken)


@pytest.mark.parametrize("piece", NASTY.values(), ids=NASTY)
def test_eight_times_the_text_takes_nowhere_near_sixty_four_times_the_work(piece: str) -> None:
    bounds = Bounds(bytes=10**6, depth=10**6, patterns=10**6)
    small, large = (piece * (size // len(piece)) for size in (2048, 16384))
    ratio = seconds(lambda: passed(large, bounds)) / max(seconds(lambda: passed(small, bounds)), 0.0002)
    assert ratio < 24


# ---------------------------------------------------------------- any text

WORDS = ["SERVICE", "LOAD", "FROM", "NAMED", "PREFIX", "BASE", "ASK", "SELECT", "{", "}", "(", ")", "[", "]", "*", "."]
ODD = ["\\uD800", "\\U00110000", "\\u", "\\U0000", "\x00", "\ufeff", "?x", "$", "^^", "@"]
PIECES = st.sampled_from([*NASTY.values(), *OPERANDS, *LESS, *WORDS, *ODD])
ANY = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join), st.lists(PIECES, max_size=20).map(" ".join))


@example("\udcff")
@example("ASK { \\uDFFF }")
@given(ANY)
def test_no_text_makes_the_guard_fail_in_another_way_than_refusing_with_a_remedy(text: str) -> None:
    found = complaint(text, Bounds())
    assert found is None or found.remedy


@given(ANY)
def test_every_refusal_of_any_text_has_a_place_in_it(text: str) -> None:
    found = complaint(text, Bounds(bytes=10**6))
    assert found is None or 1 <= found.column <= len(text.split("\n")[found.line - 1])


@given(ANY)
def test_every_token_stands_where_it_says(text: str) -> None:
    try:
        read = list(tokens(text))
    except BadQuery:
        return
    assert [text[token.place :][: len(token.text)] for token in read] == [token.text for token in read]


# ---------------------------------------------------------------- the same again


@pytest.mark.parametrize("word", ["NOW()", "rand()", "UUID ( )", "STRUUID()", "BNODE('a')", "N\\u004FW()"])
def test_what_changes_by_itself_is_not_repeatable(word: str) -> None:
    assert not repeatable(f"SELECT ({word} AS ?x) {{}}")


@pytest.mark.parametrize("text", ["?now", "'NOW()'", "<http://x/RAND()>", "x:uuid", "# NOW()\n", '"""RAND()"""'])
def test_what_only_looks_so_is_repeatable(text: str) -> None:
    assert repeatable(f"ASK {{ ?s ?p {text} }}")
