"""Descriptions of any size: split by thing, checked on all cores, with bounded memory."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from clusterkb.errors import BadInput, BadRequest, ClusterkbError
from clusterkb.rdf.formats import NTRIPLES, Format, by_name, of_file
from clusterkb.rdf.parse import text_of
from clusterkb.rdf.streams import stream
from clusterkb.sandbox import Limits, Pool, Start
from clusterkb.validation import engines
from clusterkb.validation.bulk.job import Partial
from clusterkb.validation.bulk.parts import Part, Splitter
from clusterkb.validation.bulk.second import second_pass
from clusterkb.validation.documents import BASE, Document
from clusterkb.validation.examination import Examination
from clusterkb.validation.findings import (
    NOT_CHECKED,
    SEVERITIES,
    CheckedFile,
    Report,
    file_verdict,
    gravest,
    worst,
)
from clusterkb.validation.fixes import with_fixes
from clusterkb.validation.rules import Rules
from clusterkb.validation.run import with_interest
from clusterkb.validation.unchecked import KINDS, Overlooked, in_words
from clusterkb.validation.wording import worded

Progress = Callable[[str, str], object]

_LARGE = 16_000_000
_BYTES_A_PART = 4_000_000
_MOST_PARTS = 500
_LIMITS = Limits(
    seconds=600,
    megabytes=1_500,
    wait_seconds=86_400,
    queue=_MOST_PARTS,
    remedy="Look for one thing with very many values, and say so in several things.",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to check.

    Attributes:
        path: Where it is.
        form: Its format.
        name: What to call it.
    """

    path: Path
    form: Format
    name: str


def large(parts: Sequence[object], form: str = "") -> list[Source]:
    """Return files as sources when they are too large to hold all at once; else nothing.

    Args:
        parts: Documents and files.
        form: Their format; told from each name when empty.
    """
    files = [part for part in parts if isinstance(part, Path) and part.is_file()]
    if len(files) < len(parts) or sum(file.stat().st_size for file in files) < _LARGE:
        return []
    with suppress(BadRequest):  # an archive, or a format that only the content tells
        return [Source(file, by_name(form) if form else of_file(file.name), str(file)) for file in files]
    return []


@dataclass(slots=True)
class _Seen:
    """What is known of one source after reading it."""

    source: Source
    statements: int = 0
    complaint: BadInput | None = None


