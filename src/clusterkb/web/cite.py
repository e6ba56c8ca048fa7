"""How to cite a page: the section that says it, the files for reference managers, and what an older citation leads to.

A citation leads to a permanent address with the version that was read. Only the present version is served, so a page
asked for with another says so at its top, and every answer says so in its Link header.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request

from clusterkb import reading
from clusterkb.catalogue import CITATION_FORMS, SITE, CiteAs, gost_pieces, version_name
from clusterkb.errors import BadRequest, StoreUnusable
from clusterkb.namespaces import ONTOLOGY
from clusterkb.rdf.text import LANGUAGES, Text
from clusterkb.web import addresses
from clusterkb.web.context import preferred_language, read, today, version
from clusterkb.web.negotiation import content_type
from clusterkb.web.tongues import PREFIX, tongues

cite = Blueprint("cite", __name__)

_FORMS = {form.name: form for form in CITATION_FORMS}
_WHOLE = "site"
_VERSION = re.compile(r"[\w.+-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class HowToCite:
    """What the section shows: the reference in pieces with their languages, as BibTeX, its address, files by form."""

    reference: list[Text]
    bibtex: str
    address: str
    files: dict[str, str]


@cite.route(f"/cite/<path:name>.<any({', '.join(_FORMS)}):form>")
def citation(name: str, form: str) -> Response:
    """Return the citation of a thing, named as in the address of its data, or of the site."""
    chosen = _FORMS[form]
    language = request.args.get("language") or preferred_language()
    if language not in LANGUAGES:
        raise BadRequest(f"There are no names in {language!r}.", remedy=f"Ask for one of: {', '.join(LANGUAGES)}.")
    found = _cited(SITE if name == _WHOLE else addresses.iri_of(name), language)
    response = Response(chosen.write(found), content_type=content_type(chosen.media_type))
    response.headers.set("Content-Disposition", "attachment", filename=f"{found.key.replace(':', '-')}.{form}")
    response.vary.add("Accept-Language")
    return response


@cite.route(f"{PREFIX}/cite")
def page(language: str) -> str:
    """Say how to cite the site as a whole, and the ontology."""
    return render_template("cite-page.html", whole=_cited(SITE, language), ontology=_cited(ONTOLOGY, language))


@cite.after_request
def tag(response: Response) -> Response:
    """Let nobody keep an answer beyond its day: it is good for as long as not a byte of it has changed."""
    if response.status_code == 200:
        response.headers["Cache-Control"] = "no-cache"
        response.add_etag()
    return response


@cite.app_context_processor
def words() -> dict[str, object]:
    """Return what the templates need: how to cite a thing, and which other version the address names."""
    return {
        "citation_forms": CITATION_FORMS,
        "cited_version": cited_version,
        "how_to_cite": how_to_cite,
        "present_version": present_version,
    }


def tell_the_version(response: Response) -> None:
    """Say in the header of an answer that it is not of the version asked for, and where what is served stands."""
    if response.status_code < 400 and request.endpoint != "static" and cited_version():
        response.headers.add("Link", f'<{quote(request.path)}?version={present_version()}>; rel="latest-version"')


def how_to_cite(found: CiteAs) -> HowToCite:
    """Return how to cite one of our things, with names in the language that the reader chose for them."""
    language = tongues().content
    name = _WHOLE if found.iri == SITE else addresses.name_of(found.iri)
    files = {form: f"/cite/{name}.{form}?language={language}" for form in _FORMS}
    return HowToCite(gost_pieces(found), _FORMS["bib"].write(found), found.address, files)


def present_version() -> str:
    """Return the name of the version that is served."""
    return version_name(version().manifest.digest)


def cited_version() -> str:
    """Return the version that the address asks for, if it is another than the one served, else an empty string.

    What cannot be the name of a version is not repeated, lest an address put words on our page.
    """
    asked = request.args.get("version", "")
    if not asked:
        return ""
    try:
        if asked == present_version():
            return ""
    except StoreUnusable:  # this is said already, by the page about it
        return ""
    return asked if _VERSION.fullmatch(asked) else "?"


def _cited(iri: str, language: str) -> CiteAs:
    return read(reading.cite, iri, language, today())
