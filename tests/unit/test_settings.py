from __future__ import annotations

from pathlib import Path

import pytest

from clusterkb import assets
from clusterkb.errors import BadRequest
from clusterkb.settings import TABLE, Settings, load

NUMBERS = [row.name for row in TABLE if row.default.isdigit()]


def test_the_table_and_the_class_have_the_same_names() -> None:
    assert [row.name for row in TABLE] == list(Settings.__slots__)


def test_every_setting_says_what_it_is_for_in_a_sentence() -> None:
    assert [row.name for row in TABLE if not row.help.endswith(".")] == []


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_read_from_the_environment(name: str) -> None:
    assert getattr(load({f"CLUSTERKB_{name.upper()}": "7"}), name) == 7


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", ["", "x", "-1", "0", "nan", "inf", "1 2"])
def test_a_bad_number_is_refused_with_the_name_and_value_of_the_setting(name: str, value: str) -> None:
    with pytest.raises(BadRequest, match=f"CLUSTERKB_{name.upper()} is '{value}'") as caught:
        load({f"CLUSTERKB_{name.upper()}": value})
    assert caught.value.remedy


@pytest.mark.parametrize(("name", "value"), [("PORT", "65536"), ("HOST", ""), ("HOST", " "), ("QUERY_WORKERS", "1.9")])
def test_what_would_be_taken_for_something_else_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadRequest, match=f"CLUSTERKB_{name} is '{value}'") as caught:
        load({f"CLUSTERKB_{name}": value})
    assert caught.value.remedy


@pytest.mark.parametrize("name", [name for name in NUMBERS if not name.endswith("seconds")])
def test_a_whole_number_below_one_is_refused_rather_than_rounded_to_zero(name: str) -> None:
    with pytest.raises(BadRequest):
        load({f"CLUSTERKB_{name.upper()}": "0.5"})


def test_seconds_may_be_a_fraction() -> None:
    assert load({"CLUSTERKB_QUERY_SECONDS": "0.5"}).query_seconds == 0.5


def test_the_process_environment_is_what_counts_when_nothing_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLUSTERKB_HOST", "0.0.0.0")
    assert load().host == "0.0.0.0"


def test_a_data_folder_that_is_set_wins_over_the_checkout() -> None:
    assert load({"CLUSTERKB_DATA_DIR": "/x/y"}).data_dir == Path("/x/y")


def test_in_a_checkout_the_data_folder_is_var() -> None:
    checkout = assets.checkout()
    assert checkout is not None
    assert load({}).data_dir == checkout / "var"


def test_an_installed_package_keeps_its_data_in_the_user_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "checkout", lambda: None)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert load({}).data_dir == tmp_path / "clusterkb"
