"""One or more documents against the shapes, taken together as one description."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyoxigraph as ox

from clusterkb.errors import BadInput
from clusterkb.rdf.formats import by_name
from clusterkb.rdf.parse import read, text_of
from clusterkb.rdf.terms import Term
from clusterkb.validation import engines
from clusterkb.validation.documents import BASE, Document, Sent
from clusterkb.validation.engines import Engine
from clusterkb.validation.examination import Examination, examine
from clusterkb.validation.findings import NOT_CHECKED, SEVERITIES, CheckedFile, Report, file_verdict, worst
from clusterkb.validation.fixes import with_fixes
from clusterkb.validation.rules import Rules
from clusterkb.validation.unchecked import in_words
from clusterkb.validation.wording import Worded, worded


def validate(sent: Sequence[Sent], rules: Rules, engine: str = "") -> Report:
    """Check documents together: one may describe what another names.

    Args:
        sent: The documents.
        rules: What to check against.
        engine: Which engine; the default one when empty.

    Raises:
        BadRequest: A format or the engine is not known.
    """
    chosen = engines.engine(engine)
    documents = [_read(one) for one in sent]
    readable = [document for document in documents if not document.complaints]
    return report(documents, examine(readable, rules, chosen), rules, chosen)


def report(documents: Sequence[Document], found: Examination, rules: Rules, engine: Engine) -> Report:
    """Return what was found in documents as a report.

    Args:
        documents: All that were sent, also those that could not be read.
        found: What the rules found in those that could.
        rules: What they were checked against.
        engine: Which engine was asked.
    """
    documents = with_interest(documents, found)
    readable = [document for document in documents if not document.complaints]
    told = worded(documents, found, rules)
    files = tuple(_file(document, found, told) for document in documents)
    shown = with_fixes(told.findings, readable, rules)
    left = in_words(found.overlooked, readable)
    return Report(files, worst(files), shown, engine.name, told.count.total(), left)


def _read(one: Sent) -> Document:
    form = by_name(one.form)
    if one.refusal:
        return Document(one.name, form, "", [], (one.refusal,))
    quads, complaints = read(one.data, form, name=one.name, base=BASE)
    try:
        text = text_of(one.data, one.name)
    except BadInput:  # then it is among the complaints
        text = ""
    return Document(one.name, form, text, [] if complaints else quads, tuple(complaints))


def with_interest(documents: Sequence[Document], found: Examination) -> list[Document]:
    """Return the documents with the things marked whose places a report will ask for."""
    wanted: set[Term | None] = {term for fault in found.faults for term in (fault.focus, fault.value)}
    wanted |= {one.statement[0] for one in found.overlooked if one.statement}
    # The places of things without an address can only be told by walking through everything.
    nameless = any(isinstance(term, ox.BlankNode) for term in wanted)
    names = frozenset(term.value for term in wanted if isinstance(term, ox.NamedNode))
    return [replace(document, interest=None if nameless else names) for document in documents]


def _file(document: Document, found: Examination, told: Worded) -> CheckedFile:
    seen = document.speaks_of(found.things)
    unread = bool(document.complaints) or found.failed
    verdict = NOT_CHECKED if unread else file_verdict(seen, bool(told.count[document.name, "Violation"]))
    number = sum(told.count[document.name, severity] for severity in SEVERITIES)
    return CheckedFile(document.name, document.form.name, verdict, seen, len(document.quads), number)
