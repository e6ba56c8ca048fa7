from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from clusterkb import assets

ROOT = assets.folder("web").parent
_METHODS = [("web/templates/**.html", "jinja2")]
_OPTIONS = {"web/templates/**.html": {"newstyle_gettext": "true", "trimmed": "true"}}
_PLACEHOLDER = re.compile(r"%\(\w+\)s")


def catalogue(language: str) -> Catalog:
    with (ROOT / f"web/locale/{language}/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def used() -> set[str]:
    rows = extract_from_dir(str(ROOT), method_map=_METHODS, options_map=_OPTIONS)
    found = {message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in rows}
    assert found
    return {str(message) for message in found}


def strings(message: Message) -> list[str]:
    """Return the translation, or all its plural forms."""
    given = message.string
    return [given or ""] if isinstance(given, str) or given is None else list(given)


def original(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


@pytest.mark.parametrize("language", ["ru", "uz"])
def test_every_word_of_the_interface_is_translated(used: set[str], language: str) -> None:
    translated = {original(message) for message in catalogue(language) if all(strings(message))}
    missing = sorted(used - translated)
    assert not missing, f"Run `make messages`, then translate in web/locale/{language}: {missing}"


@pytest.mark.parametrize("language", ["ru", "uz"])
def test_no_translation_outlives_its_message(used: set[str], language: str) -> None:
    left = {original(message) for message in catalogue(language)} - used - {""}
    assert not left, f"Run `make messages`: nothing says {left} any more."


@pytest.mark.parametrize("language", ["ru", "uz"])
def test_a_translation_keeps_the_placeholders(language: str) -> None:
    faults = [
        f"{original(message)!r}: {string!r}"
        for message in catalogue(language)
        for string in strings(message)
        if message.id and sorted(_PLACEHOLDER.findall(string)) != sorted(_PLACEHOLDER.findall(original(message)))
    ]
    assert not faults, "\n".join(faults)
