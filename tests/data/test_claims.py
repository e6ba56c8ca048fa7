"""The claims: every sentence of the article restated, none copied."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from tests.support.shingles import shingles

from clusterkb.namespaces import shorten

if TYPE_CHECKING:
    from tests.data.conftest import Sources

SENTENCES = 46
_ARTICLE = frozenset(Path(__file__).with_name("article-shingles.txt").read_text(encoding="ascii").split())


def test_every_sentence_of_the_article_has_one_claim(sources: Sources) -> None:
    rows = sources.select("SELECT ?claim ?number { ?claim a ckb:Claim ; ckb:sentenceNumber ?number }")
    assert sorted(int(row["number"]) for row in rows) == list(range(1, SENTENCES + 1))


def test_only_the_stray_fragment_says_nothing(sources: Sources) -> None:
    rows = sources.select("SELECT ?claim { ?claim ckb:modality modality:none }")
    assert rows == [{"claim": "claim:S22"}]


def test_no_text_of_ours_runs_along_with_the_article(sources: Sources) -> None:
    assert len(_ARTICLE) > 1000
    faults = [
        f'{sources.at(shorten(quad.subject.value), shorten(quad.predicate.value))}: "{run}" stands in the article too. '
        "Say it in other words."
        for quad in sources.quads()
        if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode)
        for hashed, run in shingles(quad.object.value).items()
        if hashed in _ARTICLE
    ]
    assert not faults, "\n".join(faults)
