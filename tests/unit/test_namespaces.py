from __future__ import annotations

import re

import pytest

from clusterkb import assets
from clusterkb.namespaces import BASE, GRAPHS, INFERRED, PREFIXES, expand, path_of, shorten


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_shortened_address_expands_to_itself(prefix: str) -> None:
    assert shorten(PREFIXES[prefix] + "x") == f"{prefix}:x"
    assert expand(f"{prefix}:x") == PREFIXES[prefix] + "x"


def test_no_two_prefixes_mean_the_same_address() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_every_prefix_our_files_declare_is_in_the_map_with_the_same_address() -> None:
    files = [path for part in ("ontology", "shapes") for path in assets.folder(part).rglob("*.ttl")]
    declared = {pair for path in files for pair in re.findall(r"@prefix (\S*): <(\S+)>", path.read_text("utf-8"))}
    own = {(name, iri) for name, iri in declared if not iri.startswith("https://example.org/")}
    assert own
    assert own - set(PREFIXES.items()) == set()


@pytest.mark.parametrize("name", ["https://example.org/x", "mailto:a@example.org", "no-colon", "", "unknown:x"])
def test_what_is_no_prefixed_name_of_ours_is_left_as_it_is(name: str) -> None:
    assert expand(name) == name


@pytest.mark.parametrize("iri", ["https://example.org/x", "https://w3id.org/clusterkb", ""])
def test_an_address_of_others_is_not_shortened(iri: str) -> None:
    assert shorten(iri) == iri


def test_a_longer_namespace_wins_over_one_that_it_begins_with() -> None:
    assert shorten(f"{BASE}/concept/role/lead") == "role:lead"


def test_only_addresses_below_ours_have_a_path() -> None:
    assert path_of(f"{BASE}/onto/Cluster") == "onto/Cluster"
    assert path_of(f"{BASE}-not-ours/x") is None


def test_the_inferred_graph_is_one_of_the_graphs_and_no_file_can_be_it() -> None:
    assert INFERRED.startswith(GRAPHS)
    assert "/" not in INFERRED.removeprefix(GRAPHS)
