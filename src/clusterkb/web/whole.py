"""Pages on the whole: the article walked through, what this is, things side by side."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from clusterkb import reading
from clusterkb.catalogue import ArticlePage, Asked, Sentence
from clusterkb.namespaces import expand
from clusterkb.web.context import read, site, today
from clusterkb.web.tongues import PREFIX

whole = Blueprint("whole", __name__, url_prefix=PREFIX)

PLACES = "abcd"
"""Parameters of a comparison, one a thing."""

_SAMPLE = expand("cluster:lift-schools")


@dataclass(frozen=True, slots=True)
class Walk:
    """What the page of the article shows.

    Attributes:
        article: The article.
        parts: The sentences to show.
        only_doubts: Whether these are only the ones whose translation is doubtful.
        doubts: How many doubts there are.
        doubtful: In how many sentences.
    """

    article: ArticlePage
    parts: list[list[Sentence]]
    only_doubts: bool
    doubts: int
    doubtful: int


@whole.route("/article")
def article(language: str) -> str:
    """Walk through the article sentence by sentence."""
    found = read(reading.article, language)
    only_doubts = request.args.get("doubts") == "yes"
    doubtful = [[sentence for sentence in part if sentence.doubts] for part in found.parts]
    page = Walk(
        article=found,
        parts=[part for part in doubtful if part] if only_doubts else found.parts,
        only_doubts=only_doubts,
        doubts=sum(len(sentence.doubts) for part in doubtful for sentence in part),
        doubtful=sum(map(len, doubtful)),
    )
    return render_template("article.html", page=page)


@whole.route("/about")
def about(language: str) -> str:
    """Say what this is, whose it is, how far to trust it and what is done with what is sent here."""
    settings = site().settings
    return render_template(
        "about.html",
        page=read(reading.about, language),
        logs_clients=settings.log_requests and settings.log_clients,
        logs_queries=settings.log_requests and settings.log_queries,
    )


@whole.route("/compare")
def compare(language: str) -> Response:
    """Put terms or records side by side, or help to choose them."""
    typed = [request.args.get(place, "").strip() for place in PLACES]
    found = read(reading.compare, tuple(name for name in typed if name), language)
    body = render_template("compare.html", page=found, places=PLACES)
    return Response(body, 404 if _unknown(found.asked) else 200, mimetype="text/html")


@whole.route("/styleguide")
def styleguide(language: str) -> str:
    """Show every component that pages are made of, filled with a record that has something for each."""
    shown = read(reading.page, _SAMPLE, language, today())
    return render_template("styleguide.html", page=shown.page, whys=shown.whys)


def _unknown(asked: list[Asked]) -> bool:
    return not all(one.iri for one in asked)
