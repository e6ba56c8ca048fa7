"""Linked data: every address of ours answers 303 to its page or its data, by what the client accepts."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from clusterkb import reading
from clusterkb.errors import NotAcceptable, NotFound
from clusterkb.namespaces import ONTOLOGY, shorten
from clusterkb.rdf.formats import SERVED, Format, by_name
from clusterkb.web import addresses, signposts
from clusterkb.web.context import preferred_language, read
from clusterkb.web.negotiation import HTML, choose, content_type

linked = Blueprint("linked", __name__)

BY_TYPE = {row.media_type: row for row in SERVED}
"""Media type → the format it names, of those that everything can be had in."""

_SUFFIXES = tuple(row.name for row in SERVED)


@linked.route("/id/<path:name>")
@linked.route(f"/<any({', '.join(addresses.FOLDERS)}):folder>/<path:name>")
@linked.route("/<any(onto):folder>")
@linked.route("/<any(onto):folder>/")
def thing(name: str = "", folder: str = "") -> AnyResponse:
    """Send the client to the page or to the data of a thing."""
    stem, wanted = _suffix("/".join(part for part in (folder, name) if part))
    iri = read(reading.resolve, addresses.iri_of(stem))
    response = redirect(_target(iri, request.args.get("format") or wanted) + _rest(), 303)
    response.vary.update(("Accept", "Accept-Language"))
    response.headers["Link"] = signposts.header([*signposts.alternates(iri, "en"), *signposts.described(iri)])
    return response


@linked.route("/data/<path:name>")
def data(name: str) -> Response:
    """Return the description of a thing in the format that its suffix names."""
    stem, suffix = _suffix(name)
    if suffix not in _SUFFIXES:
        known = ", ".join(f".{row}" for row in _SUFFIXES)
        raise NotFound(f"{name} names no format.", remedy=f"End the address in one of: {known}.")
    iri = addresses.iri_of(stem)
    body = read(reading.ontology, suffix) if iri == ONTOLOGY else read(reading.describe, iri, suffix)
    response = Response(body, content_type=content_type(by_name(suffix).media_type))
    links = [*signposts.describing(iri), *signposts.alternates(iri, "en")]
    response.headers["Link"] = signposts.header(links)
    return response


def _target(iri: str, wanted: str) -> str:
    page = addresses.page(iri, preferred_language())
    if wanted:
        return page if wanted == "html" and page else addresses.data(iri, served(wanted).name)
    offers = [*([HTML] if page else []), *BY_TYPE]
    chosen = choose(request.headers.get("Accept", ""), offers)
    if chosen is None:
        raise NotAcceptable(
            f"{shorten(iri)} cannot be had in that format.", remedy=f"Accept one of: {', '.join(offers)}."
        )
    return page if chosen == HTML else addresses.data(iri, BY_TYPE[chosen].name)


def _rest() -> str:
    """Return the question of the address, without the format that it is answered by."""
    rest = [(name, value) for name, value in request.args.items(multi=True) if name != "format"]
    return f"?{urlencode(rest)}" if rest else ""


def served(name: str) -> Format:
    """Return the served format called ``name``.

    Raises:
        BadRequest: No RDF format has this name.
        NotAcceptable: It is one that is not served.
    """
    form = by_name(name)
    if form not in SERVED:
        raise NotAcceptable(
            f"{form.label} is not served here.", remedy=f"Ask for one of: {', '.join(_SUFFIXES)}, html."
        )
    return form


def _suffix(name: str) -> tuple[str, str]:
    """Split a name from the format its ending names, if it names one."""
    stem, dot, ending = name.rpartition(".")
    return (stem, ending) if dot and ending in (*_SUFFIXES, "html") else (name, "")
