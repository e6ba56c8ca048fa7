"""A report as JUnit writes its own: one suite a file, one case for all that a rule finds in a thing."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from clusterkb.validation.findings import NOT_CHECKED, CheckedFile, Finding, Place, Report, Unchecked, in_language
from clusterkb.validation.renderers.folding import by_thing
from clusterkb.validation.renderers.remedies import FAILURES, page_of, remedies, why_nothing
from clusterkb.validation.renderers.sentences import say, thing_called
from clusterkb.validation.renderers.sources import NO_SOURCES, Sources
from clusterkb.validation.renderers.visible import in_xml

_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def junit(report: Report, language: str, sources: Sources = NO_SOURCES) -> str:
    """Return a report as JUnit XML, as Jenkins and GitLab read it.

    A violation is a failure; warnings and remarks are the output of a case that passed; a file that could not be read
    and an engine that failed are errors; what was not checked else is skipped.

    >>> print(junit(Report((CheckedFile("a.ttl", "ttl", "conforms", 1, 4),), "conforms", (), "engine 1.0", 0), "en"))
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="clusterkb" tests="1" failures="0" errors="0">
      <testsuite name="a.ttl" tests="1" failures="0" errors="0" skipped="0">
        <properties>
          <property name="engine" value="engine 1.0" />
          <property name="verdict" value="conforms" />
        </properties>
        <testcase classname="a.ttl" name="conforms" />
      </testsuite>
    </testsuites>
    <BLANKLINE>
    """
    root = ET.Element("testsuites", name="clusterkb")
    for file in report.files:
        suite = _suite(file, report, root)
        for case in _cases([finding for finding in report.findings if _home(finding.place, report) == file.name]):
            _case(suite, file, case, language)
        for one in (one for one in report.unchecked if _home(one.place, report) == file.name):
            _unchecked(suite, file, one, language)
        if suite.find("testcase") is None or (file.verdict == NOT_CHECKED and suite.find("testcase/error") is None):
            _whole(suite, file, report, language)
        suite.attrib.update(_numbers(suite))
    root.attrib.update({name: number for name, number in _numbers(root).items() if name != "skipped"})
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _home(place: Place, report: Report) -> str:
    """Return the file whose suite something belongs to: what has no file of its own is told with the first."""
    names = [file.name for file in report.files]
    return place.file if place.file in names else names[0]


def _suite(file: CheckedFile, report: Report, root: ET.Element) -> ET.Element:
    suite = ET.SubElement(root, "testsuite", name=in_xml(file.name))
    properties = ET.SubElement(suite, "properties")
    ET.SubElement(properties, "property", name="engine", value=in_xml(report.engine))
    ET.SubElement(properties, "property", name="verdict", value=file.verdict)
    return suite


def _cases(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Return the findings of each thing and code together."""
    cases: list[list[Finding]] = []
    for thing in by_thing(findings):
        by_code: dict[str, list[Finding]] = {}
        for finding in thing:
            by_code.setdefault(finding.code, []).append(finding)
        cases += by_code.values()
    return cases


def _case(suite: ET.Element, file: CheckedFile, findings: Sequence[Finding], language: str) -> None:
    first = findings[0]
    thing = in_language(first.labels, language)
    name = " ".join(part for part in (first.code, thing and f"{thing}:", thing_called(first.focus, language)) if part)
    case = ET.SubElement(suite, "testcase", classname=in_xml(file.name), name=in_xml(name))
    said = "\n".join(_said(finding, language) for finding in findings)
    failures = [finding for finding in findings if finding.severity == "Violation"]
    if not failures:
        ET.SubElement(case, "system-out").text = in_xml(f"{said}\n{page_of(first.code)}")
        return
    kind = "failure" if first.focus else "error"  # what is about no thing is about the file: it could not be read
    outcome = ET.SubElement(case, kind, type=in_xml(first.code), message=in_xml(failures[0].message(language)))
    outcome.text = in_xml(f"{said}\n{page_of(first.code)}")


def _said(finding: Finding, language: str) -> str:
    head = f"{finding.place}: {say(finding.severity, language)}: {finding.message(language)}"
    return "\n".join([head, *remedies(finding, language)])


def _unchecked(suite: ET.Element, file: CheckedFile, one: Unchecked, language: str) -> None:
    name = f"{say('not checked', language)}: {one.what}"
    case = ET.SubElement(suite, "testcase", classname=in_xml(file.name), name=in_xml(name))
    kind = "error" if one.kind in FAILURES else "skipped"
    ET.SubElement(case, kind, type=one.kind, message=in_xml(f"{one.place}: {one.message(language)}"))


def _whole(suite: ET.Element, file: CheckedFile, report: Report, language: str) -> None:
    """Add the case that stands for a file as a whole."""
    case = ET.SubElement(suite, "testcase", classname=in_xml(file.name), name=say(file.verdict, language))
    if file.verdict == NOT_CHECKED:
        reason = why_nothing(file, report) or NOT_CHECKED
        ET.SubElement(case, "error", type="file", message=say(reason, language))


def _numbers(element: ET.Element) -> dict[str, str]:
    cases = list(element.iter("testcase"))
    found = {name: sum(case.find(kind) is not None for case in cases) for name, kind in _COUNTED.items()}
    return {name: str(number) for name, number in {"tests": len(cases), **found}.items()}
