"""The Flask application: its doors, its words, its headers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, g, redirect, request, send_from_directory, url_for
from werkzeug.wrappers import Response as AnyResponse

from clusterkb import assets
from clusterkb.namespaces import shorten
from clusterkb.rdf.formats import SERVED
from clusterkb.rdf.text import LANGUAGES
from clusterkb.sparql import MEDIA_TYPES
from clusterkb.version import __version__
from clusterkb.web import addresses, limits, log, metrics, problems
from clusterkb.web.check import check
from clusterkb.web.context import preferred_language, question, version
from clusterkb.web.described import described
from clusterkb.web.i18n import translations
from clusterkb.web.linked import linked
from clusterkb.web.negotiation import HTML
from clusterkb.web.pages import pages
from clusterkb.web.protocol import FORM_TYPE, QUERY_TYPE
from clusterkb.web.site import Site
from clusterkb.web.sparql import sparql

front = Blueprint("front", __name__)

_LANGUAGE_NAMES = {"en": "English", "ru": "Русский", "uz": "Oʻzbekcha"}
_OPEN = ("/sparql", "/data/", "/id/", "/check", "/.well-known/", *(f"/{folder}" for folder in addresses.FOLDERS))
_FORM_OVERHEAD = 65536
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


def create_app(site: Site) -> Flask:
    """Return the application that serves ``site``."""
    web = assets.folder("web")
    app = Flask("clusterkb.web", static_folder=None, template_folder=str(web / "templates"))
    app.extensions["clusterkb"] = site
    app.config["MAX_CONTENT_LENGTH"] = site.settings.upload_bytes + _FORM_OVERHEAD
    app.config["MAX_FORM_MEMORY_SIZE"] = site.settings.upload_bytes + _FORM_OVERHEAD
    look = _digest(web)
    for blueprint in (front, pages, linked, sparql, described, check):
        app.register_blueprint(blueprint)
    app.add_url_rule("/static/<path:name>", "static", partial(_static, web / "src", look))
    problems.install(app)
    metrics.install(app, site)
    log.install(app, site.settings)
    _speak(app, web / "locale")
    app.url_value_preprocessor(_remember_language)
    app.context_processor(partial(_words_of_every_page, look))
    app.after_request(partial(_finish, look, limits.headers(site.settings)))
    return app


@front.route("/")
@front.route("/<any(page, terms, clusters, search, check):door>")
@front.route("/<any(page):door>/<path:name>")
def bare(door: str = "", name: str = "") -> AnyResponse:
    """Send an address without a language to the one that the client prefers."""
    path = "/".join(part for part in (door, name) if part)
    response = redirect(f"/{preferred_language()}/{path}{question()}", 302)
    response.vary.add("Accept-Language")
    return response


def _static(folder: Path, look: str, name: str) -> Response:
    response = send_from_directory(folder, name)
    fresh = request.args.get("v") == look
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if fresh else "no-cache"
    return response


def _digest(web: Path) -> str:
    """Return a digest of everything a page's look and words come from."""
    files = sorted(
        path for part in ("templates", "src", "locale") for path in (web / part).rglob("*") if path.is_file()
    )
    total = hashlib.sha256(__version__.encode())
    for path in files:
        total.update(path.read_bytes())
    return total.hexdigest()[:12]


def _remember_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "language" in values:
        g.language = values["language"]


def _speak(app: Flask, folder: Path) -> None:
    spoken = translations(folder)

    def gettext(message: str) -> str:
        return spoken[g.get("language", "en")].gettext(message)

    def ngettext(one: str, many: str, number: int) -> str:
        return spoken[g.get("language", "en")].ngettext(one, many, number)

    app.jinja_env.add_extension("jinja2.ext.i18n")
    install_words: Callable[..., None] = app.jinja_env.install_gettext_callables  # type: ignore[attr-defined]
    install_words(gettext, ngettext, newstyle=True)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _words_of_every_page(look: str) -> dict[str, Any]:
    spoken: str = g.get("language", "en")
    return {
        "language": spoken,
        "languages": _LANGUAGE_NAMES,
        "in_language": _in_language,
        "page_of": lambda iri: addresses.page(iri, spoken),
        "data_of": addresses.data,
        "shorten": shorten,
        "formats": SERVED,
        "result_formats": MEDIA_TYPES,
        "stylesheet": url_for("static", name="style.css", v=look),
        "version": __version__,
    }


def _in_language(other: str) -> str:
    """Return the address of the page being served, in another language."""
    head, _, rest = request.path.lstrip("/").partition("/")
    return f"/{other}/{rest}{question()}" if head in LANGUAGES else f"/{other}/"


def _finish(look: str, limits_in_force: dict[str, str], response: Response) -> Response:
    response.headers.extend({name: value for name, value in _HEADERS.items() if name not in response.headers})
    if request.path.startswith(_OPEN):
        _share(response, limits_in_force)
    if request.path == "/sparql":
        response.headers.extend(limits_in_force)
        response.headers["Accept-Query"] = ", ".join((QUERY_TYPE, FORM_TYPE))
    cachable = request.method in ("GET", "HEAD") and response.status_code == 200
    if cachable and request.blueprint in ("pages", "linked", "described"):
        response.headers["Cache-Control"] = "no-cache"
        response.set_etag(f"{version().manifest.digest[:16]}-{look}-{(response.mimetype or '').replace('/', '.')}")
        response.make_conditional(request)
    if response.mimetype == HTML:
        response.headers["Content-Language"] = g.get("language", "en")
    return response


def _share(response: Response, also_readable: Iterable[str]) -> None:
    """Let pages of other sites read the answer; there are no credentials here to protect."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = ", ".join(
        ("ETag", "Link", "Query-Id", "Retry-After", "X-Query-Seconds", *also_readable)
    )
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET, HEAD")
        response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match, Query-Id"
        response.headers["Access-Control-Max-Age"] = "86400"
