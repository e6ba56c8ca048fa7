from __future__ import annotations

import pytest

from clusterkb.web.negotiation import HTML, choose, language, ranked

OFFERS = [HTML, "text/turtle", "application/ld+json"]


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", HTML),
        ("*/*", HTML),
        ("text/turtle", "text/turtle"),
        ("text/html;q=0.8, text/turtle;q=0.9", "text/turtle"),
        ("text/*;q=0.5, application/ld+json;q=0.4", HTML),
        ("text/html;q=0, */*;q=0.1", "text/turtle"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        ("application/rdf+xml;q=0.9, application/ld+json, */*;q=0.1", "application/ld+json"),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted", */*;q=0.1', "application/ld+json"),
        ("image/png", None),
        ("nonsense", None),
    ],
)
def test_the_offer_that_the_header_likes_best_is_chosen(accept: str, chosen: str | None) -> None:
    assert choose(accept, OFFERS) == chosen


def test_equally_liked_offers_keep_the_order_of_the_server() -> None:
    assert ranked("text/turtle, text/html", OFFERS) == [HTML, "text/turtle"]


@pytest.mark.parametrize(
    ("header", "spoken"),
    [("ru", "ru"), ("uz-Latn-UZ, en;q=0.5", "uz"), ("de, fr", "en"), ("en;q=0.1, ru;q=0.9", "ru"), ("*", "en")],
)
def test_the_interface_speaks_the_language_asked_for(header: str, spoken: str) -> None:
    assert language(header) == spoken
