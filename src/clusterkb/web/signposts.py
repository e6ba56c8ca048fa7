"""FAIR Signposting: typed links that lead a machine from any form of a thing to all the others.

The same links stand in the header ``Link``, in the head of a page, and together in a link set (RFC 9264).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from flask import Response, g

from clusterkb.catalogue import kind_of
from clusterkb.catalogue.schema_org import LICENCE, Node
from clusterkb.namespaces import DATASET, ONTOLOGY, PREFIXES
from clusterkb.rdf.formats import SERVED
from clusterkb.rdf.text import LANGUAGES
from clusterkb.web import addresses
from clusterkb.web.negotiation import HTML

LINKSET = "application/linkset+json"

# What the licence of a page about them must not be taken for: these are the works of others.
_OF_OTHERS = ("work", "source")


@dataclass(frozen=True, slots=True)
class Link:
    """A typed link: where to, how that is related, its media type and language where they are known."""

    rel: str
    href: str
    type: str = ""
    hreflang: str = ""

    def __str__(self) -> str:
        """Return it as a value of the header ``Link``.

        >>> str(Link("license", "https://example.org/", hreflang="en"))
        '<https://example.org/>; rel="license"; hreflang="en"'
        """
        more = (f'; {name}="{value}"' for name, value in (("type", self.type), ("hreflang", self.hreflang)) if value)
        return f'<{self.href}>; rel="{self.rel}"{"".join(more)}'


@dataclass(frozen=True, slots=True)
class Signs:
    """What the head of a page tells machines of the thing it is about: links, and the thing as schema.org has it."""

    links: list[Link]
    schema: Node


def send(response: Response) -> None:
    """Put into the header of an answer what was put up for its page."""
    if "signs" in g and response.status_code == 200:
        response.headers["Link"] = header(g.signs.links)


def header(links: Iterable[Link]) -> str:
    """Return links as the value of the header ``Link``."""
    return ", ".join(str(link) for link in links)


def signs(iri: str, schema: Node) -> Signs:
    """Return what the page of a thing tells machines.

    Args:
        iri: The thing; the dataset, for the page on all of it.
        schema: The thing as ``catalogue.schema_org`` has it.
    """
    types = schema.get("@type", [])
    classes = ["AboutPage", *([types] if isinstance(types, str) else cast("list[str]", types))]
    authors = [str(author["@id"]) for author in cast("list[Node]", schema.get("author", [])) if "@id" in author]
    links = [
        Link("cite-as", iri),
        *(Link("type", PREFIXES["schema"] + name) for name in classes),
        *(Link("author", author) for author in authors),
        *([] if kind_of(iri) in _OF_OTHERS else [Link("license", LICENCE)]),
        *alternates(iri),
        *described(iri),
    ]
    return Signs(links, schema)


def of_rule(iri: str, language: str) -> Signs:
    """Return what the page of a rule tells machines; without a language for a rule that is no data."""
    return Signs([Link("cite-as", iri), *(alternates(iri, language) if language else [])], {})


def put_up(found: Signs) -> None:
    """Let the page being made carry them in its head, and its answer in the header ``Link``."""
    g.signs = found


def alternates(iri: str, language: str = "") -> list[Link]:
    """Return a link to each form of a thing: its data, and its page where a language is given and there is one."""
    page = addresses.page(iri, language) if language else ""
    links = [Link("alternate", addresses.data(iri, form.name), form.media_type) for form in SERVED]
    return [*links, Link("alternate", page, HTML)] if page else links


def described(iri: str) -> list[Link]:
    """Return the links from a thing to what describes it, to what it is part of and what it holds."""
    links = [replace(link, rel="describedby") for link in alternates(iri)]
    if iri == DATASET:
        links.append(Link("describedby", "/.well-known/void?format=ttl", "text/turtle"))
        links += [replace(link, rel="item") for link in alternates(ONTOLOGY)]
    else:
        links.append(Link("collection", DATASET))
    if has_linkset(iri):
        links.append(Link("linkset", f"/linkset/{addresses.name_of(iri)}.json", LINKSET))
    return links


def describing(iri: str) -> list[Link]:
    """Return the links from the data of a thing to the thing, its pages, and all that it is part of."""
    return [
        Link("describes", iri),
        *(Link("describes", page, HTML, tag) for tag, page in _pages(iri)),
        Link("license", LICENCE),
        *([] if iri == DATASET else [Link("collection", DATASET)]),
    ]


def has_linkset(iri: str) -> bool:
    """Return whether there is a link set on a thing: on what has a page of its own.

    >>> from clusterkb.namespaces import BASE
    >>> has_linkset(BASE + "/onto/Cluster"), has_linkset(BASE + "/id/fact/ulyanovsk-founding")
    (True, False)
    """
    return bool(kind_of(iri)) or iri in (ONTOLOGY, DATASET)


def linkset(iri: str, schema: Node, root: str, items: Sequence[str] = ()) -> Node:
    """Return all links from the pages and the data of a thing as a link set.

    Args:
        iri: The thing.
        schema: The thing as ``catalogue.schema_org`` has it.
        root: The site's own address, without a slash at its end; a link set has to make sense on its own.
        items: What the thing holds, by IRI.
    """
    links = signs(iri, schema).links
    sets = [_context(root + page, links, root) for _, page in _pages(iri)]
    sets += [_context(root + link.href, describing(iri), root) for link in alternates(iri)]
    if items:
        sets.append(_context(iri, [Link("item", item) for item in items], root))
    return {"linkset": sets}


def _context(anchor: str, links: Iterable[Link], root: str) -> Node:
    found: dict[str, list[Node]] = {}
    for link in links:
        target: Node = {"href": root + link.href if link.href.startswith("/") else link.href}
        if link.type:
            target["type"] = link.type
        if link.hreflang:
            target["hreflang"] = [link.hreflang]
        found.setdefault(link.rel, []).append(target)
    return {"anchor": anchor, **found}


def _pages(iri: str) -> list[tuple[str, str]]:
    return [(tag, page) for tag in LANGUAGES if (page := addresses.page(iri, tag))]
