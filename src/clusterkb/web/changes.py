"""Where a reader suggests a change: at the address that the operator names, with what it is about filled in."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from clusterkb.namespaces import shorten
from clusterkb.web.cite import present_version
from clusterkb.web.context import site


def suggestion(iri: str, questions: Iterable[str]) -> str:
    """Return the address at which to suggest a change of a thing, or an empty string where the operator names none.

    Args:
        iri: The thing.
        questions: What the suggestion has to answer, in the reader's language.
    """
    asked = "".join(f"{question}\n\n\n" for question in questions)
    return filled(site().settings.suggestions, shorten(iri), f"{asked}{iri}\nclusterkb {present_version()}\n")


def filled(template: str, title: str, body: str) -> str:
    """Return an address with title and body put in, as the part of an address takes them.

    >>> filled("mailto:us@example.org?subject={title}&body={body}", "a & b", "100%")
    'mailto:us@example.org?subject=a%20%26%20b&body=100%25'
    """
    return template.replace("{title}", quote(title, safe="")).replace("{body}", quote(body, safe=""))
