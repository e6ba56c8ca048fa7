"""The whole site, page by page: every link leads somewhere, and every page is valid HTML."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.support.node import html_faults
from werkzeug.test import TestResponse

pytestmark = pytest.mark.slow

# What is not for machines to follow are combinations of choices, more than can be counted.
_LINK = re.compile(r'<a (?![^>]*rel="nofollow")[^>]*href="(/[^"#]*)')


def followed(language: str) -> re.Pattern[str]:
    """Return what a walk in one language goes to.

    The data is the same in every language, and tests of the library try its other formats: once and Turtle is enough.
    So are the pages of organizations and sources, one like the other, of which there are more than of all else. What
    can be compared is a question a pair: tests/web/test_whole.py asks some.
    """
    pages = rf"/{language}/(?!compare\?)"
    return re.compile(
        rf"{pages}|/data/.*\.ttl$" if language == "en" else rf"{pages}(?!page/(?:org|src|person|place|work)/)"
    )


def walk(client: FlaskClient, language: str) -> Iterator[tuple[str, TestResponse]]:
    """Yield every address that links lead to from the home page on, with its answer."""
    wanted, home = followed(language), f"/{language}/"
    seen, queue = {home}, deque([home])
    while queue:
        address = queue.popleft()
        answer = client.get(address)
        yield address, answer
        if answer.mimetype == "text/html":
            links = dict.fromkeys(found.replace("&amp;", "&") for found in _LINK.findall(answer.text))
            fresh = [link for link in links if link not in seen and wanted.match(link)]
            seen.update(fresh)
            queue.extend(fresh)


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_every_link_leads_somewhere_and_every_page_is_valid_html(
    client: FlaskClient, tmp_path: Path, language: str
) -> None:
    dead, pages = [], []
    for address, answer in walk(client, language):
        if answer.status_code not in (200, 302, 303):
            dead.append(f"{address}: {answer.status_code}")
        elif answer.status_code == 200 and answer.mimetype == "text/html":
            pages.append(address)
            (tmp_path / f"{len(pages)}.html").write_bytes(answer.data)
    assert len(pages) > 300
    faults = [f"{pages[int(name.partition('.')[0]) - 1]}: {fault}" for name, fault in html_faults(tmp_path)]
    assert not dead + faults, "\n".join(dead + faults)
