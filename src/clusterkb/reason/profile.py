"""Is the ontology within OWL 2 DL? The answer of py-horned-owl."""

from __future__ import annotations

from clusterkb.reason.extra import extra

_MISSING = "py-horned-owl is not installed."


def profile_violations(document: str) -> list[str]:
    """Return what puts an ontology outside OWL 2 DL, one line a violation.

    Args:
        document: One ontology as RDF/XML.

    Raises:
        MissingPart: py-horned-owl is not there.
    """
    pyhornedowl, profile = (extra(name, _MISSING) for name in ("pyhornedowl", "pyhornedowl.profile"))
    ontology = pyhornedowl.open_ontology_from_string(document, "rdf")
    report = profile.check_profile(ontology, "DL")
    return [str(violation) for violation in report.violations]
