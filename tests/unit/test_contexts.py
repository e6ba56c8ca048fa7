from __future__ import annotations

import json

import pytest

from clusterkb.errors import BadInput
from clusterkb.rdf.contexts import refuse_contexts


def document(terms: int, things: int, key: str = "@context") -> str:
    """Things with a small context each, in a document with a large one."""
    large = {f"t{n}": f"e:{n}" for n in range(terms)}
    text = json.dumps({"@context": large, "@graph": [{"@context": {"a": "e:a"}, "a": 1}] * things})
    return text.replace('"@context"', key) if key != "@context" else text


@pytest.mark.parametrize("key", ["@context", r'"\u0040context"', r'"@conte\u0078t"'])
def test_a_large_context_that_is_copied_often_is_refused_however_it_is_written(key: str) -> None:
    with pytest.raises(BadInput, match="large contexts"):
        refuse_contexts(document(5_000, 5_000, key).encode(), "x")


@pytest.mark.parametrize(("terms", "things"), [(5_000, 100), (20, 50_000)])
def test_large_contexts_and_many_contexts_are_read(terms: int, things: int) -> None:
    refuse_contexts(document(terms, things).encode(), "x")


def test_a_large_context_of_a_term_is_refused_where_there_are_many_things() -> None:
    inner = {"@id": "e:T", "@context": {f"t{n}": f"e:{n}" for n in range(5_000)}}
    things = [{"@type": "T"}] * 10_000
    with pytest.raises(BadInput, match="large contexts"):
        refuse_contexts(json.dumps({"@context": {"T": inner}, "@graph": things}).encode(), "x")


@pytest.mark.parametrize("text", ['{"@context": ' * 50_000, '"@context": [' * 50_000, "]}" * 100_000, '"\\' * 100_000])
def test_what_is_no_json_is_left_to_the_parser(text: str) -> None:
    refuse_contexts(text.encode(), "x")
