"""What would take an unguarded endpoint down, and what lies in wait on the network."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.support.hostile import HARMLESS, HOSTILE
from tests.support.http_crowd import post

# None of these would end by itself in minutes; a deadline of two seconds ends them in far less, on a busy machine too.
_ENDLESS = 30

POINT = "SELECT ?l { ckb:EducationalHolding skos:prefLabel ?l }"


@pytest.fixture(scope="module")
def port(home: Path, serve: Callable[..., AbstractContextManager[str]]) -> Iterator[int]:
    with serve(home, CLUSTERKB_QUERY_SECONDS="2", CLUSTERKB_LOG_REQUESTS="no") as address:
        yield int(address.rpartition(":")[2])


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_is_refused_and_the_next_one_answered(port: int, name: str) -> None:
    number = list(HOSTILE).index(name) + 1
    refused = post(port, HOSTILE[name], f"127.0.5.{number}")
    after = post(port, POINT, f"127.0.6.{number}")
    assert (refused.status, after.status) in [(400, 200), (503, 200)]
    problem = json.loads(refused.body)
    assert problem["detail"]
    assert problem["remedy"]
    assert refused.seconds < _ENDLESS


@pytest.fixture(scope="module")
def patient_port(home: Path, serve: Callable[..., AbstractContextManager[str]]) -> Iterator[int]:
    with serve(home, CLUSTERKB_QUERY_SECONDS="60", CLUSTERKB_LOG_REQUESTS="no") as address:
        yield int(address.rpartition(":")[2])


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_hostile_is_answered(patient_port: int, name: str) -> None:
    assert post(patient_port, HARMLESS[name], "127.0.7.1").status == 200
