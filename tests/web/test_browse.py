from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

LISTS = ("organizations", "people", "works", "places", "schemes")
LINK = re.compile(r'<a href="([^"]+)"[^>]*>(.*?)</a> <span class="count">(\d+)</span>')


def main_of(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.text.partition("<main")[2].partition("</main>")[0]


def options(text: str) -> list[tuple[str, int]]:
    """Return the addresses of all values that can be chosen, and how many each promises."""
    facets = text.partition('<section class="facets"')[2].partition("</section>")[0]
    return [(unescape(address), int(count)) for address, words, count in LINK.findall(facets) if "chosen" not in words]


def cards(text: str) -> int:
    return text.count("<h3><a href=")


def rows(text: str) -> list[str]:
    return re.findall(r'<ul class="names">.*?</ul>', text, re.DOTALL)


# ---------------------------------------------------------------- clusters


@pytest.mark.parametrize("chosen", ["", "?country=gb", "?country=gb&kind=ckb:EducationalHolding&sort=founded"])
def test_a_value_leads_to_as_many_records_as_it_promises(client: FlaskClient, chosen: str) -> None:
    found = options(main_of(client, f"/en/clusters{chosen}"))
    assert len(found) > 10
    wrong = [(address, count) for address, count in found[::3] if cards(main_of(client, address)) != count]
    assert wrong == []


def test_what_is_chosen_is_said_and_can_be_left_out(client: FlaskClient) -> None:
    text = main_of(client, "/en/clusters?country=gb&kind=ckb:EducationalHolding")
    assert "17 entries of 184 match" in text
    assert "Country: <strong>United Kingdom</strong>" in text
    without = unescape(re.findall(r'<a href="([^"]+)"[^>]*>remove this filter<span class="unseen">: Country', text)[0])
    assert without == "/en/clusters?kind=ckb:EducationalHolding"
    assert cards(main_of(client, without)) == 30


def test_nothing_found_says_what_to_leave_out_and_what_that_leaves(client: FlaskClient) -> None:
    text = main_of(client, "/en/clusters?country=pl&founded=1990s")
    assert "Nothing matches. Remove a filter:" in text
    assert re.search(r"Country.*?\(15 entries then\).*?Founded.*?\(1 entry then\)", text, re.DOTALL)
    assert cards(text) == 0


@pytest.mark.parametrize(
    "address", ["/clusters?country=xx", "/clusters?kind=ckb:Employer", "/people?country=us", "/works?founded=1990s"]
)
def test_a_value_that_nothing_has_is_not_found_and_the_page_says_how_on(client: FlaskClient, address: str) -> None:
    text = main_of(client, f"/en{address}", 404)
    assert re.search(r"Nothing in this list has “.+” as its value of “.+”", text)
    path = address.partition("?")[0]
    assert f'<a href="/en{path}">remove this filter' in text


def test_another_value_can_be_chosen_where_the_one_asked_for_is_not_known(client: FlaskClient) -> None:
    assert ("/en/clusters?country=uz", 2) in options(main_of(client, "/en/clusters?country=xx", 404))


@pytest.mark.parametrize("value", ["<b>x</b>", '"><script>', "' OR 1=1", "%00", "x" * 2000])
def test_any_value_can_be_asked_for_and_is_shown_as_text(client: FlaskClient, value: str) -> None:
    answer = client.get("/en/clusters", query_string={"country": value})
    assert answer.status_code == 404
    assert "<script>" not in answer.text
    assert "<b>x" not in answer.text


@pytest.mark.parametrize(
    "question",
    ["country=gb&country=us", "sort=size", "sort=name&sort=founded"],
)
def test_a_question_that_makes_no_sense_is_refused_with_the_reason(client: FlaskClient, question: str) -> None:
    answer = client.get(f"/en/clusters?{question}", headers={"Accept": "application/problem+json"})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert question.partition("=")[0] in answer.get_json(force=True)["detail"]


def test_a_parameter_of_others_changes_nothing(client: FlaskClient) -> None:
    assert cards(main_of(client, "/en/clusters?utm_source=x&country=")) == 184


def test_records_by_year_begin_with_the_earliest_founding(client: FlaskClient) -> None:
    text = main_of(client, "/en/clusters?sort=founded")
    founded = [int(year) for year in re.findall(r"founded (\d{4})", text)]
    assert founded == sorted(founded)
    assert founded[0] == 1857
    assert text.rindex("founded 2") < text.index("founding year not known")


def test_order_is_kept_when_something_is_chosen_and_choices_when_the_order_is(client: FlaskClient) -> None:
    text = main_of(client, "/en/clusters?country=gb&sort=founded")
    assert all("sort=founded" in address for address, _ in options(text))
    assert '<a href="/en/clusters?country=gb" rel="nofollow">by name</a>' in text


def test_only_single_choices_are_for_machines_to_follow(client: FlaskClient) -> None:
    first, second = main_of(client, "/en/clusters"), main_of(client, "/en/clusters?country=gb")
    assert '<a href="/en/clusters?country=gb">' in first
    assert 'rel="nofollow"' not in first
    assert re.search(r'<a href="/en/clusters\?country=gb&amp;kind=[^"]+" rel="nofollow">', second)


@pytest.mark.parametrize(("language", "name"), [("en", "Germany"), ("ru", "Германия"), ("uz", "Germaniya")])
def test_facets_speak_the_reader_s_language(client: FlaskClient, language: str, name: str) -> None:
    assert f"<strong>{name}</strong>" in main_of(client, f"/{language}/clusters?country=de")


# ---------------------------------------------------------------- terms


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_the_three_ways_through_the_terms_lead_to_each_other(client: FlaskClient, language: str) -> None:
    ways = ["terms", "terms/a-z", "terms/tree"]
    for way in ways:
        text = main_of(client, f"/{language}/{way}")
        marks = {
            other: f'<a href="/{language}/{other}"{" aria-current=" if other == way else ">"}' in text for other in ways
        }
        assert marks == dict.fromkeys(ways, True)


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
@pytest.mark.parametrize("address", ["terms/a-z", *LISTS])
def test_every_letter_of_the_index_leads_to_its_heading(client: FlaskClient, language: str, address: str) -> None:
    text = main_of(client, f"/{language}/{address}")
    jumps = re.findall(r'<a href="([^"#]*)#([^"]+)">[^<]+</a> <span class="count">', text)
    assert jumps
    for page, anchor in jumps:
        assert f' id="{anchor}"' in (main_of(client, unescape(page)) if page else text)


def test_the_uzbek_index_has_the_letters_that_uzbek_has(client: FlaskClient) -> None:
    text = main_of(client, "/uz/terms/a-z")
    headings = [unescape(name) for name in re.findall(r"<h2[^>]*>([^<]+)</h2>", text)]
    assert headings[-4:] == ["Z", "O'", "Sh", "Ch"]


def test_another_name_points_to_the_first(client: FlaskClient) -> None:
    text = " ".join(main_of(client, "/ru/terms/a-z").split())
    assert re.search(r'<li>вуз <span class="quiet">→</span> <a href="/ru/page/onto/HigherEducationInstitution">', text)


def test_the_tree_opens_two_levels_and_folds_the_rest(client: FlaskClient) -> None:
    text = main_of(client, "/en/terms/tree")
    before = text[: text.index("/page/onto/RegionalEducationalCluster")]
    assert before.count("<details>") - before.count("</details>") == 1
    second = text[: text.index("/page/onto/IndustrialCluster")]
    assert second.count("<details>") == second.count("</details>")


def test_what_stands_in_several_places_says_so(client: FlaskClient) -> None:
    text = main_of(client, "/en/terms/tree")
    assert (
        text.count('<a href="/en/page/onto/EducationalCluster">educational cluster</a>&nbsp;<span class="count">') == 2
    )
    assert 'also under: <a href="/en/page/onto/AssociationOfSocialInstitutions">' in text


# ---------------------------------------------------------------- other lists


def test_a_long_list_is_cut_into_pages_that_lead_to_each_other(client: FlaskClient) -> None:
    addresses: list[str] = []
    address = "/en/organizations"
    while address and len(addresses) < 20:
        answer = client.get(address)
        addresses.append(address)
        ahead = re.search(r'<link rel="next" href="([^"]+)"', answer.text)
        assert bool(ahead) == ('rel="next"' in answer.headers.get("Link", ""))
        address = unescape(ahead[1]) if ahead else ""
    found = [
        row
        for page in addresses
        for part in rows(main_of(client, page))
        for row in re.findall('<li><a href="([^"]+)', part)
    ]
    assert len(addresses) == 6
    assert len(found) == len(set(found)) > 1000
    assert '<link rel="prev" href="/en/organizations">' in client.get(addresses[1]).text


def test_pages_keep_what_is_chosen(client: FlaskClient) -> None:
    text = main_of(client, "/en/organizations?country=gb")
    assert '<a href="/en/organizations?country=gb&amp;page=2" rel="next">' in text
    assert "Page 1 of 2" in text


@pytest.mark.parametrize(
    ("page", "status"), [("7", 404), ("0", 404), ("x", 400), ("-1", 400), ("9" * 5000, 400), ("²", 400)]
)
def test_a_page_that_is_not_there_is_refused(client: FlaskClient, page: str, status: int) -> None:
    assert client.get("/en/organizations", query_string={"page": page}).status_code == status


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("works", r"work/nosov-2012\".*?Nosov A. L. · 2012 ·\s+verification: .*?named by \d+ record"),
        ("works", r"work/dissertation-2021\".*?author not recorded · 2021 ·"),
        ("works", r"work/pudenko\".*?Pudenko T. I. · year not recorded ·"),
        ("people", r"person/s-b-allayorova\".*?\d+ works ·"),
        ("places", r"place/uzbekistan\".*?in 2 records"),
        ("schemes", r"scheme/spitzencluster-wettbewerb\".*?1\d records under it"),
        ("organizations", r"org/chirchik-pedagogical-university\".*?Uzbekistan</a> ·\s+in 1 record<"),
    ],
)
def test_a_row_says_what_there_is_to_know(client: FlaskClient, address: str, words: str) -> None:
    country = "?country=uz" if address == "organizations" else ""
    assert re.search(words, main_of(client, f"/en/{address}{country}"), re.DOTALL)


@pytest.mark.parametrize("door", [*LISTS, "terms/a-z", "terms/tree"])
def test_a_list_can_be_asked_for_without_saying_in_which_language(client: FlaskClient, door: str) -> None:
    answer = client.get(f"/{door}?country=gb", headers={"Accept-Language": "uz"})
    assert (answer.status_code, answer.location) == (302, f"/uz/{door}?country=gb")


@pytest.mark.parametrize("address", ["/en/clusters?country=gb", "/en/organizations?page=2", "/en/terms/tree"])
def test_a_list_not_changed_is_304(client: FlaskClient, address: str) -> None:
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
