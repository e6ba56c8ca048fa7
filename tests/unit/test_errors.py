from __future__ import annotations

import pickle

import pytest

from clusterkb import errors
from clusterkb.errors import BadInput, BadQuery, ClusterkbError, PlacedError

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, ClusterkbError) and kind is not ClusterkbError
]


def made(kind: type[ClusterkbError]) -> ClusterkbError:
    if issubclass(kind, PlacedError):
        return kind("It is wrong.", remedy="Mend it.", line=3, column=7)
    return kind("It is wrong.", remedy="Mend it.")


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_survives_pickling_with_all_its_attributes(kind: type[ClusterkbError]) -> None:
    error = made(kind)
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert (vars(copy), str(copy), copy.args) == (vars(error), str(error), error.args)


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_is_shown_with_its_remedy(kind: type[ClusterkbError]) -> None:
    assert str(made(kind)).endswith("It is wrong. Mend it.")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not PlacedError])
def test_the_drawing_of_the_tree_has_every_error(kind: type[ClusterkbError]) -> None:
    assert f"── {kind.__name__} " in str(errors.__doc__)


def test_a_known_place_comes_first() -> None:
    assert str(BadQuery("It is wrong.", line=3, column=7)) == "line 3, column 7: It is wrong."


def test_an_unknown_place_is_not_shown() -> None:
    assert str(BadInput("It is wrong.")) == "It is wrong."


def test_an_attribute_added_later_survives_too() -> None:
    error = BadInput("It is wrong.")
    error.add_note("noted")
    assert pickle.loads(pickle.dumps(error)).__notes__ == ["noted"]
