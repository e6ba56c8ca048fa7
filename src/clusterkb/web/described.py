"""What the site says of itself in RDF: the data (VoID), the example queries, the context of JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from clusterkb import reading
from clusterkb.errors import NotAcceptable
from clusterkb.rdf.formats import SERVED, Format
from clusterkb.rdf.our_context import our_context
from clusterkb.web.context import preferred_language, read
from clusterkb.web.linked import BY_TYPE, served
from clusterkb.web.negotiation import HTML, choose, content_type

described = Blueprint("described", __name__)

_Arguments = ParamSpec("_Arguments")


@described.route("/.well-known/void")
def void() -> AnyResponse:
    """Describe the data."""
    return _to_people() or rdf_response(reading.void)


@described.route("/sparql/examples")
def examples() -> AnyResponse:
    """Return the example queries."""
    return _to_people() or rdf_response(reading.queries)


@described.route("/context.jsonld")
def context() -> Response:
    """Return the context that a JSON-LD document may name by its address."""
    return Response(json.dumps(our_context(), indent=1) + "\n", content_type="application/ld+json")


def rdf_response(
    job: Callable[Concatenate[Path, str, _Arguments], bytes], *arguments: _Arguments.args, **named: _Arguments.kwargs
) -> Response:
    """Answer with a document in the format that ``?format=`` or Accept asks for.

    Args:
        job: The function of ``clusterkb.reading`` that writes the document in a format given by name.
        arguments: What it takes beside the format.
        named: The same, by name.

    Raises:
        BadRequest: ``?format=`` names no RDF format.
        NotAcceptable: The document cannot be had as the client wants it.
    """
    form = _wanted()
    response = Response(read(job, form.name, *arguments, **named), content_type=content_type(form.media_type))
    response.vary.add("Accept")
    links = (f'<{request.path}?format={row.name}>; rel="alternate"; type="{row.media_type}"' for row in SERVED)
    response.headers["Link"] = ", ".join(links)
    return response


def _wanted() -> Format:
    if name := request.args.get("format"):
        return served(name)
    chosen = choose(request.headers.get("Accept", ""), list(BY_TYPE))
    if chosen is None:
        raise NotAcceptable("This is served as RDF only.", remedy=f"Accept one of: {', '.join(BY_TYPE)}.")
    return BY_TYPE[chosen]


def _to_people() -> AnyResponse | None:
    """Send a browser to the page on queries; a program that takes anything gets the data."""
    name = request.args.get("format")
    if name != "html" and (name or choose(request.headers.get("Accept", ""), [*BY_TYPE, HTML]) != HTML):
        return None
    response = redirect(url_for("sparql.page", language=preferred_language()), 303)
    response.vary.update(("Accept", "Accept-Language"))
    return response
