"""The Flask application: its doors, its words, its headers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal
from flask import Blueprint, Flask, Response, g, redirect, request, send_from_directory, url_for
from werkzeug.wrappers import Response as AnyResponse

from clusterkb import assets
from clusterkb.catalogue import moments
from clusterkb.namespaces import shorten
from clusterkb.rdf.formats import SERVED
from clusterkb.settings import Settings
from clusterkb.sparql import MEDIA_TYPES
from clusterkb.version import __version__
from clusterkb.web import addresses, encoding, limits, log, metrics, problems, signposts
from clusterkb.web.browse import browse
from clusterkb.web.changes import suggestion
from clusterkb.web.check import check
from clusterkb.web.cite import cite, tell_the_version
from clusterkb.web.contents import FEWEST, noted, sections
from clusterkb.web.context import preferred_language, question, version
from clusterkb.web.described import described
from clusterkb.web.front import FONTS, built, first_fonts, folder, lasting, loaded
from clusterkb.web.i18n import translations
from clusterkb.web.kept import READING, Kept
from clusterkb.web.learn import learn
from clusterkb.web.linked import linked
from clusterkb.web.machines import machines
from clusterkb.web.negotiation import HTML
from clusterkb.web.pages import pages
from clusterkb.web.protocol import FORM_TYPE, QUERY_TYPE
from clusterkb.web.site import Site
from clusterkb.web.sparql import sparql
from clusterkb.web.tongues import Tongues, TonguesConverter, by_address, tongues
from clusterkb.web.whole import whole

front = Blueprint("front", __name__)

_LANGUAGE_NAMES = {"en": "English", "ru": "Русский", "uz": "Oʻzbekcha"}
_OPEN = (
    "/sparql",
    "/data/",
    "/id/",
    "/check",
    "/cite/",
    "/.well-known/",
    "/context.jsonld",
    "/feed.atom",
    "/linkset/",
    "/robots.txt",
    "/sitemap",
    "/suggest",
    *(f"/{folder}" for folder in addresses.FOLDERS),
)
_DOORS = (
    "about",
    "article",
    "check",
    "clusters",
    "compare",
    "glossary",
    "history",
    "learn",
    "organizations",
    "page",
    "people",
    "places",
    "quality",
    "rules",
    "schemes",
    "search",
    "styleguide",
    "terms",
    "works",
    "opensearch.xml",
)
"""What can be asked for without saying in which language."""

_FORM_OVERHEAD = 65536
_SCRIPT = "text/javascript"
_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # No Strict-Transport-Security: it counts over TLS only and binds a whole host for months. The proxy may say it.
}


def create_app(site: Site) -> Flask:
    """Return the application that serves ``site``."""
    web = assets.folder("web")
    app = Flask("clusterkb.web", static_folder=None, template_folder=str(web / "templates"))
    app.extensions["clusterkb"] = site
    app.config["MAX_CONTENT_LENGTH"] = site.settings.upload_bytes + _FORM_OVERHEAD
    app.config["MAX_FORM_MEMORY_SIZE"] = site.settings.upload_bytes + _FORM_OVERHEAD
    look = _digest(web, site.settings)
    app.url_map.converters["tongues"] = TonguesConverter
    for blueprint in (front, pages, browse, linked, sparql, described, machines, check, cite, whole, learn):
        app.register_blueprint(blueprint)
    app.add_url_rule("/static/<path:name>", "static", partial(_static, web, look))
    problems.install(app)
    kept = Kept()
    metrics.install(app, site, kept)
    log.install(app, site.settings)
    _speak(app, web / "locale")
    app.url_value_preprocessor(_remember_tongues)
    app.context_processor(partial(_words_of_every_page, look, built(web, "js"), built(web, "woff2")))
    app.jinja_env.tests["day"] = _DAY.fullmatch
    app.jinja_env.globals.update(moments=moments, noted=noted, sections=sections, fewest_sections=FEWEST)
    app.before_request(kept.find)
    app.after_request(partial(_finish, look, limits.headers(site.settings), kept))
    return app


@front.route("/")
@front.route(f"/<any({', '.join(_DOORS)}):door>")
@front.route("/<any(learn, page, rule, terms):door>/<path:name>")
def bare(door: str = "", name: str = "") -> AnyResponse:
    """Send an address without a language to the one that the client prefers."""
    path = "/".join(part for part in (door, name) if part)
    response = redirect(f"/{preferred_language()}/{path}{question()}", 302)
    response.vary.add("Accept-Language")
    return response


def _static(web: Path, look: str, name: str) -> Response:
    # What a script is served as must not hang on what the system thinks that .js is.
    kind = _SCRIPT if name.endswith(".js") else None
    response = send_from_directory(folder(web, name), name, mimetype=kind, conditional=False)
    fresh = lasting(name) or request.args.get("v") == look
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if fresh else "no-cache"
    return response


def _digest(web: Path, settings: Settings) -> str:
    """Return a digest of all that makes a page, beside the data: its look and words, the code, the settings.

    Where the site runs makes no difference: two servers with the same data send the same tags.
    """
    said = replace(settings, data_dir=Path(), host="", port=0, trusted_proxy="")
    parts = [web / part for part in ("templates", "src", "dist", "locale")]
    files = sorted(path for part in parts for path in part.rglob("*") if path.is_file())
    package = Path(__file__).parents[1]
    files += sorted(path for ending in ("py", "json") for path in package.rglob(f"*.{ending}"))
    total = hashlib.sha256(__version__.encode() + assets.changelog().read_bytes() + repr(said).encode())
    for path in files:
        total.update(path.read_bytes())
    return total.hexdigest()[:12]


def _remember_tongues(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Note what the address says of languages, and give the view the one of names and texts."""
    if values and "language" in values:
        g.tongues = by_address()[values["language"]]
        values["language"] = g.tongues.content


