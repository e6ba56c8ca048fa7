"""Content negotiation: pure functions from request headers to one of the things on offer."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.datastructures import Accept, LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header

from clusterkb.rdf.text import LANGUAGES

HTML = "text/html"
PROBLEM = "application/problem+json"


def choose(accept: str, offers: Sequence[str]) -> str | None:
    """Return the media type that an Accept header likes best, or None when it accepts none of them.

    Of equally liked ones the first on offer is taken; without a header any will do (RFC 9110, 12.5.1).

    >>> choose("text/turtle, text/html;q=0.5", [HTML, "text/turtle"])
    'text/turtle'
    >>> choose("text/html;q=0, */*", [HTML, "text/turtle"])
    'text/turtle'
    >>> choose("image/png", [HTML]) is None
    True
    """
    return next(iter(ranked(accept, offers)), None)


def content_type(media_type: str) -> str:
    """Return the Content-Type of a document of ours, which is UTF-8 wherever a type lets one say so.

    >>> content_type("text/turtle"), content_type("application/n-triples")
    ('text/turtle; charset=utf-8', 'application/n-triples')
    """
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def ranked(accept: str, offers: Sequence[str]) -> list[str]:
    """Return the acceptable offers, best first.

    >>> ranked("text/csv;q=0.5, application/json", ["text/csv", "application/json", "text/turtle"])
    ['application/json', 'text/csv']
    """
    if not accept.strip():
        return list(offers)
    # Parameters such as charset or profile tell our representations apart from nothing.
    wanted = ((media.partition(";")[0].strip(), quality) for media, quality in parse_accept_header(accept))
    header = MIMEAccept(wanted)
    return sorted((offer for offer in offers if header.quality(offer) > 0), key=lambda offer: -header.quality(offer))


def language(accept: str) -> str:
    """Return the interface language for an Accept-Language header; English when none of ours is wanted.

    >>> language("de, ru-RU;q=0.8, en;q=0.5"), language("uz-Cyrl"), language("")
    ('ru', 'uz', 'en')
    """
    header = parse_accept_header(accept, LanguageAccept)
    wanted = (tag.partition("-")[0].lower() for tag, quality in header if quality > 0)
    return next((tag for tag in wanted if tag in LANGUAGES), "en")


def takes_gzip(encodings: Accept) -> bool:
    """Return whether a client with this Accept-Encoding likes gzip at least as well as a text as it is.

    >>> takes_gzip(Accept([("gzip", 0.5)])), takes_gzip(Accept([("identity", 1), ("gzip", 0.5)]))
    (True, False)
    """
    packed, plain = (encodings.quality(name) for name in ("gzip", "identity"))
    return packed > 0 and packed >= plain
