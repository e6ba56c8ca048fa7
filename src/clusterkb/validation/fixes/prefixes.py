"""What keeps a whole document from being read and can be mended: unknown prefixes, language tags with an underscore."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clusterkb.errors import BadInput
from clusterkb.namespaces import PREFIXES
from clusterkb.rdf.places import Lines
from clusterkb.rdf.places.turtle import Declaration
from clusterkb.rdf.tokens import located
from clusterkb.validation.documents import Document
from clusterkb.validation.findings import Edit, Fix
from clusterkb.validation.fixes.desk import fix
from clusterkb.validation.near import nearest

_PREFIX = re.compile(r"(?:\^\^)?([\w-]*):")
_NAME = re.compile(r"</?([\w-]+):|\s([\w-]+):[\w-]+\s*=")
_TAG = re.compile(r"@([A-Za-z]{2,3})_([A-Za-z0-9]{2,8})(?![\w-])")
_DECLARED_XML = re.compile(r"\sxmlns:([\w-]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_ROOT = re.compile(r"<(?![?!])[^\s/>]+")
_COMMENT_ONLY = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)")
_FIRST = re.compile(r"(?:\s|#[^\n\r]*[\n\r])*")


def propose_for_complaint(complaint: BadInput, document: Document) -> Fix | None:
    r"""Return how to mend what keeps a document from being read: an unknown prefix, an underscore in a language tag.

    >>> from clusterkb.rdf.formats import TURTLE
    >>> from clusterkb.rdf.parse import read
    >>> text = "@prefix role: <http://e/> .\nrole:a role:b rloe:c ."
    >>> complaint = read(text.encode(), TURTLE)[1][0]
    >>> propose_for_complaint(complaint, Document("a.ttl", TURTLE, text, [])).edits[0].text
    'role'
    """
    text, form = document.text, document.form.name
    if not complaint.line or form not in ("ttl", "trig", "nt", "nq", "rdf"):
        return None
    lines = document.lines
    if complaint.line > len(lines.starts):
        return None
    place = lines.offset(complaint.line, max(complaint.column, 1))
    if form == "rdf":
        return _in_xml(document, place, lines) if complaint.code == "unknown-prefix" else None
    tag = _tag(text, place, lines)
    if tag:
        written = f"@{tag[1]}-{tag[2]}"
        spans = {tag.span(), *(found.span() for found in _every(text, rf"{tag[0]}(?![\w-])"))}
        return fix("replace", [Edit(document.name, *span, written) for span in spans], new=written, old=tag[0])
    return _in_turtle(document, place) if form in ("ttl", "trig") else None


def _tag(text: str, place: int, lines: Lines) -> re.Match[str] | None:
    begin = text.rfind("@", text.rfind("\n", 0, place) + 1, place + 1)
    found = _TAG.match(text, begin) if begin > 0 and text[begin - 1] in "\"'" else None
    return found if found and found.end() >= place and found.end() <= lines.end(place) else None


def _in_turtle(document: Document, place: int) -> Fix | None:
    found = _PREFIX.match(document.text, place)
    if found is None:
        return None
    wrong = found[1]
    # A declaration farther down is not in force here.
    declared = [one for one in document.declared if one.at.end <= place]
    names = {one.prefix for one in declared}
    if wrong in names:
        return None
    if wrong in PREFIXES:
        line = _line(document.text, declared, wrong)
        return fix("declare", [Edit(document.name, *line)], new=f"{wrong}: <{PREFIXES[wrong]}>")
    near = nearest(wrong, names) if wrong else None
    if near is None:
        return None
    spans = {found.span(1)}
    if wrong not in {one.prefix for one in document.declared}:
        spans |= {each.span(1) for each in _every(document.text, rf"(?:\^\^)?({re.escape(wrong)}):")}
    return fix("replace", [Edit(document.name, *span, near) for span in spans], new=f"{near}:", old=f"{wrong}:")


def _every(text: str, pattern: str) -> Iterator[re.Match[str]]:
    """Yield the names, and what stands behind the quotation marks of texts, that a pattern matches.

    What is wrong in one place is so in others, where the parser has not come yet.
    """
    wanted = re.compile(pattern)
    try:
        for kind, token, start in located(text):
            behind = max(token.rfind('"'), token.rfind("'")) + 1 if kind == "string" else 0
            if kind in ("string", "word") and (found := wanted.match(text, start + behind)):
                yield found
    except BadInput:  # from here on nothing is certain
        return


def _line(text: str, declared: list[Declaration], name: str) -> tuple[int, int, str]:
    """Return where a declaration goes, and its text, in the style of the one before it."""
    if not declared:
        place = _FIRST.match(text)
        start = place.end() if place else 0
        return start, start, f"@prefix {name}: <{PREFIXES[name]}> .{_newline(text, start)}"
    last = declared[-1]
    end = last.at.end
    if text[last.start] == "@":
        end = text.index(".", end) + 1
    written = text[last.start : end].replace(f"{last.prefix}:", f"{name}:", 1)
    written = written.replace(text[last.at.start : last.at.end], f"<{PREFIXES[name]}>", 1)
    comment = _COMMENT_ONLY.match(text, end)
    place_after = comment.end() if comment else end
    return place_after, place_after, _newline(text, end) + written


def _newline(text: str, place: int) -> str:
    end = text.find("\n", place)
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


def _in_xml(document: Document, place: int, lines: Lines) -> Fix | None:
    """Name the nearest declared prefix in both tags, or declare one of ours in the first element."""
    text = document.text
    used = {name for found in _NAME.finditer(text) for name in found.groups() if name}
    declared = {found[1] for found in _DECLARED_XML.finditer(text)} | {"xml", "xmlns"}
    unknown = used - declared
    here = {name for found in _NAME.finditer(text, max(place - 1, 0), lines.end(place)) for name in found.groups()}
    wrong = next(iter(unknown & here), "") if len(unknown & here) == 1 else ""
    root = _ROOT.search(text)
    if not wrong or root is None:
        return None
    if wrong in PREFIXES:
        edit = Edit(document.name, root.end(), root.end(), f' xmlns:{wrong}="{PREFIXES[wrong]}"')
        return fix("declare", [edit], new=f'xmlns:{wrong}="{PREFIXES[wrong]}"')
    near = nearest(wrong, declared)
    if near is None:
        return None
    edits = [Edit(document.name, *found.span(found.lastindex or 1), near) for found in _uses(text, wrong)]
    return fix("replace", edits, new=f"{near}:", old=f"{wrong}:")


def _uses(text: str, wrong: str) -> list[re.Match[str]]:
    return [found for found in _NAME.finditer(text) if wrong in found.groups()]
