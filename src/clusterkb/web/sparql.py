"""The SPARQL door: the endpoint for programs, and a page with a form and a table for people."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.exceptions import Forbidden, UnsupportedMediaType
from werkzeug.wrappers import Response as AnyResponse

from clusterkb.errors import BadRequest, ClusterkbError, NotAcceptable
from clusterkb.sparql import MEDIA_TYPES, Result, Table
from clusterkb.web.context import kb, preferred_language, question, site
from clusterkb.web.examples import Example, examples
from clusterkb.web.negotiation import HTML, choose, ranked
from clusterkb.web.problems import status_of
from clusterkb.web.site import PAGE_ROWS

sparql = Blueprint("sparql", __name__)

_FORMS = {media: form for form, (media, _) in MEDIA_TYPES.items()} | {
    "application/json": "json",
    "application/xml": "xml",
}
_TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False, "off": False}
_FORM_TYPE, _QUERY_TYPE = "application/x-www-form-urlencoded", "application/sparql-query"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page shows.

    Attributes:
        query: What was asked, or an empty string.
        inferred: Whether facts that only follow were part of it.
        result: A table, or the result of another form of query; None when nothing was asked or it failed.
        error: Why it failed, or None.
        examples: Queries to begin with.
        row_limit: At most so many rows stand on the page.
    """

    query: str
    inferred: bool
    result: Table | Result | None
    error: ClusterkbError | None
    examples: tuple[Example, ...]
    row_limit: int


@sparql.route("/sparql", methods=["GET", "POST"])
def endpoint() -> AnyResponse:
    """Answer a query by the SPARQL 1.1 Protocol; send a person to the page."""
    accept = request.headers.get("Accept", "")
    if request.method in ("GET", "HEAD") and choose(accept, [*_FORMS, HTML]) == HTML and "format" not in request.args:
        return redirect(url_for(".page", language=preferred_language()) + question(), 303)
    found = site().query(kb(), _query(), _wanted(accept), inferred=_inferred())
    charset = "; charset=utf-8" if found.media_type.startswith("text/") else ""
    response = Response(found.body, content_type=found.media_type + charset)
    response.vary.add("Accept")
    return response


@sparql.route("/<any(en, ru, uz):language>/sparql", methods=["GET", "POST"])
def page(language: str) -> AnyResponse:
    """Show the form, and the result of what was asked."""
    query = request.values.get("query", "").strip()
    result, error, inferred = None, None, True
    if query:
        try:
            inferred = _inferred()
            result = site().page(kb(), query, inferred=inferred)
        except ClusterkbError as failure:
            error = failure
    shown = Asked(query, inferred, result, error, examples(language), PAGE_ROWS)
    status = status_of(error) if error else 200
    return Response(render_template("sparql.html", page=shown), status, mimetype=HTML)


def _query() -> str:
    if "update" in request.args or "update" in request.form:
        raise Forbidden("Updates are not possible here; this endpoint only reads.")
    if request.method == "POST" and request.mimetype == _QUERY_TYPE:
        return _decoded(request.get_data())
    if request.method == "POST" and request.mimetype != _FORM_TYPE:
        raise UnsupportedMediaType(f"A query is sent as {_FORM_TYPE} or {_QUERY_TYPE}, not as {request.mimetype!r}.")
    for parameter in ("default-graph-uri", "named-graph-uri"):
        if parameter in request.values:
            raise BadRequest(
                f"{parameter} is not supported yet.", remedy="Name the graph in the query: GRAPH <…> { … }"
            )
    values = (request.form if request.method == "POST" else request.args).getlist("query")
    if len(values) != 1:
        raise BadRequest(f"Exactly one query is needed; {len(values)} were sent.", remedy="Send one parameter query=…")
    return values[0]


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("The query is not UTF-8.", remedy="Send it as UTF-8.") from error


def _wanted(accept: str) -> tuple[str, ...]:
    named = request.values.get("format", "")
    if named in MEDIA_TYPES or named in _FORMS:
        return (_FORMS.get(named, named),)
    if named:
        raise NotAcceptable(f"No result format is called {named!r}.", remedy=f"Use one of: {', '.join(MEDIA_TYPES)}.")
    if not accept.strip():
        return ()
    forms = tuple(dict.fromkeys(_FORMS[media] for media in ranked(accept, list(_FORMS))))
    if not forms:
        raise NotAcceptable(
            "None of the accepted media types is on offer.", remedy=f"Accept one of: {', '.join(_FORMS)}."
        )
    return forms


def _inferred() -> bool:
    said = request.values.get("inferred", "true").strip().lower()
    if said not in _TRUTH:
        raise BadRequest(f"inferred is {said!r}, which is neither true nor false.", remedy="Use inferred=false.")
    return _TRUTH[said]
