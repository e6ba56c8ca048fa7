from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
import rispy  # type: ignore[import-untyped]
from pybtex.database import Entry, parse_string  # type: ignore[import-untyped]
from tests.support.stores import stored

from clusterkb import KnowledgeBase
from clusterkb.catalogue import CITATION_FORMS, SITE, CiteAs, Reader, cite, kind_of, version_name
from clusterkb.catalogue.cite import bibtex, csl, csl_date, csl_items, gost, gost_pieces, ris
from clusterkb.errors import NotFound
from clusterkb.namespaces import DATASET, ONTOLOGY, expand
from clusterkb.rdf.text import Text
from clusterkb.version import __version__

DAY = date(2026, 11, 27)
VERSION = "0.1.0-0123456789ab"
HOLDING = expand("cluster:ulyanovsk-holding")

PART = CiteAs(
    iri=HOLDING,
    title=Text("educational holding of Ulyanovsk", "en"),
    within=Text("Knowledge base of educational clusters", "en"),
    authors=("clusterkb authors",),
    version=VERSION,
    issued="",
    accessed=DAY,
)
WHOLE = replace(PART, iri=SITE, title=Text("База знаний об образовательных кластерах", "ru"), within=None)
ADDRESS = f"{HOLDING}?version={VERSION}"

# Each breaks a form that does not escape what it writes.
AWKWARD = (
    "Texas A&M University at Qatar",
    "TAB_MINT: 24% growth #1 at $5",
    r"back\slash, ~tilde and ^hat",
    "a } lone closing brace",
    "a { lone opening brace",
    'said "so", and then',
    "Ta'lim klasteri – «кластер»",
    "two\nlines\r\nER  - \r\nTY  - BOOK",
    "@misc{other, title = {x}}",
    "кафедра педагогики and others",
)


COMMANDS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
}


def entry(text: str) -> tuple[str, Entry]:
    """Return the one entry of a BibTeX document, and its key."""
    found = parse_string(text, "bibtex").entries
    ((key, row),) = found.items()
    return str(key), row


def printed(value: str) -> str:
    """Return what LaTeX prints of a text in braces; a mark that it takes for a command fails."""
    inside = re.fullmatch(r"\{(.*)\}", value)
    assert inside
    pieces = re.findall(r"\\text[a-z]+\{\}|\\[$&#_%]|[^\\{}$&#_%~^]", inside[1])
    assert "".join(pieces) == inside[1]
    return "".join(COMMANDS[piece] if piece.startswith(r"\text") else piece[-1] for piece in pieces)


def record(text: str) -> dict[str, object]:
    """Return the one record of an RIS document."""
    (found,) = rispy.loads(text)
    return dict(found)


def item(text: str) -> dict[str, object]:
    """Return the one item of a CSL-JSON document."""
    (found,) = json.loads(text)
    return dict(found)


def in_one_line(text: str) -> str:
    return " ".join(text.split())


# ---------------------------------------------------------------- what is read


def test_the_whole_is_cited_by_what_the_ontology_says_of_it(kb: KnowledgeBase) -> None:
    found = cite(kb.reader("ru"), SITE, VERSION, DAY)
    (said,) = kb.query(f"SELECT ?t {{ <{DATASET}> dcterms:title ?t FILTER(LANG(?t) = 'ru') }}").rows
    (made,) = kb.query(f"SELECT ?t {{ <{DATASET}> dcterms:creator ?t }}").rows
    assert (found.title, found.within) == (Text(said["t"]["value"], "ru"), None)
    assert found.authors == (made["t"]["value"],)


def test_the_ontology_is_a_whole_of_its_own(kb: KnowledgeBase) -> None:
    found = cite(kb.reader("en"), ONTOLOGY, VERSION, DAY)
    assert (found.title.value, found.within) == ("Ontology of educational clusters", None)


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_a_part_is_cited_by_its_label_in_the_wanted_language_within_the_whole(kb: KnowledgeBase, language: str) -> None:
    found = cite(kb.reader(language), expand("ckb:EducationalHolding"), VERSION, DAY)
    whole = cite(kb.reader(language), SITE, VERSION, DAY)
    assert (found.title.language, found.within) == (language, whole.title)
    assert found.title == kb.page("ckb:EducationalHolding", language).label


def test_no_date_is_invented(kb: KnowledgeBase) -> None:
    assert cite(kb.reader(), SITE, VERSION, DAY).issued == ""


