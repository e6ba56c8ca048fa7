"""The publishers' door: paste or upload a description, read what is wrong with it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import UnsupportedMediaType

from clusterkb.errors import BadRequest, ClusterkbError
from clusterkb.rdf.formats import TABLE, Format, by_name, guess, of_file
from clusterkb.validation import Report
from clusterkb.web.context import caller, site, version
from clusterkb.web.problems import page_or_error

check = Blueprint("check", __name__)

_AROUND = 3
_WIDEST = 300
# What clients send who set no type of their own; the content tells then.
_SAYS_NOTHING = (
    "",
    "application/octet-stream",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
)

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
class Line:
    """A line of the checked text; number 0 stands for lines left out."""

    number: int
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """What the page shows.

    Attributes:
        text: What stands in the box: what was sent, or an example to begin with.
        name: Name of the file that was checked; empty for pasted text.
        formats: What can be chosen.
        chosen: The name of the chosen format; empty for one told from the content.
        report: What the check found; None before the first.
        error: Why it could not be checked, or None.
        upload_limit: Largest upload, in bytes.
        excerpt: The lines with findings, and those around them.
    """

    text: str
    name: str
    formats: tuple[Format, ...]
    chosen: str
    report: Report | None
    error: ClusterkbError | None
    upload_limit: int
    excerpt: list[Line]

    @property
    def lines(self) -> set[int]:
        """The numbers of the lines that are shown."""
        return {line.number for line in self.excerpt if line.number}


@check.route("/<any(en, ru, uz):language>/check", methods=["GET", "POST"])
def page(language: str) -> Response:
    """Show the form and, after a check, the report."""
    text, name, report, error = _EXAMPLE, "", None, None
    chosen = request.form.get("format", "")
    if request.method == "POST":
        text = request.form.get("text", "")
        try:
            data, name = _sent(request.files.getlist("file"), text)
            text = data.decode("utf-8", errors="replace") if name else text
            report = site().check(version(), data, _format(chosen, data, name).name, name or "input", caller())
        except ClusterkbError as failure:
            error = failure
    excerpt = _excerpt(text, {finding.line for finding in report.findings}) if report else []
    shown = Checked(text, name, TABLE, chosen, report, error, site().settings.upload_bytes, excerpt)
    return page_or_error(render_template("check.html", page=shown), error)


@check.route("/check", methods=["POST"])
def api() -> Response:
    """Check the request's body and return the report as JSON; 200 whatever the verdict is.

    The media type of the body names its format; ``?format=`` beats it.
    """
    data, name = _body()
    if not data:
        raise BadRequest("Nothing was sent.", remedy="Send the description as the body of the request.")
    report = site().check(
        version(), data, _named(request.args.get("format", ""), data, name).name, name or "input", caller()
    )
    return Response(json.dumps(report.document(), ensure_ascii=False, indent=1), mimetype="application/json")


def _body() -> tuple[bytes, str]:
    """Return what a program sent, as a body or as one file of a form, and its name if it has one."""
    if request.mimetype == "multipart/form-data":
        return _sent(request.files.getlist("file"), request.form.get("text", ""))
    return request.get_data(), request.args.get("name", "")


def _named(asked: str, data: bytes, name: str) -> Format:
    """Return the format of what a program sent: the one asked for, the one its media type says, or a guess."""
    if asked or request.mimetype in _SAYS_NOTHING:
        return _format(asked, data, name)
    if request.mimetype == "application/json":
        return by_name("jsonld")
    try:
        return by_name(request.mimetype)
    except BadRequest:
        known = ", ".join(row.media_type for row in TABLE)
        raise UnsupportedMediaType(f"{request.mimetype} cannot be checked; send one of: {known}.") from None


def _sent(files: list[FileStorage], text: str) -> tuple[bytes, str]:
    """Return what was sent and, of a file, its name."""
    chosen = [file for file in files if file.filename]
    if len(chosen) > 1:
        raise BadRequest(
            "Several files were sent.", remedy="Send one at a time, or use: clusterkb validate FILE FILE …"
        )
    if chosen:
        return chosen[0].read(), chosen[0].filename or ""
    if not text.strip():
        raise BadRequest("There is nothing to check.", remedy="Paste a description into the box, or choose a file.")
    return text.encode(), ""


def _excerpt(text: str, marked: set[int]) -> list[Line]:
    """Return the marked lines with their neighbours, a gap where lines are left out."""
    lines = re.split(r"\r\n|\r|\n", text)
    near = sorted({n for m in marked if m for n in range(m - _AROUND, m + _AROUND + 1) if 1 <= n <= len(lines)})
    shown: list[Line] = []
    for number, before in zip(near, [0, *near], strict=False):
        if number != before + 1:
            shown.append(Line(0, "", marked=False))
        shown.append(Line(number, lines[number - 1][:_WIDEST], number in marked))
    return shown


def _format(chosen: str, data: bytes, name: str) -> Format:
    if chosen:
        return by_name(chosen)
    try:
        return of_file(name)
    except BadRequest:  # the name does not tell
        return guess(data)
