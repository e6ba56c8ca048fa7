"""What a request asks by the SPARQL 1.1 Protocol, and the same by the HTTP method QUERY."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.exceptions import Forbidden, UnsupportedMediaType

from clusterkb.errors import BadRequest, NotAcceptable
from clusterkb.sparql import MEDIA_TYPES, Dataset
from clusterkb.web.negotiation import ranked, takes_gzip

FORM_TYPE, QUERY_TYPE = "application/x-www-form-urlencoded", "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"

# A result can be a table or a graph; what clients say when they mean "in JSON" holds for both.
ACCEPTED: dict[str, tuple[str, ...]] = {
    **{media: (form,) for form, (media, _) in MEDIA_TYPES.items()},
    "application/json": ("json", "jsonld"),
    "application/xml": ("xml", "rdf"),
}
"""Media type a client may accept → keys of ``MEDIA_TYPES`` that serve it."""

_CALLED: dict[str, tuple[str, ...]] = {
    **{form: (form,) for form in MEDIA_TYPES},
    **ACCEPTED,
    "json": ("json", "jsonld"),
    "xml": ("xml", "rdf"),
    "srj": ("json",),
    "srx": ("xml",),
    "turtle": ("ttl",),
    "n3": ("ttl",),
    "ntriples": ("nt",),
    "n-triples": ("nt",),
    "rdf+xml": ("rdf",),
    "json-ld": ("jsonld",),
    "json+ld": ("jsonld",),
}
_TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False, "off": False}
_NAME = re.compile(r"[A-Za-z0-9._~-]{16,128}")
_MOST_PARAMETERS = 100
_UNNAMED = "urn:x-rdflib:default"  # what rdflib sends for: the default graph, whichever it is

Parameters = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks.

    Attributes:
        queries: The query; none, where no parameter holds one.
        dataset: The graphs it names.
        formats: What it calls the format of the result, when it does so by a parameter. Some clients send two names
            for one format.
        compress: Whether it takes gzip.
        name: What it wants to cancel it by; empty when it does not.
    """

    queries: tuple[str, ...]
    dataset: Dataset
    formats: tuple[str, ...]
    compress: bool
    name: str

    @property
    def query(self) -> str:
        """The one query.

        Raises:
            BadRequest: There is none, or there are several.
        """
        if len(self.queries) != 1:
            raise BadRequest(
                f"Exactly one query is needed; {len(self.queries)} were sent.", remedy="Send one parameter query=…"
            )
        return self.queries[0]


def asked(request: Request) -> Asked:
    """Read a request.

    Raises:
        BadRequest: A parameter makes no sense, or something is not UTF-8.
        Forbidden: It is an update.
        UnsupportedMediaType: Its body is of another type.
    """
    address = _parameters(request.query_string)
    body: Parameters = {}
    queries = address.get("query", [])
    if request.method in ("POST", "QUERY"):
        body, sent = _body(request)
        queries = queries + sent
    given = {name: address.get(name, []) + body.get(name, []) for name in {*address, *body}}
    if "update" in given:
        raise Forbidden("Updates are not possible here; this endpoint only reads.")
    dataset = Dataset(
        _inferred(given),
        tuple(name for name in given.get("default-graph-uri", ()) if name != _UNNAMED),
        tuple(given.get("named-graph-uri", ())),
    )
    name = request.headers.get("Query-Id") or _one(given, "query-id")
    formats = tuple(filter(None, given.get("format", ())))
    return Asked(tuple(queries), dataset, formats, takes_gzip(request.accept_encodings), _checked(name))


def forms(named: Sequence[str], accept: str) -> tuple[str, ...]:
    """Return the keys of ``MEDIA_TYPES`` in which a result may come, best first; empty for any.

    Args:
        named: What a parameter calls the format; it outdoes Accept.
        accept: The Accept header.

    Raises:
        NotAcceptable: No result comes as the client wants it.

    >>> forms((), "text/csv;q=0.5, application/json"), forms(("turtle",), "text/csv"), forms((), "")
    (('json', 'jsonld', 'csv'), ('ttl',), ())
    """
    if named:
        # A plus sign that the client forgot to encode arrives as a space.
        called = [_CALLED.get(name.strip().lower().replace(" ", "+"), ()) for name in named]
        if not any(called):
            known = ", ".join(MEDIA_TYPES)
            raise NotAcceptable(f"No result format is called {named[0]!r}.", remedy=f"Use one of: {known}.")
        return tuple(dict.fromkeys(form for forms in called for form in forms))
    if not accept.strip():
        return ()
    found = tuple(dict.fromkeys(form for media in ranked(accept, list(ACCEPTED)) for form in ACCEPTED[media]))
    if not found:
        raise NotAcceptable(
            "None of the accepted media types is on offer.", remedy=f"Accept one of: {', '.join(ACCEPTED)}."
        )
    return found


def _body(request: Request) -> tuple[Parameters, list[str]]:
    """Return the parameters and the queries of a body."""
    if request.mimetype == UPDATE_TYPE:
        raise Forbidden("Updates are not possible here; this endpoint only reads.")
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype not in (FORM_TYPE, QUERY_TYPE) or charset not in ("utf-8", "us-ascii"):
        sent = request.headers.get("Content-Type", "nothing that says its type")
        raise UnsupportedMediaType(f"A query is sent as {FORM_TYPE} or {QUERY_TYPE} in UTF-8, not as {sent}.")
    data = request.get_data()
    if request.mimetype == QUERY_TYPE:
        return {}, [_decoded(data)]
    body = _parameters(data)
    return body, body.get("query", [])


def _parameters(encoded: bytes) -> Parameters:
    """Decode a query string or a form, once, and without putting anything in the place of what is not UTF-8.

    >>> _parameters(b"query=ASK+%7B%7D&a=%2541")
    {'query': ['ASK {}'], 'a': ['%41']}
    """
    found: Parameters = {}
    try:
        pairs = parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except UnicodeDecodeError as error:
        raise BadRequest("A parameter is not UTF-8.", remedy="Send it as percent-encoded UTF-8.") from error
    except ValueError as error:
        raise BadRequest(f"More than {_MOST_PARAMETERS} parameters were sent.", remedy="Send fewer.") from error
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("The query is not UTF-8.", remedy="Send it as UTF-8.") from error


def _inferred(given: Parameters) -> bool:
    said = (_one(given, "inferred") or "true").strip().lower()
    if said not in _TRUTH:
        raise BadRequest(f"inferred is {said!r}, which is neither true nor false.", remedy="Use inferred=false.")
    return _TRUTH[said]


def _checked(name: str) -> str:
    if name and not _NAME.fullmatch(name):
        raise BadRequest(
            "A query is not called so.",
            remedy="Choose 16 to 128 letters, digits or . _ ~ - that nobody guesses: a UUID.",
        )
    return name


def _one(given: Parameters, name: str) -> str:
    values = given.get(name, [""])
    if len(set(values)) > 1:
        raise BadRequest(f"{name} is given {len(values)} times.", remedy="Give it once.")
    return values[0]