def _speak(app: Flask, folder: Path) -> None:
    spoken = translations(folder)

    def gettext(message: str) -> str:
        return spoken[tongues().interface].gettext(message)

    def ngettext(one: str, many: str, number: int) -> str:
        return spoken[tongues().interface].ngettext(one, many, number)

    app.jinja_env.add_extension("jinja2.ext.i18n")
    install_words: Callable[..., None] = app.jinja_env.install_gettext_callables  # type: ignore[attr-defined]
    install_words(gettext, ngettext, newstyle=True)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _words_of_every_page(look: str, scripts: Collection[str], fonts: Collection[str]) -> dict[str, Any]:
    here = tongues()
    spoken, place = here.interface, str(here)
    return {
        "language": spoken,
        "tongues": here,
        "languages": _LANGUAGE_NAMES,
        "in_tongues": _in_tongues,
        "number": lambda found: format_decimal(found, locale=spoken),
        "page_of": lambda iri: addresses.page(iri, place),
        "data_of": addresses.data,
        "shorten": shorten,
        "suggestion": suggestion,
        "formats": SERVED,
        "result_formats": MEDIA_TYPES,
        "stylesheet": url_for("static", name="style.css", v=look),
        "fontsheet": url_for("static", name=FONTS, v=look),
        "fonts": [url_for("static", name=one) for one in first_fonts(fonts, here.all)],
        "scripts_of": lambda body: [url_for("static", name=one, v=look) for one in loaded(scripts, body)],
        "version": __version__,
    }


def _in_tongues(interface: str, content: str) -> str:
    """Return the address of the page being served, in other languages."""
    other = Tongues(interface, content)
    head, _, rest = request.path.lstrip("/").partition("/")
    return f"/{other}/{rest}{question()}" if head in by_address() else f"/{other}/"


def _finish(look: str, limits_in_force: dict[str, str], kept: Kept, response: Response) -> Response:
    if "kept" not in g:
        _dress(look, limits_in_force, response)
        kept.keep(response)
    return response


def _dress(look: str, limits_in_force: dict[str, str], response: Response) -> None:
    response.headers.extend({name: value for name, value in _HEADERS.items() if name not in response.headers})
    if request.path.startswith(_OPEN):
        _share(response, limits_in_force)
    if request.path == "/sparql":
        response.headers.extend(limits_in_force)
        response.headers["Accept-Query"] = ", ".join((QUERY_TYPE, FORM_TYPE))
    cachable = request.method in ("GET", "HEAD") and response.status_code == 200
    if cachable and request.blueprint in (*READING, "linked", "described", "machines"):
        response.headers["Cache-Control"] = "no-cache"
        form = (response.mimetype or "").replace("/", ".")
        tag = f"{version().manifest.digest[:16]}-{look}-{form}-{g.get('tongues', '')}"
        response.set_etag(f"{tag}-{g.day}" if "day" in g else tag)
    if response.mimetype == HTML:
        response.headers["Content-Language"] = ", ".join(tongues().all)
    signposts.send(response)
    tell_the_version(response)
    encoding.finish(request, response)


def _share(response: Response, also_readable: Iterable[str]) -> None:
    """Let pages of other sites read the answer; there are no credentials here to protect."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Expose-Headers"] = ", ".join(
        ("ETag", "Link", "Query-Id", "Retry-After", "X-Query-Seconds", *also_readable)
    )
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET, HEAD")
        response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match, Query-Id"
        response.headers["Access-Control-Max-Age"] = "86400"
