"""Values of the wrong kind: datatypes, languages, texts where an address or a concept is due."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyoxigraph as ox

from clusterkb.namespaces import BASE, expand, split
from clusterkb.rdf.places import Written
from clusterkb.validation.findings import Edit, Fault, Fix
from clusterkb.validation.fixes.desk import Desk, fix, scripts
from clusterkb.validation.fixes.hands import Hand
from clusterkb.validation.fixes.patch import replaced
from clusterkb.validation.near import plain

_STRING, _LANGUAGE = expand("xsd:string"), expand("rdf:langString")
_DATE = r"-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_ZONE = r"(Z|[+-]\d\d:\d\d)?"
_FORMS = {
    expand(f"xsd:{name}"): re.compile(form)
    for name, form in {
        "integer": r"[+-]?\d+",
        "decimal": r"[+-]?(\d+(\.\d*)?|\.\d+)",
        "double": r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?",
        "boolean": r"true|false|0|1",
        "gYear": r"-?\d{4,}" + _ZONE,
        "gYearMonth": r"-?\d{4,}-(0[1-9]|1[0-2])" + _ZONE,
        "date": _DATE + _ZONE,
        "dateTime": _DATE + r"T\d\d:\d\d:\d\d(\.\d+)?" + _ZONE,
        "anyURI": r"https?://[^\s<>\"{}|\\^`]+",
        "string": r"(?s).*",
    }.items()
}
_ADDRESS = _FORMS[expand("xsd:anyURI")]
_CONCEPTS = f"^{BASE}/concept/"
_LONGEST_PATTERN = 1_000
_WIDEST = 120


def retyped(fault: Fault, desk: Desk) -> Fix | None:
    """Give a text the datatype that is asked for, where it can be read so."""
    value = fault.value
    wanted = next((term.value for term in desk.asked(fault, "sh:datatype")), "")
    if not isinstance(value, ox.Literal):
        return None
    if wanted == _LANGUAGE:
        return _tagged(fault, value, desk)
    form = _FORMS.get(wanted)
    if form is None or not form.fullmatch(value.value):
        return None
    return _each(fault, desk, lambda hand, one: hand.retype(one, wanted))


def _tagged(fault: Fault, value: ox.Literal, desk: Desk) -> Fix | None:
    """Give a text the one language of the other texts of the document."""
    found = {desk.language(hand) for hand, _ in desk.written(fault.focus, fault.path, value)}
    language, script = found.pop() if len(found) == 1 else ("", "")
    if scripts(value.value) != {script}:
        return None
    return _each(fault, desk, lambda hand, one: hand.tag(one, language))


def addressed(fault: Fault, desk: Desk) -> Fix | None:
    """Turn a text into the address that it is."""
    kinds = {term.value for term in desk.asked(fault, "sh:nodeKind")}
    value = fault.value
    if expand("sh:IRI") not in kinds or not isinstance(value, ox.Literal):
        return None
    iri = expand(value.value)
    if not _ADDRESS.fullmatch(iri) or (iri != value.value and iri not in desk.rules.things | desk.rules.terms):
        return None
    return _each(fault, desk, lambda hand, one: hand.name(one, iri, text=True))


def listed(fault: Fault, desk: Desk) -> Fix | None:
    """Write the concept of a list for the text or name that it is called by."""
    value = fault.value
    patterns = [one.value for one in desk.asked(fault, "sh:pattern")]
    pattern = next((one for one in patterns if one.startswith(_CONCEPTS) and len(one) < _LONGEST_PATTERN), "")
    if not pattern or value is None or isinstance(value, ox.BlankNode):
        return None
    if isinstance(value, ox.NamedNode) and (value.value in desk.rules.terms or desk.said(value)):
        return None
    text = re.split(r"[/#:]", value.value)[-1] if isinstance(value, ox.NamedNode) else _local(value.value)
    concepts = [iri for iri in desk.called.get(plain(text), ()) if re.search(pattern, iri)]
    if len(concepts) != 1:
        return None
    concept = concepts[0]
    is_text = isinstance(value, ox.Literal)
    return _each(fault, desk, lambda hand, one: hand.name(one, concept, text=is_text))


def _local(text: str) -> str:
    """Return what a text names: a name with a prefix or an address written as a text, or the text itself."""
    iri = expand(text)
    return split(iri)[1] if _ADDRESS.fullmatch(iri) else text


def _each(fault: Fault, desk: Desk, write: Callable[[Hand, Written], list[Edit]]) -> Fix | None:
    found = desk.written(fault.focus, fault.path, fault.value)
    made = [(hand.document.text, edits) for hand, one in found if (edits := write(hand, one))]
    if not made:
        return None
    old, new = (_shown(text) for text in replaced(*made[0]))
    return fix("replace" if old else "add", [edit for _, edits in made for edit in edits], new=new, old=old)


def _shown(text: str) -> str:
    text = " ".join(text.strip(" ,").split())
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
