"""Pages to read: home, quality, rules, one thing, search."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from clusterkb import browsing, reading
from clusterkb.catalogue import ConceptPage, Found, RecordPage, Sense, SourcePage
from clusterkb.catalogue.world import World
from clusterkb.namespaces import DATASET
from clusterkb.quality import Coverage
from clusterkb.web import addresses, signposts
from clusterkb.web.context import question, read, today
from clusterkb.web.tongues import PREFIX, tongues

pages = Blueprint("pages", __name__, url_prefix=PREFIX)

_HITS = 50
FOUND_IN_ORDER = (
    *("class", "property", "concept", "vocabulary", "theory", "word"),
    *("cluster", "scheme", "organization", "person", "place", "work", "source", "claim"),
)
"""Kinds as the search page has them: terms first, then records, then what both rest on."""

_TEMPLATES = {ConceptPage: "concept.html", RecordPage: "record.html", SourcePage: "source.html"}


@dataclass(frozen=True, slots=True)
class Home:
    """What the home page shows: the four senses, how much there is of what, and where."""

    senses: list[Sense]
    coverage: Coverage
    world: World


@dataclass(frozen=True, slots=True)
class Results:
    """What the search page shows: the words, what was found by kind, whether there is more."""

    words: str
    groups: dict[str, list[Found]]
    more: bool


@pages.route("/")
def home(language: str) -> str:
    """Say what this is, and offer a first step to each kind of visitor."""
    signposts.put_up(signposts.signs(DATASET, read(reading.schema, DATASET, language)))
    return render_template("home.html", page=Home(*read(reading.home, language)))


@pages.route("/quality")
def quality(language: str) -> str:
    """Say how good the records are, and what they lack."""
    return render_template("quality.html", page=read(reading.quality, language))


@pages.route("/rules")
def rules(language: str) -> str:
    """List every rule that a finding can name."""
    return render_template("rules.html", page=read(reading.rules, language))


@pages.route("/rule/<code>")
def rule(language: str, code: str) -> str:
    """Say what a rule asks for and why, with examples."""
    found = read(reading.rule, code, language)
    signposts.put_up(signposts.of_rule(found.page.iri, str(tongues()) if found.page.source else ""))
    return render_template("rule.html", page=found.page, told=found.told)


@pages.route("/page/<path:name>")
def page(language: str, name: str) -> AnyResponse:
    """Show one thing; a fact is shown on the page of the record it speaks of."""
    shown = read(reading.page, addresses.iri_of(name), language, today())
    if shown.record:
        there = url_for(".page", language=tongues(), name=addresses.name_of(shown.record))
        return redirect(f"{there}{question()}#{name.rpartition('/')[2]}", 303)
    signposts.put_up(signposts.signs(shown.iri, shown.schema))
    body = render_template(
        _TEMPLATES[type(shown.page)],
        page=shown.page,
        whys=shown.whys,
        partners=shown.partners,
        neighbours=shown.neighbours,
        citation=shown.citation,
        map=shown.map,
    )
    return Response(body, mimetype="text/html")


@pages.route("/search")
def search(language: str) -> str:
    """Find things by their names."""
    words = request.args.get("q", "").strip()
    hits = read(browsing.found, words, _HITS + 1, language) if words else []
    groups = {kind: [one for one in hits[:_HITS] if one.hit.kind == kind] for kind in FOUND_IN_ORDER}
    shown = {kind: them for kind, them in groups.items() if them}
    return render_template("search.html", page=Results(words, shown, more=len(hits) > _HITS))
