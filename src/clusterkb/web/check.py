"""The publishers' door: paste or upload descriptions, read what is wrong with them, have it mended."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotAcceptable, UnsupportedMediaType

from clusterkb.errors import BadInput, BadRequest, ClusterkbError
from clusterkb.rdf.formats import TABLE, by_name
from clusterkb.rdf.text import LANGUAGES
from clusterkb.validation.archives import is_archive
from clusterkb.validation.findings import Report, in_language
from clusterkb.validation.job import Checked, Upload
from clusterkb.validation.renderers import RENDERERS, Renderer
from clusterkb.validation.renderers.json_report import document, schema_text
from clusterkb.validation.renderers.sentences import thing_called
from clusterkb.web.checked import EXAMPLE, CheckPage, NothingSent
from clusterkb.web.context import caller, site, version
from clusterkb.web.problems import page_or_error, problem
from clusterkb.web.tongues import PREFIX, tongues

check = Blueprint("check", __name__)

_PASTED = "input"
# What clients send who set no type of their own; the content tells then.
_SAYS_NOTHING = (
    "",
    "application/octet-stream",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
)
_ARCHIVES = ("application/zip", "application/x-zip-compressed")


@check.route(f"{PREFIX}/check", methods=["GET", "POST"])
def page(language: str) -> Response:
    """Show the form and, after a check, the report; with ``action=mend`` the text comes back mended."""
    text, outcome = EXAMPLE, None
    error: ClusterkbError | None = None
    chosen = request.form.get("format", "")
    if request.method == "POST":
        text = request.form.get("text", "")
        try:
            uploads = _of_form(chosen)
            outcome = site().check(version(), uploads, caller(), mending=request.form.get("action") == "mend")
            text = _back(uploads, outcome)
            error = _refusal(outcome.report, tongues().interface)
        except ClusterkbError as failure:
            error = failure
    shown = CheckPage.of(text, chosen, outcome, error, site().settings.upload_bytes)
    return page_or_error(
        render_template("check.html", page=shown, formats=TABLE, reports=RENDERERS, thing_called=thing_called), error
    )


@check.route("/schema/report.json")
def schema() -> Response:
    """Return the JSON Schema of a report."""
    return Response(schema_text(), mimetype="application/schema+json")


@check.route("/check", methods=["POST"])
def api() -> Response:
    """Check the body of a request and return the report.

    The media type of the body names its format, ``?format=`` beats it; ``?report=``, else ``Accept``, names the format
    of the report, ``?language=`` its language. The status is 200 whatever the verdict on what could be read, and 400
    when something could not be.
    """
    if request.mimetype != "multipart/form-data":
        request.get_data(cache=True)  # else whoever looks for form fields takes the body with them
    name, renderer = _renderer()
    language = request.values.get("language", "en")
    if language not in LANGUAGES:
        raise BadRequest(f"There is no language {language!r}.", remedy=f"Use one of: {', '.join(LANGUAGES)}.")
    outcome = site().check(version(), _uploads(), caller())
    refusal = _refusal(outcome.report, language)
    if refusal and name == "json":
        return problem(refusal, report=document(outcome.report, outcome.texts))
    report = renderer.write(outcome.report, language, outcome.texts)
    answer = Response(report, status=400 if refusal else 200, content_type=f"{renderer.media_type}; charset=utf-8")
    answer.headers["Vary"] = "Accept"
    if "report" in request.form:  # a button of the page: the browser should keep it, not show it
        answer.headers["Content-Disposition"] = f'attachment; filename="report.{renderer.suffix}"'
    return answer


def _renderer() -> tuple[str, Renderer]:
    """Return the format of the report: the one asked for, else the first that the client takes, else JSON."""
    asked = request.values.get("report", "")
    if asked in RENDERERS:
        return asked, RENDERERS[asked]
    if asked:
        raise BadRequest(f"No report is called {asked!r}.", remedy=f"Use one of: {', '.join(RENDERERS)}.")
    kinds = {renderer.media_type: name for name, renderer in reversed(RENDERERS.items())}
    if not request.accept_mimetypes:
        return "json", RENDERERS["json"]
    best = request.accept_mimetypes.best_match(["application/json", *kinds])
    if best is None:
        raise NotAcceptable(f"A report can be had as one of: {', '.join(kinds)}.")
    return kinds[best], RENDERERS[kinds[best]]


def _refusal(report: Report, language: str) -> BadInput | None:
    """Return why something could not be read, or None."""
    for finding in report.findings:
        if not finding.focus and finding.severity == "Violation":
            words = in_language(finding.messages, language)
            refusal = BadInput(words, line=finding.place.line, column=finding.place.column)
            refusal.code = finding.code
            return refusal
    return None


def _back(uploads: list[Upload], outcome: Checked) -> str:
    """Return what goes back into the box: the one text that was sent, mended if it was.

    Nothing where that is not what was checked, as of several files: a check of what stands in the box would mislead.
    """
    if len(uploads) > 1 or is_archive(uploads[0].data):
        return ""
    try:
        sent = uploads[0].data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    return outcome.texts.get(uploads[0].name, sent) if outcome.fixes else sent


def _uploads() -> list[Upload]:
    """Return what a program sent: as a body, or as the files of a form."""
    if request.mimetype == "multipart/form-data" or "text" in request.form:
        return _of_form(request.values.get("format", ""))
    data = request.get_data()
    if not data:
        raise BadRequest("Nothing was sent.", remedy="Send the description as the body of the request.")
    return [Upload(data, _form_asked(), request.args.get("name", "") or _PASTED)]


def _form_asked() -> str:
    """Return the format that a program says its body has, or nothing."""
    asked = request.args.get("format", "")
    if asked or request.mimetype in (*_SAYS_NOTHING, *_ARCHIVES):
        return asked and by_name(asked).name
    if request.mimetype == "application/json":
        return "jsonld"
    try:
        return by_name(request.mimetype).name
    except BadRequest:
        known = ", ".join([*(row.media_type for row in TABLE), _ARCHIVES[0]])
        raise UnsupportedMediaType(f"{request.mimetype} cannot be checked; send one of: {known}.") from None


def _of_form(form: str) -> list[Upload]:
    """Return what was chosen or pasted; files go before text."""
    form = form and by_name(form).name
    files = [file for file in request.files.getlist("file") if file.filename]
    if files:
        return [_file(file, form) for file in files]
    text = request.form.get("text", "")
    if not text.strip():
        raise NothingSent("There is nothing to check.", remedy="Paste a description into the box, or choose a file.")
    return [Upload(text.encode(), form, _PASTED)]


def _file(file: FileStorage, form: str) -> Upload:
    return Upload(file.read(), form, file.filename or _PASTED)
