"""Is the ontology within OWL 2 DL? The answer of py-horned-owl."""

from __future__ import annotations

from importlib import import_module

from clusterkb.errors import MissingPart


def profile_violations(document: str) -> list[str]:
    """Return what puts an ontology outside OWL 2 DL, one line a violation.

    Args:
        document: One ontology as RDF/XML.

    Raises:
        MissingPart: py-horned-owl is not there.
    """
    try:
        pyhornedowl, profile = import_module("pyhornedowl"), import_module("pyhornedowl.profile")
    except ImportError as error:
        raise MissingPart(
            "py-horned-owl is not installed.", remedy="Install what reasoning needs: pip install 'clusterkb[reasoning]'"
        ) from error
    ontology = pyhornedowl.open_ontology_from_string(document, "rdf")
    report = profile.check_profile(ontology, "DL")
    return [str(violation) for violation in report.violations]
