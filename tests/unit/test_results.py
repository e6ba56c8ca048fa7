from __future__ import annotations

import pytest

from clusterkb import KnowledgeBase
from clusterkb.sparql import MEDIA_TYPES, Result

TABLE = b"""{"head": {"vars": ["a", "b"]}, "results": {"bindings": [
  {"a": {"type": "literal", "value": "x", "xml:lang": "uz"}}, {"b": {"type": "bnode", "value": "n"}}]}}"""


def test_rows_keep_language_and_kind_of_each_term() -> None:
    rows = Result("table", "json", TABLE).rows
    assert rows == [
        {"a": {"type": "literal", "value": "x", "xml:lang": "uz"}},
        {"b": {"type": "bnode", "value": "n"}},
    ]


def test_variables_are_in_the_order_of_the_query(kb: KnowledgeBase) -> None:
    assert kb.query("SELECT ?z ?a { } LIMIT 0").variables == ["z", "a"]


def test_iterating_gives_plain_values_without_unbound_ones() -> None:
    assert list(Result("table", "json", TABLE)) == [{"a": "x"}, {"b": "n"}]


def test_the_answer_of_ask_is_a_boolean(kb: KnowledgeBase) -> None:
    assert kb.query("ASK { ?s ?p 'no such thing' }").boolean is False


def test_ask_has_no_variables(kb: KnowledgeBase) -> None:
    assert kb.query("ASK {}").variables == []


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_a_media_type_has_two_parts_and_a_kind(form: str) -> None:
    media_type, kind = MEDIA_TYPES[form]
    assert media_type.count("/") == 1
    assert kind in ("table", "graph")
