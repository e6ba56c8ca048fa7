"""The publishers' door: paste or upload a description, read what is wrong with it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import FileStorage

from clusterkb.errors import BadRequest, ClusterkbError
from clusterkb.rdf.formats import TABLE, Format, by_name, guess, of_file
from clusterkb.validation import Report
from clusterkb.web.context import kb, site
from clusterkb.web.negotiation import HTML
from clusterkb.web.problems import status_of

check = Blueprint("check", __name__)

_EXAMPLE = """@prefix ckb: <https://w3id.org/clusterkb/onto/> .
@prefix confidence: <https://w3id.org/clusterkb/concept/confidence/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

ex:cluster a ckb:EducationalCluster ;
    skos:prefLabel "Cluster of Example Town"@en ;
    ckb:recordConfidence confidence:medium ;
    dcterms:source <https://example.org/about-the-cluster> .
"""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the page shows.

    Attributes:
        text: What stands in the box: what was sent, or an example to begin with.
        formats: What can be chosen.
        chosen: The name of the chosen format; empty for one told from the content.
        report: What the check found; None before the first.
        error: Why it could not be checked, or None.
        upload_limit: Largest upload, in bytes.
    """

    text: str
    formats: tuple[Format, ...]
    chosen: str
    report: Report | None
    error: ClusterkbError | None
    upload_limit: int


@check.route("/<any(en, ru, uz):language>/check", methods=["GET", "POST"])
def page(language: str) -> Response:
    """Show the form and, after a check, the report."""
    text, chosen, report, error = _EXAMPLE, request.form.get("format", ""), None, None
    if request.method == "POST":
        text = request.form.get("text", "")
        try:
            data, name = _sent(request.files.get("file"), text)
            text = data.decode("utf-8", errors="replace") if name else text
            report = site().check(kb(), data, _format(chosen, data, name).name, name or "input")
        except ClusterkbError as failure:
            error = failure
    shown = Checked(text, TABLE, chosen, report, error, site().settings.upload_bytes)
    status = status_of(error) if error else 200
    return Response(render_template("check.html", page=shown), status, mimetype=HTML)


@check.route("/check", methods=["POST"])
def api() -> Response:
    """Check the request's body and return the report as JSON; 200 whatever the verdict is.

    The media type of the body names its format; ``?format=`` beats it.
    """
    data = request.get_data()
    if not data:
        raise BadRequest("Nothing was sent.", remedy="Send the description as the body of the request.")
    named = request.args.get("format") or request.mimetype
    form = by_name(named) if named and named != "application/octet-stream" else guess(data)
    report = site().check(kb(), data, form.name, request.args.get("name", "input"))
    body = {**asdict(report), "exitCode": report.exit_code}
    return Response(json.dumps(body, ensure_ascii=False, indent=1), mimetype="application/json")


def _sent(file: FileStorage | None, text: str) -> tuple[bytes, str]:
    """Return what was sent and, of a file, its name."""
    if file is not None and file.filename:
        return file.read(), file.filename
    if not text.strip():
        raise BadRequest("There is nothing to check.", remedy="Paste a description into the box, or choose a file.")
    return text.encode(), ""


def _format(chosen: str, data: bytes, name: str) -> Format:
    if chosen:
        return by_name(chosen)
    try:
        return of_file(name)
    except BadRequest:
        return guess(data)
