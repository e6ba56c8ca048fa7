"""The SPARQL door: the endpoint for programs, and a page with a form and a table for people."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass, replace
from io import FileIO

from flask import Blueprint, Response, g, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as AnyResponse
from werkzeug.wsgi import wrap_file

from clusterkb import reading
from clusterkb.catalogue import Example
from clusterkb.errors import ClusterkbError, NotFound
from clusterkb.reading import Question
from clusterkb.sparql import MEDIA_TYPES, Result, Table
from clusterkb.sparql.guard import repeatable
from clusterkb.version import __version__
from clusterkb.web.context import caller, preferred_language, question, read, site, version
from clusterkb.web.described import rdf_response
from clusterkb.web.negotiation import HTML, choose, content_type
from clusterkb.web.problems import page_or_error
from clusterkb.web.protocol import ACCEPTED, Asked, asked, forms
from clusterkb.web.site import PAGE_ROWS
from clusterkb.web.tongues import PREFIX, speak

sparql = Blueprint("sparql", __name__)

_LONGEST_BODY = 2**20  # a query that is too long is told so by the guard; this is for what is no query
_LOOPBACK = ("127.0.0.1", "::1")
_OWN = ("question", "query", "inferred", "lang")


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows.

    Attributes:
        query: What was asked, or an empty string.
        question: The question that it answers, where one of ours was asked by name.
        inferred: Whether facts that only follow were part of it.
        result: A table, or the result of another form of query; None when nothing was asked or it failed.
        error: Why it failed, or None.
        examples: Queries to begin with.
        row_limit: At most so many rows stand on the page.
    """

    query: str
    question: Question | None
    inferred: bool
    result: Table | Result | None
    error: ClusterkbError | None
    examples: tuple[Example, ...]
    row_limit: int


@sparql.before_request
def bound_body() -> None:
    """Refuse a body that no allowed query can have."""
    request.max_content_length = _LONGEST_BODY


@sparql.route("/sparql", methods=["GET", "POST", "QUERY"])
def endpoint() -> AnyResponse:
    """Answer a query by the SPARQL 1.1 Protocol; show a person the page; describe the service when nothing is asked."""
    accept = request.headers.get("Accept", "")
    what = asked(request)
    # Last on offer, so that only who says "text" can mean the page.
    if not what.formats and "text" in accept and choose(accept, [*ACCEPTED, HTML]) == HTML:
        if request.method in ("POST", "QUERY"):
            language = preferred_language()
            speak(language)
            response: AnyResponse = _page(what, language)
        else:
            response = redirect(url_for(".page", language=preferred_language()) + question(), 303)
        response.vary.update(("Accept", "Accept-Language"))
        return response
    if not what.queries and request.method in ("GET", "HEAD"):
        return _description()
    wanted = forms(what.formats, accept)
    tag = _tag(what, wanted)
    known = bool(tag) and request.if_none_match.contains_weak(tag)
    response = _answer(what, wanted) if not known or request.if_none_match.star_tag else Response(status=304)
    if known and response.status_code == 200:  # a star: any answer will do, and now there is one
        response.close()
        response = Response(status=304)
    response.vary.update(("Accept", "Accept-Encoding"))
    if tag:
        response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "no-cache" if tag else "no-store"
    return response


@sparql.route(f"{PREFIX}/sparql", methods=["GET", "POST"])
def page(language: str) -> AnyResponse:
    """Show the form, and the result of what was asked."""
    return _page(asked(request), language)


@sparql.route("/sparql/queries/<name>", methods=["GET", "DELETE"])
def running(name: str) -> AnyResponse:
    """Say whether the query called ``name`` waits or runs; DELETE ends it."""
    queries = site().pools["query"]
    state = queries.state(name)
    if not state or (request.method == "DELETE" and not queries.cancel(name)):
        raise NotFound("No query of this name is under way.", remedy="It has ended, or was never begun.")
    response = Response(status=204) if request.method == "DELETE" else jsonify(state=state)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(what: Asked, language: str) -> Response:
    query = what.queries[0].strip() if what.queries else ""
    chosen, result, error = None, None, None
    try:
        if not query and (name := request.args.get("question")):
            chosen = read(reading.question, language, name, _values())
            query = chosen.example.query
            what = replace(what, queries=(query,))
        if query:
            _require_lock()
            g.query = what.query
            result = site().page(version(), query, what.dataset, caller(what.name))
    except ClusterkbError as failure:
        error = failure
    shown = Page(query, chosen, what.dataset.inferred, result, error, read(reading.examples, language), PAGE_ROWS)
    return page_or_error(render_template("sparql.html", page=shown), error)


def _values() -> tuple[tuple[str, str], ...]:
    """Return what a question is asked about: every parameter of the address that is none of the form's own."""
    return tuple((name, value) for name, value in request.args.items() if name not in _OWN)


def _description() -> Response:
    """Describe the service, under the address at which it was asked."""
    response = rdf_response(reading.service, url_for(".endpoint", _external=True))
    response.add_etag()
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response


def _answer(what: Asked, wanted: tuple[str, ...]) -> Response:
    """Run the query; the status is decided when the whole result is there."""
    _require_lock()
    g.query = what.query
    begun = time.monotonic()
    found, body = site().query(version(), what.query, what.dataset, (wanted, what.compress), caller(what.name))
    response = _body(body)
    response.content_type = content_type(MEDIA_TYPES[found.form][0])
    if found.compressed:
        response.content_encoding = "gzip"
    if what.name:
        response.headers["Query-Id"] = what.name
    response.headers["X-Query-Seconds"] = f"{time.monotonic() - begun:.3f}"
    return response


def _body(body: bytes | FileIO) -> Response:
    if isinstance(body, bytes):
        return Response(body)
    length = os.fstat(body.fileno()).st_size
    if request.method == "HEAD":
        body.close()
        response = Response()
    else:
        # The server sends the file itself, so that no thread waits for the client.
        response = Response(wrap_file(request.environ, body), direct_passthrough=True)
    response.content_length = length
    return response


def _tag(what: Asked, wanted: tuple[str, ...]) -> str:
    """Return what changes whenever the result may; empty where there is nothing to go by.

    The same rows may come in another order, or with other names for blank nodes, so the tag is a weak one.
    """
    if request.method == "POST" or not what.queries or not repeatable(what.query):
        return ""
    parts = (version().manifest.digest, __version__, what.query, what.dataset, wanted, what.compress)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _require_lock() -> None:
    """Refuse a query of another machine where a worker could be made to call out."""
    if not (site().locked or site().settings.unlocked or request.remote_addr in _LOOPBACK):
        raise Forbidden(
            "On this system queries cannot be kept off the network, so they are answered on the machine itself only."
            " Its operator can allow others with CLUSTERKB_UNLOCKED=yes."
        )