@pytest.mark.parametrize(
    ("said", "read"),
    [('"2026"', "2026"), ('"2026-12-31"^^xsd:date', "2026-12-31"), ('"2026-12-31T10:00:00Z"', "2026-12-31")],
)
def test_a_stated_date_is_read(tmp_path: Path, said: str, read: str) -> None:
    turtle = f"""
        PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        <{DATASET}> dcterms:title "All of it"@en ; dcterms:creator "B", "A" ; dcterms:issued {said} ."""
    found = cite(Reader(stored(tmp_path, turtle)), SITE, VERSION, DAY)
    assert (found.title.value, found.authors, found.issued) == ("All of it", ("A", "B"), read)


@pytest.mark.parametrize("iri", ["https://example.org/x", expand("cluster:nothing"), expand("dcterms:title"), ""])
def test_what_is_not_ours_or_not_there_cannot_be_cited(kb: KnowledgeBase, iri: str) -> None:
    with pytest.raises(NotFound):
        cite(kb.reader(), iri, VERSION, DAY)


def test_the_address_is_permanent_and_names_the_version() -> None:
    assert PART.address == ADDRESS
    assert WHOLE.address == f"https://w3id.org/clusterkb/?version={VERSION}"


def test_a_version_is_the_package_s_and_twelve_digits_of_the_data_s(kb: KnowledgeBase) -> None:
    assert version_name(kb.version.manifest.digest) == f"{__version__}-{kb.version.manifest.digest[:12]}"


def test_everything_with_a_page_has_a_key_of_its_own(kb: KnowledgeBase) -> None:
    found = {q.subject.value for q in kb.store.engine if isinstance(q.subject, ox.NamedNode)}
    keys = [replace(PART, iri=iri).key for iri in (*filter(kind_of, found), SITE, ONTOLOGY)]
    assert len(keys) > 3000
    assert len({key.casefold() for key in keys}) == len(keys)
    assert not [key for key in keys if not re.fullmatch(r"clusterkb(:[A-Za-z0-9._-]+)*", key)]


def test_a_key_is_the_same_in_every_version() -> None:
    assert PART.key == replace(PART, version="0.2.0-ba9876543210").key == "clusterkb:cluster:ulyanovsk-holding"
    assert WHOLE.key == "clusterkb"


@pytest.mark.parametrize("form", CITATION_FORMS, ids=lambda form: form.name)
def test_everything_in_the_knowledge_base_can_be_cited_in_every_form(kb: KnowledgeBase, form: object) -> None:
    row = next(row for row in CITATION_FORMS if row == form)
    reader = kb.reader("ru")
    records = sorted({q.subject.value for q in kb.store.engine if isinstance(q.subject, ox.NamedNode)})
    for iri in filter(kind_of, records):
        assert f"{iri}?version={VERSION}" in row.write(cite(reader, iri, VERSION, DAY))


# ---------------------------------------------------------------- BibTeX


def test_bibtex_has_every_part() -> None:
    key, found = entry(bibtex(PART))
    assert (key, found.original_type) == ("clusterkb:cluster:ulyanovsk-holding", "online")
    assert [str(person) for person in found.persons["author"]] == ["{clusterkb authors}"]
    assert dict(found.fields) == {
        "title": "{educational holding of Ulyanovsk}",
        "organization": "{Knowledge base of educational clusters}",
        "version": VERSION,
        "url": ADDRESS,
        "urldate": "2026-11-27",
        "langid": "english",
    }


@pytest.mark.parametrize("name", AWKWARD)
def test_bibtex_prints_any_name_as_it_is(name: str) -> None:
    _, found = entry(bibtex(replace(PART, title=Text(name, "en"), within=Text(name, "en"), authors=(name, "B"))))
    assert [printed(found.fields[field]) for field in ("title", "organization")] == [in_one_line(name)] * 2
    assert [printed(str(person)) for person in found.persons["author"]] == [in_one_line(name), "B"]


@pytest.mark.parametrize("name", AWKWARD)
def test_bibtex_leaves_no_brace_open(name: str) -> None:
    # As BibTeX counts: a backslash before a brace changes nothing.
    depths, depth = [], 0
    for letter in bibtex(replace(PART, title=Text(name))):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        depths.append(depth)
    assert min(depths) == depths[-1] == 0
    assert depths.index(0, 10) == len(depths) - 2


def test_bibtex_of_what_has_a_date_and_no_whole_or_language() -> None:
    _, found = entry(bibtex(replace(WHOLE, title=Text("x"), issued="2026-12-31", authors=())))
    assert set(found.fields) == {"title", "version", "date", "url", "urldate"}
    assert found.fields["date"] == "2026-12-31"
    assert not found.persons


# ---------------------------------------------------------------- RIS


