"""A thing in the words of schema.org, as search engines read it from the head of a page.

What has no equal there is left out; nothing is said that the knowledge base does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pyoxigraph as ox

from clusterkb.catalogue.citations import page_address
from clusterkb.catalogue.kinds import kind_of
from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.namespaces import BASE, DATASET, ONTOLOGY, PREFIXES, expand, shorten
from clusterkb.rdf.formats import SERVED
from clusterkb.rdf.text import LANGUAGES, Text
from clusterkb.version import __version__

Node = dict[str, object]
"""A JSON object of JSON-LD."""

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""Of the ontology, the records, and the pages made from them."""

_TYPES = {
    "class": "DefinedTerm",
    "property": "DefinedTerm",
    "concept": "DefinedTerm",
    "theory": "DefinedTerm",
    "word": "DefinedTerm",
    "vocabulary": "DefinedTermSet",
    "cluster": "Organization",
    "organization": "Organization",
    "scheme": "Project",
    "person": "Person",
    "place": "Place",
    "work": "CreativeWork",
    "source": "CreativeWork",
    "claim": "Claim",
}
# Things that stand in a folder of others.
_EXCEPTIONS = (("ckb:BibliographyEntry", "CreativeWork"), ("ckb:AttributedDefinition", "Claim"))
_NAMES = ("skos:prefLabel", "skos:altLabel")


def schema_org(reader: Reader, iri: str) -> Node:
    """Return what schema.org has words for; an empty object for what has no page.

    >>> from clusterkb import KnowledgeBase, expand
    >>> found = schema_org(KnowledgeBase.open().reader(), expand("cluster:ulyanovsk-holding"))
    >>> found["@type"], found["foundingDate"]
    ('Organization', '1992')
    """
    kind = kind_of(iri)
    if iri in _WHOLES:
        own = _WHOLES[iri](reader, iri)
    elif kind:
        own = {"@type": _type(reader, iri, kind), **_common(reader, iri), **_MORE[kind](reader, iri)}
    else:
        return {}
    return _filled({"@context": "https://schema.org", "@id": iri, "url": iri, **own})


def everything(reader: Reader) -> list[str]:
    """Return everything that has a page of its own, sorted.

    >>> from clusterkb import KnowledgeBase, expand
    >>> expand("cluster:ulyanovsk-holding") in everything(KnowledgeBase.open().reader())
    True
    """
    kinds = reader.store.engine.quads_for_pattern(None, ox.NamedNode(expand("rdf:type")), None, None)
    return sorted({iri for quad in kinds if kind_of(iri := str(getattr(quad.subject, "value", "")))})


def _type(reader: Reader, iri: str, kind: str) -> str | list[str]:
    exceptional = next((type_ for class_, type_ in _EXCEPTIONS if reader.is_a(iri, class_)), "")
    if kind == "organization":
        return _matched(reader, iri) or _TYPES[kind]
    if kind == "work" and reader.plain(iri, "ckb:pages"):
        return "ScholarlyArticle"  # a thesis or a textbook has pages too, but none "in" something
    return exceptional or _TYPES[kind]


def _matched(reader: Reader, iri: str) -> str | list[str]:
    """Return what our mappings to schema.org take the stated kinds to be, or else the inferred ones."""
    for inferred in (False, True):
        classes = reader.kinds(iri, inferred=inferred)
        others = [match.iri for kind in classes for match in reader.things(kind.iri, "skos:closeMatch")]
        found = sorted({one.removeprefix(PREFIXES["schema"]) for one in others if one.startswith(PREFIXES["schema"])})
        if found:
            return found[0] if len(found) == 1 else found
    return ""


def _common(reader: Reader, iri: str) -> Node:
    label = reader.label(iri)
    names = [text for name in _NAMES for text in reader.texts(iri, name)]
    names += [text for use in reader.subjects("ckb:nameUseOf", iri) for text in reader.texts(use, "ckb:nameUseName")]
    definition = reader.text(iri, "skos:definition")
    return {
        "name": _said(reader, label),
        "alternateName": [_said(reader, text) for text in dict.fromkeys(names) if text != label],
        "description": _said(reader, definition) if definition else "",
        "sameAs": [ref.iri for ref in reader.things(iri, "skos:exactMatch")],
        "identifier": [_identifier(reader, fact) for fact in reader.subjects("ckb:identifierOf", iri)],
        "subjectOf": {
            "@type": "AboutPage",
            "inLanguage": reader.language,
            "license": LICENCE,
            "isPartOf": {"@id": DATASET},
        },
    }


def _identifier(reader: Reader, fact: str) -> Node:
    scheme = reader.thing(fact, "ckb:identifierScheme")
    name = scheme.label.value if scheme else ""
    return _filled({"@type": "PropertyValue", "propertyID": name, "value": reader.plain(fact, "ckb:identifierValue")})


def _term(reader: Reader, iri: str) -> Node:
    lists = [ref.iri for ref in reader.things(iri, "skos:inScheme")]
    if kind_of(iri) in ("class", "property"):
        lists = [ONTOLOGY]
    return {"termCode": shorten(iri), "inDefinedTermSet": [{"@id": one} for one in lists]}


def _list(reader: Reader, iri: str) -> Node:
    terms = reader.refs(reader.subjects("skos:inScheme", iri))
    return {"license": LICENCE, "hasDefinedTerm": [_reference(reader, ref, "DefinedTerm") for ref in terms]}


