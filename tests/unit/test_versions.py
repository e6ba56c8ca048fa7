from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from clusterkb.errors import StoreUnusable
from clusterkb.store import EmbeddedStore, Manifest, Version, current, home_lock, new_version, prune, publish

QUAD = ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal("o"), ox.NamedNode("http://e/g"))


def made(home: Path, digest: str = "d") -> Version:
    fresh = new_version(home)
    store = EmbeddedStore.writable(fresh / "store")
    store.engine.add(QUAD)
    store.close()
    return publish(home, fresh, Manifest("0", digest, {"a.ttl": "1"}, {"asserted": 1}))


def names(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "versions").iterdir())


def test_a_published_version_is_the_one_in_use(tmp_path: Path) -> None:
    made(tmp_path, "one")
    version = made(tmp_path, "two")
    assert current(tmp_path) == version
    assert version.manifest.digest == "two"


def test_a_published_version_holds_what_was_written(tmp_path: Path) -> None:
    assert list(EmbeddedStore.read_only(made(tmp_path).store).engine) == [QUAD]


def test_versions_are_numbered_without_gaps_or_repeats(tmp_path: Path) -> None:
    assert [made(tmp_path).path.name for _ in range(3)] == ["000001", "000002", "000003"]


def test_a_version_under_way_is_not_in_use(tmp_path: Path) -> None:
    before = made(tmp_path)
    new_version(tmp_path)
    assert current(tmp_path) == before


def test_a_new_version_removes_what_killed_builds_left(tmp_path: Path) -> None:
    (new_version(tmp_path) / "store").mkdir()
    new_version(tmp_path)
    assert names(tmp_path) == [".new-000001"]
    assert not list((tmp_path / "versions/.new-000001").iterdir())


def test_publishing_over_a_link_that_a_killed_build_left_succeeds(tmp_path: Path) -> None:
    (tmp_path / ".current.new").symlink_to("versions/000007")
    version = made(tmp_path)
    assert current(tmp_path) == version
    assert not (tmp_path / ".current.new").is_symlink()


def test_the_home_can_be_moved(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    made(tmp_path / "old")
    (tmp_path / "old").rename(tmp_path / "new")
    assert current(tmp_path / "new").path == tmp_path / "new/versions/000001"


def test_pruning_keeps_the_version_in_use_and_the_one_before(tmp_path: Path) -> None:
    for _ in range(4):
        made(tmp_path)
    prune(tmp_path)
    assert names(tmp_path) == ["000003", "000004"]


def test_pruning_twice_changes_nothing(tmp_path: Path) -> None:
    for _ in range(3):
        made(tmp_path)
    prune(tmp_path)
    prune(tmp_path)
    assert names(tmp_path) == ["000002", "000003"]


def test_pruning_removes_a_newer_version_that_was_never_put_in_use(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "versions/000002").mkdir()
    prune(tmp_path)
    assert names(tmp_path) == ["000001"]


def test_a_reader_goes_on_while_its_version_becomes_the_one_before(tmp_path: Path) -> None:
    reader = EmbeddedStore.read_only(made(tmp_path).store)
    made(tmp_path)
    prune(tmp_path)
    assert list(reader.engine) == [QUAD]


def test_two_readers_open_one_version(tmp_path: Path) -> None:
    version = made(tmp_path)
    first, second = (EmbeddedStore.read_only(version.store) for _ in range(2))
    assert list(first.engine) == list(second.engine)


def test_without_a_build_the_error_says_how_to_build(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="Run: clusterkb build"):
        current(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"software": "0"}', '{"surprise": 1}', "null", "\ufffe"])
def test_a_manifest_that_is_broken_counts_as_no_build(tmp_path: Path, text: str) -> None:
    (made(tmp_path).path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(StoreUnusable):
        current(tmp_path)


def test_a_link_into_nothing_counts_as_no_build(tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to("versions/000009")
    with pytest.raises(StoreUnusable):
        current(tmp_path)


def test_a_store_that_is_not_there_is_said_with_its_remedy_and_not_created(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="clusterkb build --full"):
        EmbeddedStore.read_only(tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_a_store_whose_files_are_rubbish_is_said_with_its_remedy(tmp_path: Path) -> None:
    version = made(tmp_path)
    (version.store / "CURRENT").write_text("rubbish")
    with pytest.raises(StoreUnusable, match="does not open"):
        EmbeddedStore.read_only(version.store)


def test_the_lock_is_free_again_after_its_block(tmp_path: Path) -> None:
    for _ in range(2):
        with home_lock(tmp_path):
            pass


def test_the_lock_is_free_again_after_an_error_in_its_block(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), home_lock(tmp_path):
        raise RuntimeError
    with home_lock(tmp_path):
        pass


def test_the_lock_is_held_by_one_only(tmp_path: Path) -> None:
    with home_lock(tmp_path), pytest.raises(StoreUnusable, match="Another build"), home_lock(tmp_path):
        pass


def test_the_lock_makes_the_folders_it_needs(tmp_path: Path) -> None:
    with home_lock(tmp_path / "a/b"):
        assert (tmp_path / "a/b").is_dir()


def test_the_manifest_on_disk_is_readable_by_people(tmp_path: Path) -> None:
    text = (made(tmp_path).path / "manifest.json").read_text()
    assert json.loads(text)["sources"] == {"a.ttl": "1"}
    assert len(text.splitlines()) > 5
