"""Errors as answers: one table of statuses, a page for people, ``application/problem+json`` (RFC 9457) for programs."""

from __future__ import annotations

import json
import math
from http import HTTPStatus

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from clusterkb.errors import (
    BadInput,
    BadQuery,
    BadRequest,
    Cancelled,
    ClusterkbError,
    JobFailed,
    MissingPart,
    NotAcceptable,
    NotFound,
    OutOfLimits,
    PlacedError,
    StoreUnusable,
    TooMany,
    WorkerDied,
)
from clusterkb.web.context import preferred_language, site
from clusterkb.web.limits import limits
from clusterkb.web.negotiation import HTML, PROBLEM, choose
from clusterkb.web.tongues import by_address

STATUSES: dict[type[ClusterkbError], int] = {
    BadInput: 400,
    BadQuery: 400,
    NotAcceptable: 406,
    BadRequest: 400,
    NotFound: 404,
    OutOfLimits: 503,
    TooMany: 429,
    Cancelled: 409,
    JobFailed: 500,
    StoreUnusable: 503,
    WorkerDied: 503,
    MissingPart: 501,
}

_PROGRAMS = ("/sparql", "/data/", "/check", "/id/", "/metrics", "/.well-known/")
_REMEDIES = {
    404: "Search for it, or begin at the home page.",
    405: "Use one of the methods in the Allow header.",
    413: "Send less at once, or use the command: clusterkb validate FILE",
    415: "Send it as one of the media types this address takes.",
}
_REMEDIES_OF_QUERIES = {413: "Send the query alone; the limits say how long it may be."}


def install(app: Flask) -> None:
    """Make ``app`` answer every error in our form."""
    app.register_error_handler(ClusterkbError, problem)
    app.register_error_handler(HTTPException, _http)


def status_of(error: ClusterkbError) -> int:
    """Return the HTTP status of an error.

    >>> status_of(BadQuery("x")), status_of(NotAcceptable("x"))
    (400, 406)
    """
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def headers_of(error: ClusterkbError) -> dict[str, str]:
    """Return the header fields that go with an error.

    >>> headers_of(OutOfLimits("x", retry_seconds=1.5)), headers_of(BadQuery("x"))
    ({'Retry-After': '2'}, {})
    """
    again = error.retry_seconds if isinstance(error, OutOfLimits) else 0
    return {"Retry-After": str(math.ceil(again))} if again else {}


def page_or_error(html: str, error: ClusterkbError | None) -> Response:
    """Return a page of a form: what was asked for, or, under the status that belongs to it, what was wrong."""
    if error is None:
        return Response(html, mimetype=HTML)
    return Response(html, status_of(error), headers_of(error), mimetype=HTML)


def problem(error: ClusterkbError, **more: object) -> Response:
    """Return an error as an answer; ``more`` are members of the document that only this error has."""
    # What a NotFound of the library advises is a command.
    remedy = _REMEDIES[404] if isinstance(error, NotFound) and request.blueprint != "sparql" else error.remedy
    body: dict[str, object] = {"kind": type(error).__name__, "detail": error.message, "remedy": remedy}
    if isinstance(error, PlacedError) and error.line:
        body |= {"line": error.line, "column": error.column}
    response = _answer(status_of(error), body | more)
    response.headers.update(headers_of(error))
    return response


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    body: dict[str, object] = {"kind": type(error).__name__, "detail": error.description or ""}
    remedies = _REMEDIES | (_REMEDIES_OF_QUERIES if request.path.startswith("/sparql") else {})
    response = _answer(status, body | {"remedy": remedies.get(status, "")})
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _answer(status: int, body: dict[str, object]) -> Response:
    document = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, **body}
    if request.path.startswith("/sparql"):
        document["limits"] = limits(site().settings)
    offers = [PROBLEM, HTML] if request.path.startswith(_PROGRAMS) else [HTML, PROBLEM]
    if choose(request.headers.get("Accept", ""), offers) == HTML:
        first = request.path.split("/")[1]
        g.setdefault("tongues", by_address().get(first) or by_address()[preferred_language()])
        response = Response(render_template("problem.html", problem=document), status, mimetype=HTML)
    else:
        response = Response(json.dumps(document, ensure_ascii=False, indent=1), status, mimetype=PROBLEM)
    response.vary.update(("Accept", "Accept-Language"))
    return response