def test_ris_has_every_part() -> None:
    assert record(ris(replace(PART, issued="2026-12-31"))) == {
        "type_of_reference": "ELEC",
        "id": "clusterkb:cluster:ulyanovsk-holding",
        "title": "educational holding of Ulyanovsk",
        "secondary_title": "Knowledge base of educational clusters",
        "authors": ["clusterkb authors"],
        "year": "2026",
        "edition": VERSION,
        "language": "en",
        "urls": [ADDRESS],
        "access_date": "2026/11/27",
    }


def test_ris_calls_the_whole_data() -> None:
    assert record(ris(WHOLE))["type_of_reference"] == "DATA"
    assert "secondary_title" not in record(ris(WHOLE))


@pytest.mark.parametrize("name", AWKWARD)
def test_ris_keeps_any_name_in_its_line(name: str) -> None:
    text = ris(replace(PART, title=Text(name), within=Text(name), authors=(name,)))
    found = record(text)
    assert [found["title"], found["secondary_title"], found["authors"]] == [
        in_one_line(name),
        in_one_line(name),
        [in_one_line(name)],
    ]


@pytest.mark.parametrize("name", AWKWARD)
def test_every_line_of_ris_has_a_tag_and_ends_as_the_format_asks(name: str) -> None:
    text = ris(replace(PART, title=Text(name)))
    assert text.count("\n") == text.count("\r") == text.count("\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert not [line for line in lines if not re.match(r"[A-Z][A-Z0-9]  - ", line)]
    assert (lines[0], lines[-1]) == ("TY  - ELEC", "ER  - ")


# ---------------------------------------------------------------- CSL-JSON


def test_csl_has_every_part() -> None:
    assert item(csl(replace(PART, issued="2026-12"))) == {
        "id": "clusterkb:cluster:ulyanovsk-holding",
        "type": "webpage",
        "title": "educational holding of Ulyanovsk",
        "container-title": "Knowledge base of educational clusters",
        "author": [{"literal": "clusterkb authors"}],
        "issued": {"date-parts": [[2026, 12]]},
        "version": VERSION,
        "URL": ADDRESS,
        "accessed": {"date-parts": [[2026, 11, 27]]},
        "language": "en",
    }


def test_csl_calls_the_whole_a_dataset_and_leaves_out_what_is_not_known() -> None:
    found = item(csl(replace(WHOLE, authors=())))
    assert found["type"] == "dataset"
    assert set(found) == {"id", "type", "title", "version", "URL", "accessed", "language"}


@pytest.mark.parametrize("name", AWKWARD)
def test_csl_keeps_any_name(name: str) -> None:
    assert item(csl(replace(PART, title=Text(name))))["title"] == name


def test_csl_writes_letters_as_they_are() -> None:
    assert "База знаний" in csl(WHOLE)


@pytest.mark.parametrize(("day", "parts"), [("2026", [2026]), ("2026-01", [2026, 1]), ("2026-01-09", [2026, 1, 9])])
def test_a_date_of_csl_has_as_many_parts_as_are_known(day: str, parts: list[int]) -> None:
    assert csl_date(day) == {"date-parts": [parts]}


def test_no_items_are_an_empty_list() -> None:
    assert json.loads(csl_items([])) == []


# ---------------------------------------------------------------- GOST


def test_gost_of_a_part_follows_the_standard() -> None:
    assert gost(PART) == (
        "Educational holding of Ulyanovsk [Электронный ресурс] // Knowledge base of educational clusters"
        f" / clusterkb authors. Версия {VERSION}. URL: {ADDRESS} (дата обращения: 27.11.2026)."
    )


def test_gost_of_the_whole_follows_the_standard() -> None:
    assert gost(replace(WHOLE, issued="2026-12-31", accessed=date(2027, 1, 9))) == (
        "База знаний об образовательных кластерах [Электронный ресурс] / clusterkb authors."
        f" Версия {VERSION}. 2026. URL: {WHOLE.address} (дата обращения: 09.01.2027)."
    )


@pytest.mark.parametrize(
    ("title", "begins"), [("Ends.", "Ends ["), ("iCloud", "ICloud ["), ("two\nlines", "Two lines [")]
)
def test_gost_begins_with_a_capital_and_doubles_no_mark(title: str, begins: str) -> None:
    assert gost(replace(PART, title=Text(title))).startswith(begins)


def test_gost_without_authors_has_no_empty_place_for_them() -> None:
    assert "clusters. Версия" in gost(replace(PART, authors=()))


def test_every_piece_of_gost_knows_its_language() -> None:
    pieces = gost_pieces(replace(PART, within=Text("Ta'lim klasterlari bilimlar bazasi", "uz")))
    assert [piece.language for piece in pieces] == ["en", "ru", "ru", "uz", "ru"]
