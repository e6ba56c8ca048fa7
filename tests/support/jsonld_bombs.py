"""JSON-LD that nobody should read without care; see ``bombs``."""

from __future__ import annotations

from tests.support.bombs import CANARY_FILE, CANARY_URL, UPLOAD, made, text

OURS = '"https://w3id.org/clusterkb/context.jsonld"'


def _context(context: str) -> str:
    return f'{{"@context": {context}, "@id": "http://e/a", "e:p": 1}}'


def _contexts(terms: int, things: int) -> str:
    """Return many things with a context of their own, each of which holds that of the whole too."""
    context = ",".join(f'"t{n}":"e:{n}"' for n in range(terms))
    thing = '{"@context":{"u":"e:u"},"u":1}'
    return f'{{"@context":{{{context}}},"@graph":[{",".join([thing] * things)}]}}'


def _ours(things: int) -> str:
    """Return many things that each name the context that is put in for its address."""
    return f"[{','.join([_context(OURS)] * things)}]"


def _within(depth: int) -> str:
    """Return contexts each of which belongs to a term of the one around it and has ours before it."""
    context = "{}"
    for number in range(depth):
        context = f'[{OURS}, {{"t{number}": {{"@id": "e:t{number}", "@context": {context}}}}}]'
    return _context(context)


def _scoped(terms: int, things: int) -> str:
    """Return many things of a kind that brings its own large context."""
    context = ",".join(f'"t{n}":"e:{n}"' for n in range(terms))
    things_said = ",".join(['{"@type":"T"}'] * things)
    return f'{{"@context":{{"T":{{"@id":"e:T","@context":{{{context}}}}}}},"@graph":[{things_said}]}}'


def _nested_json(depth: int, opening: str = '{"e:p":', closing: str = "}") -> str:
    return opening * depth + "1" + closing * depth


JSON_LD = {
    "remote context": text("x.jsonld", _context(f'"{CANARY_URL}c.jsonld"'), "remote-context"),
    "remote context over https": text("x.jsonld", _context('"https://schema.org/"'), "remote-context"),
    "context of a file": text("x.jsonld", _context(f'"{CANARY_FILE}"'), "remote-context"),
    "relative context": text("x.jsonld", _context('"context.jsonld"'), "remote-context"),
    "context in an array": text("x.jsonld", _context(f'[{{}}, "{CANARY_URL}c.jsonld"]'), "remote-context"),
    "context of a term": text(
        "x.jsonld",
        f'{{"@context": {{"q": {{"@id": "e:q", "@context": "{CANARY_URL}c"}}}}, "q": {{"@id": "e:x"}}}}',
        "remote-context",
    ),
    "imported context": text("x.jsonld", _context(f'{{"@import": "{CANARY_URL}c.jsonld"}}'), "remote-context"),
    "term defined by itself": text(
        "x.jsonld", '{"@context": {"t": "t:x", "u": "v:x", "v": "u:x"}, "t": 1, "u": 2}', "bad-context"
    ),
    "4,000 nested objects": made("x.jsonld", "too-deep", lambda: _nested_json(4_000)),
    "100,000 nested objects": made("x.jsonld", "too-deep", lambda: _nested_json(100_000)),
    "100,000 nested arrays": made("x.jsonld", "too-deep", lambda: _nested_json(100_000, "[", "]")),
    "1,000 nested graphs": made("x.jsonld", "too-deep", lambda: _nested_json(1_000, '{"@graph":')),
    "100 nested graphs": made("x.jsonld", "", lambda: _nested_json(100, '{"@graph":', "}").replace("1", "{}")),
    "huge exponent": text("x.jsonld", '{"@id": "e:x", "e:p": 1e999999999}', ""),
    "number of 200,000 digits": made("x.jsonld", "too-long", lambda: f'{{"@id": "e:x", "e:p": {"9" * 200_000}}}'),
    "key given twice": text("x.jsonld", '{"@id": "e:x", "e:p": 1, "e:p": 2}', ""),
    "lone surrogate": text("x.jsonld", r'{"@id": "e:x", "e:p": "\ud800"}', "bad-escape"),
    "NUL as an escape": text("x.jsonld", r'{"@id": "e:x", "e:p": "a\u0000b"}', ""),
    "half a million nameless things": made(
        "x.jsonld", "too-many-things", lambda: "[" + ",".join(['{"e:p":1}'] * (UPLOAD // 10)) + "]"
    ),
    "contexts within a large context": made("x.jsonld", "large-contexts", lambda: _contexts(20_000, 20_000)),
    "large context of a term": made("x.jsonld", "large-contexts", lambda: _scoped(5_000, 20_000)),
    "many contexts": made("x.jsonld", "", lambda: _contexts(5, 20_000)),
    "our context in 4,000 things": made("x.jsonld", "", lambda: _ours(4_000)),
    "our context in 9,000 things": made("x.jsonld", "large-contexts", lambda: _ours(9_000)),
    "our context in 60 terms of one another": made("x.jsonld", "", lambda: _within(60)),
    "large context": made("x.jsonld", "", lambda: _contexts(50_000, 1)),
    "a million commas": made("x.jsonld", "syntax", lambda: f"[{',' * 1_000_000}]"),
}
