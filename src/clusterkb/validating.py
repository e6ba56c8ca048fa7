"""The part of the public face that is for publishers: descriptions checked and mended."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from clusterkb import settings
from clusterkb.build.run import Progress
from clusterkb.sandbox import Limits, Pool
from clusterkb.store import Version
from clusterkb.validation import Report, Sent, documents, large, mend, validate, validate_large
from clusterkb.validation.rules import Rules


class Validating:
    """What can be checked with one version of the knowledge base.

    Attributes:
        version: The version whose rules hold.
    """

    version: Version

    @cached_property
    def rules(self) -> Rules:
        """What descriptions are checked against."""
        return Rules.from_json(self.version.rules.read_text(encoding="utf-8"))

    def validate(
        self,
        data: bytes | Path | Sequence[Path | Sent],
        *,
        form: str = "",
        name: str = "",
        engine: str = "",
        shapes: Sequence[Path] = (),
        progress: Progress | None = None,
    ) -> Report:
        """Check a description; that something cannot be read of it is a finding too.

        Args:
            data: The document's bytes, a file, or several files, which are taken together; a zip archive stands for
                the files in it. Files of 16 MB and more in all are checked in parts, on all cores.
            form: Its format; told from the file's name or the content when empty.
            name: What to call it in the report.
            engine: ``compiled`` (the default) or ``pyshacl``, the reference.
            shapes: Shapes of others to check against, in place of ours; a worker process without network runs them.
            progress: Told of each phase, where it takes long.

        Raises:
            BadInput: The shapes of others are malformed, or would run programs or reach out.
            BadRequest: The format or the engine is not known.
            OutOfLimits: The shapes of others need more time or memory than the settings allow.
        """
        parts: Sequence[bytes | Path | Sent] = [data] if isinstance(data, bytes | Path) else data
        if shapes:
            return self._validate_with(documents(parts, form, name), documents(shapes), engine)
        if files := large(parts, form):
            return validate_large(files, self.rules, self.version.path, engine, progress)
        return validate(documents(parts, form, name), self.rules, engine)

    def _validate_with(self, sent: Sequence[Sent], shapes: Sequence[Sent], engine: str) -> Report:
        chosen = settings.load()
        with Pool(1, Limits(chosen.validate_seconds, chosen.worker_megabytes, wait_seconds=60)) as pool:
            arguments = (str(self.version.path), sent, shapes, engine)
            report: Report = pool.run("clusterkb.validation.job:check_with", *arguments)
        return report

    def mend(self, sent: Sequence[Sent], *, engine: str = "") -> tuple[list[Sent], Report, int]:
        """Make every fix of documents that is certain and check them again; see ``clusterkb.validation.mend``.

        Args:
            sent: The documents.
            engine: As for ``validate``.

        Returns:
            The documents, byte by byte as they were but for the fixes; the report on them; how many fixes were made.
        """
        return mend(sent, self.rules, engine)
