"""Pages to read: home, terms, clusters, one thing, search."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from clusterkb import reading
from clusterkb.catalogue import ConceptPage, RecordRow, Sense, SourcePage
from clusterkb.search import Hit
from clusterkb.web import addresses
from clusterkb.web.context import read, version
from clusterkb.web.linked import alternates

pages = Blueprint("pages", __name__, url_prefix="/<any(en, ru, uz):language>")

_HITS = 50


@dataclass(frozen=True, slots=True)
class Home:
    """What the home page shows: the four senses, the records, how many triples there are."""

    senses: list[Sense]
    records: list[RecordRow]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Clusters:
    """What the list of clusters shows."""

    records: list[RecordRow]


@dataclass(frozen=True, slots=True)
class Found:
    """What the search page shows: the words, the hits by kind in order of their best hit, whether there are more."""

    words: str
    groups: dict[str, list[Hit]]
    more: bool


@pages.route("/")
def home(language: str) -> str:
    """Say what this is, and offer a first step to each kind of visitor."""
    senses, records = read(reading.home, language)
    return render_template("home.html", page=Home(senses, records, version().manifest.counts))


@pages.route("/terms")
def terms(language: str) -> str:
    """List all terms of the ontology."""
    return render_template("terms.html", page=read(reading.terms, language))


@pages.route("/clusters")
def clusters(language: str) -> str:
    """List all records."""
    return render_template("clusters.html", page=Clusters(read(reading.clusters, language)))


@pages.route("/page/<path:name>")
def page(language: str, name: str) -> AnyResponse:
    """Show one thing; a fact is shown on the page of the record it speaks of."""
    shown = read(reading.page, addresses.iri_of(name), language)
    if shown.record:
        there = url_for(".page", language=language, name=addresses.name_of(shown.record))
        return redirect(f"{there}#{name.rpartition('/')[2]}", 303)
    if isinstance(shown.page, ConceptPage):
        body = render_template("concept.html", page=shown.page)
    elif isinstance(shown.page, SourcePage):
        body = render_template("source.html", page=shown.page)
    else:
        body = render_template("record.html", page=shown.page, whys=shown.whys)
    response = Response(body, mimetype="text/html")
    licence = "https://creativecommons.org/licenses/by/4.0/"
    links = [f'<{shown.iri}>; rel="cite-as"', f'<{licence}>; rel="license"', *alternates(shown.iri)]
    response.headers["Link"] = ", ".join(links)
    return response


@pages.route("/search")
def search(language: str) -> str:
    """Find things by their names."""
    words = request.args.get("q", "").strip()
    hits = read(reading.search, words, _HITS + 1) if words else []
    groups: dict[str, list[Hit]] = {}
    for hit in hits[:_HITS]:
        groups.setdefault(hit.kind, []).append(hit)
    return render_template("search.html", page=Found(words, groups, more=len(hits) > _HITS))
