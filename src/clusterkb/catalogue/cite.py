"""How to cite what the knowledge base says: all of it, the ontology, or one thing; in four forms.

Title, authors and date are what ``ontology/`` states of the whole; a part has its own label and stands in the whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from clusterkb.catalogue.reader import Reader
from clusterkb.errors import NotFound
from clusterkb.namespaces import BASE, DATASET, ONTOLOGY, path_of, shorten
from clusterkb.rdf.text import Text
from clusterkb.version import __version__

SITE = f"{BASE}/"
"""The permanent address of the site, which is cited when all of it is meant."""

_WHOLES = {SITE: DATASET, DATASET: DATASET, ONTOLOGY: ONTOLOGY}
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
_BABEL = {"en": "english", "ru": "russian", "uz": "uzbek"}
# A lone brace, even one behind a backslash, would upset BibTeX's counting of them.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{mark: f"\\{mark}" for mark in "$&#_%"},
    }
)


@dataclass(frozen=True, slots=True)
class CiteAs:
    """What a citation of one of our things, or of all of them, is made of.

    Attributes:
        iri: Its permanent address.
        title: Its name, in the wanted language or another.
        within: The title of the whole that it is a part of; None for a whole.
        authors: Who made the whole, as it says.
        version: The version of software and data that was read.
        issued: Date of issue (``2026``, ``2026-12``, ``2026-12-31``), or an empty string where none is stated.
        accessed: The day on which it was read.
    """

    iri: str
    title: Text
    within: Text | None
    authors: tuple[str, ...]
    version: str
    issued: str
    accessed: date

    @property
    def address(self) -> str:
        """The permanent address with the version that was read."""
        return f"{self.iri}?version={self.version}"

    @property
    def key(self) -> str:
        """A name for bibliographies, the same in every version."""
        path = (path_of(self.iri) or "").removeprefix("id/")
        return ":".join(["clusterkb", *filter(None, path.split("/"))])


def version_name(digest: str) -> str:
    """Return what the version of software and data is called in citations.

    Args:
        digest: The digest of the data version, from its manifest.

    >>> version_name("0123456789abcdef").removeprefix(__version__)
    '-0123456789ab'
    """
    return f"{__version__}-{digest[:12]}"


def cite(reader: Reader, iri: str, version: str, accessed: date) -> CiteAs:
    """Read what a citation of ``iri`` is made of.

    Args:
        reader: Reads in the language of the citation.
        iri: One of our things, the ontology, or ``SITE``.
        version: From ``version_name``.
        accessed: The day on which it is read.

    Raises:
        NotFound: It is none of ours, or nothing is known by this IRI.
    """
    if iri not in _WHOLES and (path_of(iri) is None or not reader.exists(iri)):
        raise NotFound(f"There is no {shorten(iri)} to cite.", remedy="Search for it by label.")
    whole = _WHOLES.get(iri, DATASET)
    name = reader.text(whole, "dcterms:title") or reader.label(whole)
    part = iri not in _WHOLES
    issued = _DATE.match(reader.plain(whole, "dcterms:issued"))
    return CiteAs(
        iri=iri,
        title=reader.label(iri) if part else name,
        within=name if part else None,
        authors=tuple(author.value for author in reader.texts(whole, "dcterms:creator")),
        version=version,
        issued=issued.group() if issued else "",
        accessed=accessed,
    )


def bibtex(it: CiteAs) -> str:
    """Return an entry for biblatex with biber, in UTF-8; plain BibTeX has no ``@online`` and prints no address."""
    fields = {
        "author": " and ".join(map(_braced, it.authors)),
        "title": _braced(it.title.value),
        "organization": _braced(it.within.value) if it.within else "",
        "version": it.version,
        "date": it.issued,
        "url": it.address,
        "urldate": it.accessed.isoformat(),
        "langid": _BABEL.get(it.title.language, ""),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{it.key},\n{lines}}}\n"


def ris(it: CiteAs) -> str:
    """Return a record of RIS; its lines end in CR and LF."""
    rows = [
        ("TY", "ELEC" if it.within else "DATA"),
        ("ID", it.key),
        ("TI", it.title.value),
        ("T2", it.within.value if it.within else ""),
        *(("AU", author) for author in it.authors),
        ("PY", it.issued[:4]),
        ("ET", it.version),
        ("LA", it.title.language),
        ("UR", it.address),
        ("Y2", it.accessed.strftime("%Y/%m/%d")),
    ]
    lines = (f"{tag}  - {line}\r\n" for tag, value in rows if (line := _in_one_line(value)))
    return "".join(lines) + "ER  - \r\n"


def csl(it: CiteAs) -> str:
    """Return a list of one item of CSL-JSON 1.0.2."""
    item = {
        "id": it.key,
        "type": "webpage" if it.within else "dataset",
        "title": it.title.value,
        "container-title": it.within.value if it.within else "",
        "author": csl_names(it.authors),
        "issued": csl_date(it.issued),
        "version": it.version,
        "URL": it.address,
        "accessed": csl_date(it.accessed.isoformat()),
        "language": it.title.language,
    }
    return csl_items([item])


def csl_items(items: Iterable[Mapping[str, object]]) -> str:
    """Return items as a document of CSL-JSON; what is empty is left out.

    >>> csl_items([{"id": "work:x", "type": "document", "DOI": "", "author": csl_names([])}]).split()
    ['[', '{', '"id":', '"work:x",', '"type":', '"document"', '}', ']']
    """
    stated = [{name: value for name, value in item.items() if value} for item in items]
    return json.dumps(stated, ensure_ascii=False, indent=2) + "\n"


def csl_names(names: Iterable[str]) -> list[dict[str, str]]:
    """Return names as they are: which part of one is the family name nobody has said."""
    return [{"literal": name} for name in names]


def csl_date(day: str) -> dict[str, list[list[int]]]:
    """Return a date of a year, a year and a month, or a day; nothing for an empty text.

    >>> csl_date("2026-12"), csl_date("")
    ({'date-parts': [[2026, 12]]}, {})
    """
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else {}


def gost(it: CiteAs) -> str:
    """Return a reference by GOST R 7.0.5-2008."""
    return "".join(piece.value for piece in gost_pieces(it))


def gost_pieces(it: CiteAs) -> list[Text]:
    """Return the same reference in pieces, each with its language; only names are in another than Russian.

    What the standard adds is in the language of the list of references. The authors stand behind the title, as a
    group does, and so does the whole behind its part.
    """
    title = _in_one_line(it.title.value).removesuffix(".")
    pieces = [Text(title[:1].upper() + title[1:], it.title.language), Text(" [Электронный ресурс]", "ru")]
    if it.within:
        pieces += [Text(" // ", "ru"), Text(_in_one_line(it.within.value), it.within.language)]
    authors = f" / {_in_one_line(', '.join(it.authors))}" if it.authors else ""
    issued = f" {it.issued[:4]}." if it.issued else ""
    place = f" Версия {it.version}.{issued} URL: {it.address} (дата обращения: {it.accessed:%d.%m.%Y})."
    return [*pieces, Text(f"{authors}.{place}", "ru")]


@dataclass(frozen=True, slots=True)
class CitationForm:
    """A form of a citation: the suffix of its file, what it is called, its media type, what writes it."""

    name: str
    label: str
    media_type: str
    write: Callable[[CiteAs], str]


CITATION_FORMS = (
    CitationForm("bib", "BibTeX", "application/x-bibtex", bibtex),
    CitationForm("ris", "RIS", "application/x-research-info-systems", ris),
    CitationForm("json", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl),
    CitationForm("txt", "GOST R 7.0.5-2008", "text/plain", gost),
)


def _braced(text: str) -> str:
    """Return a text for BibTeX as a name that is neither split nor put in small letters."""
    return f"{{{_in_one_line(text).translate(_LATEX)}}}"


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
