"""What a worker process runs for an upload: the rules of one store version, and documents nobody trusts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from clusterkb.errors import BadInput
from clusterkb.rdf.parse import text_of
from clusterkb.store.versions import RULES
from clusterkb.validation.documents import Sent
from clusterkb.validation.findings import Finding, Report
from clusterkb.validation.fixes.patch import diff
from clusterkb.validation.foreign import foreign
from clusterkb.validation.intake import documents
from clusterkb.validation.mend import mend
from clusterkb.validation.rules import Rules
from clusterkb.validation.run import validate


@dataclass(frozen=True, slots=True)
class Upload:
    """One thing a client sent: a document, or an archive of some.

    Attributes:
        data: Its bytes.
        form: Name of its format; told from the name, else from the content, when empty.
        name: What it is called.
    """

    data: bytes
    form: str = ""
    name: str = "input"


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome for a client.

    Attributes:
        report: What was found; after mending, what is left.
        texts: Name of a file → its text, for those with findings and those that were mended.
        fixes: How many fixes were made.
        patch: What they changed, as a unified diff.
    """

    report: Report
    texts: dict[str, str]
    fixes: int = 0
    patch: str = ""


def check(folder: str, uploads: Sequence[Upload], mending: bool = False) -> Checked:
    """Check what was sent, or mend it first.

    Args:
        folder: Folder of the store version whose rules hold.
        uploads: What was sent.
        mending: Whether to make the fixes that are certain.

    Raises:
        BadRequest: A format is not known.
    """
    rules = ready_rules(folder)
    sent = [one for upload in uploads for one in documents([upload.data], upload.form, upload.name)]
    if not mending:
        report = validate(sent, rules)
        return Checked(report, _texts(sent, report))
    mended, report, number = mend(sent, rules)
    changed = [(old, new) for old, new in zip(sent, mended, strict=True) if old.data != new.data]
    patch = "".join(diff(old.name, old.data.decode("utf-8-sig"), new.data.decode("utf-8-sig")) for old, new in changed)
    return Checked(report, _texts(mended, report, {new.name for _, new in changed}), number, patch)


def check_with(folder: str, sent: Sequence[Sent], shapes: Sequence[Sent], engine: str) -> Report:
    """Check documents against the shapes of others, which nobody trusts either.

    Args:
        folder: Folder of the store version whose names hold.
        sent: The documents.
        shapes: The shapes.
        engine: Which engine; the default one when empty.

    Raises:
        BadInput: The shapes are refused.
    """
    report = validate(sent, foreign(shapes, ready_rules(folder)), engine)
    return replace(report, findings=tuple(map(_by_hand, report.findings)))


def _by_hand(finding: Finding) -> Finding:
    """Return a finding of the shapes of others, with which nothing is mended unasked."""
    return replace(finding, fix=replace(finding.fix, certain=False)) if finding.fix else finding


def _texts(sent: Sequence[Sent], report: Report, more: set[str] | None = None) -> dict[str, str]:
    wanted = {finding.file for finding in report.findings} | (more or set())
    return {one.name: _text(one) for one in sent if one.name in wanted}


def _text(one: Sent) -> str:
    try:
        return text_of(one.data, one.name)
    except BadInput:
        return one.data.decode("utf-8", errors="replace")


@lru_cache(maxsize=2)
def ready_rules(folder: str) -> Rules:
    """Return the rules of the store version in ``folder``, read once a worker."""
    return Rules.from_json((Path(folder) / RULES).read_text(encoding="utf-8"))
