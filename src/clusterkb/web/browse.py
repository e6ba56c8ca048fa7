"""Lists to look through: terms three ways, clusters by facets, organizations, people, works, places, schemes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from clusterkb import browsing, reading
from clusterkb.browsing import Choices
from clusterkb.catalogue import FACETS, LISTS, Narrowed, RecordRow
from clusterkb.errors import BadRequest
from clusterkb.namespaces import ONTOLOGY
from clusterkb.web import signposts
from clusterkb.web.context import read
from clusterkb.web.negotiation import HTML
from clusterkb.web.signposts import Link, Signs
from clusterkb.web.tongues import PREFIX, tongues

browse = Blueprint("browse", __name__, url_prefix=PREFIX)

_BY_YEAR = "founded"
_SORTS = ("name", _BY_YEAR)
_NUMBER = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Clusters:
    """What the list of clusters shows: the records, and whether they are in order of founding."""

    found: Narrowed[RecordRow]
    by_year: bool


@browse.route("/terms")
def terms(language: str) -> str:
    """List all terms of the ontology by module."""
    signposts.put_up(signposts.signs(ONTOLOGY, read(reading.schema, ONTOLOGY, language)))
    return render_template("terms.html", page=read(reading.terms, language))


@browse.route("/terms/a-z")
def terms_index(language: str) -> str:
    """List all terms by name."""
    return render_template("terms-a-z.html", page=read(browsing.terms_index, language))


@browse.route("/terms/tree")
def terms_tree(language: str) -> str:
    """Show all terms as a tree."""
    return render_template("terms-tree.html", page=read(browsing.terms_tree, language))


@browse.route("/glossary")
def glossary(language: str) -> str:
    """Say what the terms mean, on one page to print."""
    return render_template("glossary.html", page=read(browsing.glossary, language))


@browse.route("/glossary.csv")
def glossary_table(language: str) -> Response:
    """Return the glossary as a table for spreadsheets."""
    response = Response(read(browsing.glossary_table, language), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"clusterkb-glossary-{language}.csv")
    return response


@browse.route("/clusters")
def clusters(language: str) -> Response:
    """List the records that have every chosen value."""
    by_year = _one("sort", _SORTS) == _BY_YEAR
    found = read(browsing.clusters, language, _choices(), by_year)
    page = Clusters(found, by_year)
    return _answer(found.known, render_template("clusters.html", page=page, here=_here, sort=_BY_YEAR))


def things(name: str, language: str) -> Response:
    """List one kind of records that are no clusters, a page at a time."""
    page = read(browsing.things, language, name, _choices(), _page())
    leaves = {"prev": page.page - 1, "next": page.page + 1}
    links = [
        Link(rel, _here(page.found.choices, page=_number(leaf)))
        for rel, leaf in leaves.items()
        if 1 <= leaf <= page.pages
    ]
    signposts.put_up(Signs(links, {}))
    return _answer(page.found.known, render_template("things.html", page=page, here=_here, number=_number))


for _name in LISTS:
    browse.add_url_rule(f"/{_name}", _name, partial(things, _name))


def _answer(known: bool, html: str) -> Response:
    """Return a list. Asked for a value that nothing has ever had, it is no page of ours, and says what to leave out."""
    return Response(html, 200 if known else 404, mimetype=HTML)


def _choices() -> Choices:
    return tuple((name, value) for name in FACETS if (value := _one(name)))


def _one(name: str, allowed: tuple[str, ...] = ()) -> str:
    """Return a parameter of the address, or an empty string.

    Raises:
        BadRequest: It stands there twice, or is none of those allowed.
    """
    values = request.args.getlist(name)
    if len(values) > 1:
        raise BadRequest(f"The address names {name} twice.", remedy="Leave one of the two out.")
    value = values[0].strip() if values else ""
    if value and allowed and value not in allowed:
        raise BadRequest(f"There is no {name} {value!r}.", remedy=f"Write one of: {', '.join(allowed)}.")
    return value


def _page() -> int:
    number = _one("page") or "1"
    if not _NUMBER.fullmatch(number):
        raise BadRequest(f"{number!r} is no number of a page.", remedy="Write a whole number from 1 on.")
    return int(number)


def _number(page: int) -> int | None:
    """Return how an address names a page: the first one not at all."""
    return page if page > 1 else None


def _here(choices: Mapping[str, str], **more: str | int | None) -> str:
    """Return the address of the list being shown, with other choices; what is None is left out."""
    values: dict[str, Any] = {"language": tongues(), **choices, **more}
    return url_for(request.endpoint or "", **values)