def validate_large(
    sources: Sequence[Source], rules: Rules, folder: Path, engine: str = "", progress: Progress | None = None
) -> Report:
    """Check files together, as ``validate`` does, without holding them in memory.

    Args:
        sources: The files.
        rules: What to check against.
        folder: Folder of the store version those rules belong to, for the workers.
        engine: Which engine; the default one when empty.
        progress: Told of each phase.

    Raises:
        BadRequest: The engine is not known.
    """
    told = progress or (lambda phase, what: None)
    chosen = engines.engine(engine)
    with tempfile.TemporaryDirectory(prefix="clusterkb-") as scratch:
        size = sum(source.path.stat().st_size for source in sources)
        splitter = Splitter(Path(scratch), min(_MOST_PARTS, 1 + size // _BYTES_A_PART))
        read = [_read(number, source, splitter, told) for number, source in enumerate(sources)]
        partials = list(_checked(splitter.parts(), folder, engine, told))
        told("check", "what concerns more than one thing")
        partials.append(second_pass(partials, Path(scratch).glob("*.index"), splitter, rules))
    told("report", f"{sum(sum(one.severities.values()) for one in partials):,} findings")
    return _report(read, partials, rules, chosen.name)


def _read(number: int, source: Source, splitter: Splitter, told: Progress) -> _Seen:
    told("read", source.name)
    seen = _Seen(source)
    try:
        statements = stream(source.path, source.form, name=source.name, base=BASE)
        seen.statements = splitter.add(number, statements, source.name)
    except BadInput as refusal:
        seen.complaint = refusal
        splitter.drop(number)
    return seen


def _checked(parts: Sequence[Part], folder: Path, engine: str, told: Progress) -> Iterator[Partial]:
    workers = min(len(parts), os.cpu_count() or 1)
    if not workers:
        return
    start = Start(("clusterkb.validation.bulk.job",), lambda: ("clusterkb.validation.job:ready_rules", str(folder)))
    with Pool(workers, _LIMITS, start=start) as pool, ThreadPoolExecutor(workers) as threads:
        jobs = [threads.submit(_part, pool, folder, part, engine) for part in parts]
        for number, job in enumerate(as_completed(jobs), 1):
            told("check", f"part {number} of {len(parts)}")
            yield job.result()


def _part(pool: Pool, folder: Path, part: Part, engine: str) -> Partial:
    try:
        arguments = (str(folder), part.files, engine, _index(part))
        found: Partial = pool.run("clusterkb.validation.bulk.job:check_part", *arguments)
    except ClusterkbError as failure:
        # Whatever ended the worker, the other parts are checked, and the report says what was not.
        reason = Overlooked("engine", failure.message)
        return Partial((), {}, {}, {}, (reason,), frozenset(), failed=True)
    return found


def _index(part: Part) -> Path:
    return next(iter(part.files.values())).with_name(f"{part.number}.index")


def _report(read: Sequence[_Seen], partials: Sequence[Partial], rules: Rules, engine: str) -> Report:
    total: Counter[tuple[int, str]] = Counter()
    things: Counter[int] = Counter()
    for one in partials:
        total.update(one.severities)
        things.update(one.things)
    failed = any(one.failed for one in partials)
    files = [_file(number, seen, total, things[number], failed) for number, seen in enumerate(read)]
    faults = gravest(fault for one in partials for fault in one.faults)
    explained = {fault: lack for one in partials for fault, lack in one.lacks.items()}
    found = Examination(faults, frozenset(), tuple(_summed(partials, read)), failed, explained)
    documents = with_interest([_document(number, seen, partials) for number, seen in enumerate(read)], found)
    shown = with_fixes(worded(documents, found, rules).findings, documents, rules)
    number = sum(total.values()) + sum(bool(seen.complaint) for seen in read)
    return Report(tuple(files), worst(files), shown, engine, number, in_words(found.overlooked, documents))


def _file(number: int, seen: _Seen, total: Counter[tuple[int, str]], things: int, failed: bool) -> CheckedFile:
    count = sum(total[number, severity] for severity in SEVERITIES) + bool(seen.complaint)
    verdict = file_verdict(things, bool(total[number, "Violation"]))
    if seen.complaint or failed:
        verdict = NOT_CHECKED
    return CheckedFile(seen.source.name, seen.source.form.name, verdict, things, seen.statements, count)


def _summed(partials: Sequence[Partial], read: Sequence[_Seen]) -> Iterator[Overlooked]:
    """Yield what no part looked at, each once; an address that another part describes is known."""
    described = frozenset[str]().union(*(one.described for one in partials))
    count: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Overlooked] = {}
    for partial in partials:
        for one in partial.overlooked:
            if one.kind == "address" and one.what in described:
                continue
            count[one.kind, one.what] += one.count
            first.setdefault((one.kind, one.what), one)
    for key, one in sorted(first.items(), key=lambda pair: (KINDS.index(pair[0][0]), -count[pair[0]], pair[0][1])):
        file = read[int(one.file)].source.name if one.file else read[0].source.name
        yield replace(one, count=count[key], file=file)


def _document(number: int, seen: _Seen, partials: Sequence[Partial]) -> Document:
    """Return a source with what it says of the things that the report names."""
    about = b"".join(one.about.get(number, b"") for one in partials)
    complaints = (seen.complaint,) if seen.complaint else ()
    text = ""
    if about and not complaints:
        text = text_of(seen.source.path.read_bytes(), seen.source.name)
    quads = list(ox.parse(about, format=NTRIPLES.engine))
    return Document(seen.source.name, seen.source.form, text, quads, complaints)
