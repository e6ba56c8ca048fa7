"""Compression: an answer goes out as gzip where the client takes it and it gains.

Results of queries come compressed from the worker that wrote them, so ``/sparql`` is left alone. No answer holds a
secret, and so its length betrays none (which is what BREACH lives on).
"""

from __future__ import annotations

import gzip

from flask import Request, Response

from clusterkb.web.negotiation import takes_gzip

_LEVEL = 4  # as for results: the step from 4 to 9 costs several times the time for a few hundredths of the length
_WORTH_IT = 1024  # a shorter text gains nothing
_TEXTS = (
    "application/json",
    "application/n-quads",
    "application/n-triples",
    "application/trig",
    "application/xml",
)


def finish(request: Request, response: Response) -> None:
    """Compress an answer where that is due, and leave it out where the client has it.

    The two forms of an answer are different bytes, so a strong tag tells them apart; a cache learns from ``Vary`` that
    there are two.
    """
    readable = request.method in ("GET", "HEAD")
    packs = _is_long_text(request, response)
    if packs and readable:
        response.vary.add("Accept-Encoding")
    packs = packs and takes_gzip(request.accept_encodings)
    tag, weak = response.get_etag()
    if packs and tag:
        response.set_etag(f"{tag}-gzip", bool(weak))
    if tag and readable and response.status_code == 200:
        response.make_conditional(request)
    if packs and response.status_code != 304:
        _pack(response)


def _is_long_text(request: Request, response: Response) -> bool:
    if request.path.startswith("/sparql") or response.status_code in (204, 304):
        return False
    kind = response.mimetype or ""
    text = kind.startswith("text/") or kind.endswith(("+json", "+xml")) or kind in _TEXTS
    return text and "Content-Encoding" not in response.headers and (response.content_length or 0) >= _WORTH_IT


def _pack(response: Response) -> None:
    response.direct_passthrough = False  # a file of ours is read for it; all of them are small
    response.set_data(gzip.compress(response.get_data(), _LEVEL, mtime=0))
    response.content_encoding = "gzip"
