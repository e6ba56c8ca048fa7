from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterkb.errors import TooMany
from clusterkb.sandbox import Budget


class Clock:
    """A clock that goes when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def budget(clock: Clock) -> Budget:
    return Budget(30.0, clock=clock)


def passes(budget: Budget, client: str = "a") -> bool:
    try:
        budget.require(client)
    except TooMany:
        return False
    return True


def wait_told(budget: Budget, client: str = "a") -> float:
    with pytest.raises(TooMany) as caught:
        budget.require(client)
    return caught.value.retry_seconds


def test_whoever_has_used_nothing_passes(budget: Budget) -> None:
    assert passes(budget)


def test_whoever_has_used_a_little_less_than_all_passes(budget: Budget) -> None:
    budget.spend("a", 29.9)
    assert passes(budget)


def test_whoever_has_used_all_does_not_pass(budget: Budget) -> None:
    budget.spend("a", 30.0)
    assert not passes(budget)


def test_what_several_jobs_use_adds_up(budget: Budget) -> None:
    for _ in range(3):
        budget.spend("a", 10.5)
    assert budget.used("a") == pytest.approx(31.5)


def test_one_client_spends_nothing_of_another(budget: Budget) -> None:
    budget.spend("a", 100.0)
    assert (budget.used("b"), passes(budget, "b")) == (0.0, True)


def test_what_was_used_drains_at_the_rate_of_the_budget(budget: Budget, clock: Clock) -> None:
    budget.spend("a", 30.0)
    clock.now += 20.0
    assert budget.used("a") == pytest.approx(20.0)


def test_what_was_used_does_not_drain_below_nothing(budget: Budget, clock: Clock) -> None:
    budget.spend("a", 1.0)
    clock.now += 1000.0
    assert budget.used("a") == 0.0


def test_an_hour_of_rest_saves_up_no_more_than_a_minute_of_rest(budget: Budget, clock: Clock) -> None:
    budget.spend("a", 5.0)
    clock.now += 3600.0
    budget.spend("a", 30.0)
    assert not passes(budget)


def test_a_refusal_names_the_budget_and_the_wait(budget: Budget) -> None:
    budget.spend("a", 40.0)
    with pytest.raises(TooMany, match=r"more than 30 seconds of query time a minute\. Come again in 21 seconds\.") as c:
        budget.require("a")
    assert c.value.retry_seconds == 21


@given(share=st.floats(0.5, 600), used=st.floats(0.001, 600))
def test_whoever_waits_as_told_passes_then(share: float, used: float) -> None:
    clock = Clock()
    budget = Budget(share, clock=clock)
    budget.spend("a", share + used)
    clock.now += wait_told(budget)
    assert passes(budget)


@given(share=st.floats(0.5, 600), used=st.floats(0.001, 600))
def test_nobody_is_told_to_wait_over_two_seconds_longer_than_needed(share: float, used: float) -> None:
    clock = Clock()
    budget = Budget(share, clock=clock)
    budget.spend("a", share + used)
    told = wait_told(budget)
    clock.now += max(0.0, told - 2.01)
    assert told <= 2 or not passes(budget)


def test_a_wait_is_told_in_whole_seconds(budget: Budget) -> None:
    budget.spend("a", 33.3)
    assert wait_told(budget) == 8


def test_who_owes_nothing_any_more_is_forgotten(budget: Budget, clock: Clock) -> None:
    for number in range(5000):
        budget.spend(f"client {number}", 0.5)
        clock.now += 0.1
    assert len(budget._full) < 1100


def test_who_still_owes_is_not_forgotten(budget: Budget, clock: Clock) -> None:
    budget.spend("a", 60.0)
    for number in range(2000):
        budget.spend(f"client {number}", 0.001)
        clock.now += 0.01
    assert budget.used("a") == pytest.approx(50.0)
