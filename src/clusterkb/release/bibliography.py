"""The works that the knowledge base knows, as CSL-JSON for reference managers."""

from __future__ import annotations

import re
from collections import defaultdict

import pyoxigraph as ox

from clusterkb.catalogue.cite import csl_date, csl_items, csl_names
from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.text import LANGUAGES

_WORK = expand("ckb:Work")
_DOI = "https://doi.org/"
_YEAR = re.compile(r"\d{4}")


def bibliography(triples: list[ox.Triple]) -> bytes:
    """Return every work as an item of CSL-JSON 1.0.2, by address."""
    said: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            said[triple.subject.value][shorten(triple.predicate.value)].append(triple.object)
    items = [
        _item(iri, of) for iri, of in sorted(said.items()) if _WORK in {kind.value for kind in of.get("rdf:type", [])}
    ]
    return csl_items(items).encode()


def _item(iri: str, of: dict[str, list[ox.NamedNode | ox.Literal]]) -> dict[str, object]:
    def first(name: str) -> str:
        return next(iter(sorted(value.value for value in of.get(name, []))), "")

    title = _best(of.get("dcterms:title") or of.get("skos:prefLabel", []))
    page, venue, year = first("foaf:page"), first("ckb:venue"), _YEAR.search(first("dcterms:date"))
    return {
        "id": shorten(iri),
        "type": _type(venue, first("ckb:pages")),
        "title": title.value,
        "author": csl_names(filter(None, map(str.strip, first("dcterms:creator").split(";")))),
        "issued": csl_date(year.group() if year else ""),
        "language": getattr(title, "language", None),
        "container-title": venue,
        "page": first("ckb:pages"),
        "DOI": page.removeprefix(_DOI) if page.startswith(_DOI) else "",
        "URL": page or iri,
    }


def _best(values: list[ox.NamedNode | ox.Literal]) -> ox.NamedNode | ox.Literal:
    """Return the text in the first language that there is of ours, else the first."""
    order = {language: place for place, language in enumerate(LANGUAGES)}
    return min(values, key=lambda text: (order.get(getattr(text, "language", None) or "", len(order)), text.value))


def _type(venue: str, pages: str) -> str:
    """Return the type of CSL as far as the venue tells."""
    if "issertation" in venue:
        return "thesis"
    return "article-journal" if venue and pages else "document"