def _organization(reader: Reader, iri: str) -> Node:
    events = reader.subjects("ckb:eventOf", iri)
    founded = {
        reader.plain(event, "ckb:date") or reader.plain(event, "ckb:year")
        for event in events
        if expand("eventkind:founding") in [ref.iri for ref in reader.things(event, "ckb:eventKind")]
    }
    country = reader.thing(iri, "ckb:country")
    code = reader.plain(country.iri, "ckb:countryCode") if country else ""
    places = [reader.thing(fact, "ckb:territoryPlace") for fact in reader.subjects("ckb:territoryOf", iri)]
    geo = _geo(reader, iri)
    return {
        "foundingDate": founded.pop() if len(founded) == 1 else "",  # sources that differ are no date
        "address": {"@type": "PostalAddress", "addressCountry": code} if code else "",
        "areaServed": [_place_reference(reader, ref) for ref in places if ref],
        "location": {"@type": "Place", "geo": geo} if geo else "",
        "member": _members(reader, iri, "ckb:membershipOrganization", "ckb:membershipMember"),
        **_member(reader, iri),
    }


def _member(reader: Reader, iri: str) -> Node:
    return {"memberOf": _members(reader, iri, "ckb:membershipMember", "ckb:membershipOrganization")}


def _members(reader: Reader, iri: str, here: str, there: str) -> list[Node]:
    """Return the other ends of memberships, in a role with its years where these are known."""
    name = "member" if there == "ckb:membershipMember" else "memberOf"
    found = []
    for fact in reader.subjects(here, iri):
        for ref in reader.things(fact, there):
            years = {"startDate": reader.plain(fact, "ckb:fromYear"), "endDate": reader.plain(fact, "ckb:untilYear")}
            other = _reference(reader, ref, _TYPES.get(kind_of(ref.iri), "Organization"))
            in_role: Node = {"@type": "OrganizationRole", name: other, **_filled(years)}
            found.append(in_role if any(years.values()) else other)
    return found


def _place(reader: Reader, iri: str) -> Node:
    return {"geo": _geo(reader, iri)}


def _place_reference(reader: Reader, ref: Ref) -> Node:
    return _filled({**_reference(reader, ref, "Place"), "geo": _geo(reader, ref.iri)})


def _geo(reader: Reader, iri: str) -> Node:
    latitude, longitude = reader.plain(iri, "wgs:lat"), reader.plain(iri, "wgs:long")
    if not (latitude and longitude):
        return {}
    return {"@type": "GeoCoordinates", "latitude": float(latitude), "longitude": float(longitude)}


def _work(reader: Reader, iri: str) -> Node:
    title, venue = reader.text(iri, "dcterms:title"), reader.plain(iri, "ckb:venue")
    return {
        **({"name": _said(reader, title)} if title else {}),
        "url": page_address(reader, iri),
        "author": [_reference(reader, ref, "Person") for ref in reader.things(iri, "ckb:writtenBy")],
        "creditText": reader.plain(iri, "dcterms:creator"),
        "datePublished": reader.plain(iri, "dcterms:date"),
        "isPartOf": {"@type": "CreativeWork", "name": venue} if venue else "",
        "pagination": reader.plain(iri, "ckb:pages"),
    }


def _source(reader: Reader, iri: str) -> Node:
    return {"url": page_address(reader, iri)}


def _claim(reader: Reader, iri: str) -> Node:
    works = [ref for ref in reader.things(iri, "dcterms:source") if kind_of(ref.iri) in ("work", "source")]
    return {"isBasedOn": [_reference(reader, ref, "CreativeWork") for ref in works]}


def _ontology(reader: Reader, iri: str) -> Node:
    return {"@type": "DefinedTermSet", **_whole(reader, iri), "isPartOf": {"@id": DATASET}}


def _dataset(reader: Reader, iri: str) -> Node:
    files = [
        {
            "@type": "DataDownload",
            "name": form.label,
            "encodingFormat": form.media_type,
            "contentUrl": f"{BASE}/data/onto.{form.name}",
        }
        for form in SERVED
    ]
    whole = {"inLanguage": list(LANGUAGES), "isAccessibleForFree": True, "distribution": files}
    return {"@type": "Dataset", **_whole(reader, iri), **whole}


def _whole(reader: Reader, iri: str) -> Node:
    title, told = reader.text(iri, "dcterms:title"), reader.text(iri, "dcterms:description")
    bases = reader.things(iri, "dcterms:source")
    return {
        "name": _said(reader, title or reader.label(iri)),
        "description": _said(reader, told) if told else "",
        "license": LICENCE,
        # The data names its authors by a word only; to call them a person or an organization would be our invention.
        "creditText": reader.plain(iri, "dcterms:creator"),
        "version": __version__,
        "isBasedOn": [_reference(reader, ref, "CreativeWork") for ref in bases],
    }


def _reference(reader: Reader, ref: Ref, type_: str) -> Node:
    return {"@type": type_, "@id": ref.iri, "name": _said(reader, ref.label)}


def _said(reader: Reader, text: Text) -> str | Node:
    """Return a text; with its language where that is another than the page's."""
    if text.language in ("", reader.language):
        return text.value
    return {"@language": text.language, "@value": text.value}


def _filled(node: Mapping[str, object]) -> Node:
    return {name: value for name, value in node.items() if value not in ("", [], {})}


def _nothing(reader: Reader, iri: str) -> Node:
    return {}


_Writer = Callable[[Reader, str], Node]


def _for(kinds: Iterable[str], writer: _Writer) -> dict[str, _Writer]:
    return dict.fromkeys(kinds, writer)


_MORE: dict[str, _Writer] = {
    **_for(("class", "property", "concept", "theory", "word"), _term),
    **_for(("cluster", "organization", "scheme"), _organization),
    "vocabulary": _list,
    "person": _member,
    "place": _place,
    "work": _work,
    "source": _source,
    "claim": _claim,
}
"""What each kind has beside a name and a description."""

_WHOLES: dict[str, _Writer] = {ONTOLOGY: _ontology, DATASET: _dataset}
