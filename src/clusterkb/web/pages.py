"""Pages to read: home, terms, clusters, one thing, search."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from clusterkb import catalogue
from clusterkb.catalogue import ConceptPage, RecordRow, Sense, SourcePage, kind_of
from clusterkb.search import Hit
from clusterkb.web import addresses
from clusterkb.web.context import kb
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
    reader = kb().reader(language)
    shown = Home(catalogue.senses(reader), catalogue.records(reader), kb().version.manifest.counts)
    return render_template("home.html", page=shown)


@pages.route("/terms")
def terms(language: str) -> str:
    """List all terms of the ontology."""
    return render_template("terms.html", page=catalogue.terms(kb().reader(language)))


@pages.route("/clusters")
def clusters(language: str) -> str:
    """List all records."""
    return render_template("clusters.html", page=Clusters(catalogue.records(kb().reader(language))))


@pages.route("/page/<path:name>")
def page(language: str, name: str) -> AnyResponse:
    """Show one thing; a fact is shown on the page of the record it speaks of."""
    iri = kb().resolve(addresses.iri_of(name))
    if not kind_of(iri) and (record := catalogue.about(kb().reader(), iri)):
        there = url_for(".page", language=language, name=addresses.name_of(record))
        return redirect(f"{there}#{name.rpartition('/')[2]}", 303)
    found = kb().page(iri, language)
    if isinstance(found, ConceptPage):
        body = render_template("concept.html", page=found)
    elif isinstance(found, SourcePage):
        body = render_template("source.html", page=found)
    else:
        body = render_template("record.html", page=found, whys=kb().why(iri, language))
    response = Response(body, mimetype="text/html")
    licence = "https://creativecommons.org/licenses/by/4.0/"
    links = [f'<{iri}>; rel="cite-as"', f'<{licence}>; rel="license"', *alternates(iri)]
    response.headers["Link"] = ", ".join(links)
    return response


@pages.route("/search")
def search(language: str) -> str:
    """Find things by their names."""
    words = request.args.get("q", "").strip()
    hits = kb().search(words, limit=_HITS + 1) if words else []
    groups: dict[str, list[Hit]] = {}
    for hit in hits[:_HITS]:
        groups.setdefault(hit.kind, []).append(hit)
    return render_template("search.html", page=Found(words, groups, more=len(hits) > _HITS))
