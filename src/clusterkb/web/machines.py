"""What the site tells machines that come without a question: crawlers, browsers, feed readers, link followers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Response, current_app, g, get_template_attribute, render_template, request
from werkzeug.exceptions import NotFound as NoSuchAddress

from clusterkb import reading
from clusterkb.errors import BadRequest, NotFound
from clusterkb.namespaces import BASE, DATASET
from clusterkb.rdf.text import LANGUAGES
from clusterkb.web import addresses
from clusterkb.web.context import read
from clusterkb.web.signposts import LINKSET, has_linkset, linkset
from clusterkb.web.tongues import PREFIX, by_address

machines = Blueprint("machines", __name__)

_PAGES_IN_A_FILE = 1000  # in three languages; the protocol allows 50,000 addresses and 50 MB
_SUGGESTIONS = 10
_NOT_FOR_CRAWLERS = ("search",)  # without words there is nothing on it


@dataclass(frozen=True, slots=True)
class Listed:
    """A page in a site map: its address by language, and the one without language, if there is one."""

    addresses: dict[str, str]
    default: str


@machines.route("/robots.txt")
def robots() -> Response:
    """Tell crawlers that they may read all pages, and what costs too much."""
    return Response(render_template("robots.txt", root=_root()), mimetype="text/plain")


@machines.route("/sitemap.xml")
def sitemap() -> Response:
    """List the files that list all pages."""
    files = [f"{_root()}/sitemap/{number}.xml" for number in range(1, _files(_paths()) + 1)]
    return _xml("sitemap-index.xml", "application/xml", files=files)


@machines.route("/sitemap/<int:number>.xml")
def sitemap_file(number: int) -> Response:
    """List some pages, each with its other languages."""
    paths, root = _paths(), _root()
    if not 1 <= number <= _files(paths):
        raise NoSuchAddress(f"The site map has {_files(paths)} files; the first is 1.")
    here = paths[(number - 1) * _PAGES_IN_A_FILE : number * _PAGES_IN_A_FILE]
    bare = _without_language({path.partition("/")[0]: path for path in here})
    pages = [_listed(root, path, path.partition("/")[0] in bare) for path in here]
    return _xml("sitemap.xml", "application/xml", pages=pages)


@machines.route(f"{PREFIX}/opensearch.xml")
def opensearch(language: str) -> Response:
    """Describe the search, so that a browser can offer it."""
    return _xml("opensearch.xml", "application/opensearchdescription+xml", root=_root())


@machines.route("/suggest")
def suggest() -> Response:
    """Return what the words typed so far may become: the words, then labels, kinds and addresses side by side."""
    language = request.args.get("language", "en")
    if language not in by_address():
        raise BadRequest(f"There is no language {language!r}.", remedy=f"Use one of: {', '.join(LANGUAGES)}.")
    g.tongues = by_address()[language]
    words = request.args.get("q", "")
    # What holds no letter yet is the beginning of something, not a fault.
    hits = read(reading.search, words, _SUGGESTIONS) if any(sign.isalnum() for sign in words) else []
    name_of = cast("Callable[[str], str]", get_template_attribute("macros.html", "kind_name"))
    found = [
        words,
        [hit.label for hit in hits],
        [name_of(hit.kind).strip() for hit in hits],
        [_root() + addresses.page(hit.iri, language) for hit in hits],
    ]
    return Response(json.dumps(found, ensure_ascii=False), mimetype="application/x-suggestions+json")


@machines.route("/feed.atom")
def feed() -> Response:
    """Return the releases as a feed."""
    page = read(reading.history)
    newest = max([page.last_look, *(release.date for release in page.releases)])
    return _xml("feed.atom.xml", "application/atom+xml", page=page, newest=newest, root=_root(), base=BASE)


@machines.route(f"{PREFIX}/history")
def history(language: str) -> str:
    """Say what changed, release by release."""
    return render_template("history.html", page=read(reading.history))


@machines.route("/linkset/<path:name>.json")
def links(name: str) -> Response:
    """Return all typed links from the pages and the data of a thing."""
    iri = read(reading.resolve, addresses.iri_of(name))
    if not has_linkset(iri):
        raise NotFound(f"{name} has no page of its own, and so no set of links.")
    items = read(reading.pages)[0] if iri == DATASET else []
    document = linkset(iri, read(reading.schema, iri, "en"), _root(), items)
    return Response(json.dumps(document, ensure_ascii=False, indent=1) + "\n", mimetype=LINKSET)


def _root() -> str:
    """Return the address that the site is asked under, without a slash at its end."""
    return request.host_url.rstrip("/")


def _xml(template: str, media_type: str, **context: object) -> Response:
    return Response(render_template(template, **context), content_type=f"{media_type}; charset=utf-8")


def _files(paths: Sequence[str]) -> int:
    return -(-len(paths) // _PAGES_IN_A_FILE)


def _paths() -> list[str]:
    """Return what stands behind the language in the address of every page."""
    things, codes = read(reading.pages)
    own = [addresses.page(iri, "en").removeprefix("/en/") for iri in things]
    return [*_fixed(), *(f"rule/{code}" for code in codes), *own]


def _fixed() -> list[str]:
    """Return the same for the pages that show no one thing, of whichever door."""
    rules = (rule.rule for rule in current_app.url_map.iter_rules() if rule.arguments == {"language"})
    paths = {rule.partition(">/")[2] for rule in rules}
    return sorted(path for path in paths if not path.endswith(".xml") and path not in _NOT_FOR_CRAWLERS)


def _without_language(doors: Mapping[str, str]) -> set[str]:
    """Return which doors, each with a path behind it, have addresses that leave the language open."""
    known = current_app.url_map.bind("")
    return {door for door, path in doors.items() if known.test(f"/{path}", "GET")}


def _listed(root: str, path: str, bare: bool) -> Listed:
    return Listed({language: f"{root}/{language}/{path}" for language in LANGUAGES}, f"{root}/{path}" if bare else "")
