from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from clusterkb.errors import BadRequest, OutOfLimits, TooMany
from clusterkb.sandbox import Caller, Limits
from clusterkb.sandbox.line import Line, Place


def line(size: int, *, queue: int = 100, per_client: int = 0, open_: int | None = None) -> Line[int]:
    made: Line[int] = Line(size, Limits(seconds=1, megabytes=1, queue=queue, per_client=per_client))
    for server in range(size if open_ is None else open_):
        made.open(server)
    return made


def join(of: Line[int], client: str = "", *, name: str = "", heavy: bool = False) -> Place[int]:
    return of.join(Caller(client, name), heavy=heavy)


def served(places: Iterable[Place[int]]) -> list[bool]:
    return [place.server is not None for place in places]


# ---------------------------------------------------------------- order


def test_who_joins_first_is_served_first() -> None:
    of = line(1)
    places = [join(of) for _ in range(5)]
    order = []
    for _ in places:
        now = next(place for place in places if place.server is not None and place not in order)
        order.append(now)
        of.leave(now, reusable=True)
    assert order == places


def test_whoever_is_served_at_once_has_their_turn() -> None:
    assert join(line(1)).turn.is_set()


def test_whoever_waits_has_not_their_turn() -> None:
    of = line(1)
    join(of)
    assert not join(of).turn.is_set()


def test_whoever_comes_before_any_server_is_open_waits_for_one() -> None:
    of = line(1, open_=0)
    place = join(of)
    of.open(7)
    assert place.server == 7


def test_more_servers_than_the_size_serve_no_more_than_the_size() -> None:
    of = line(2)
    of.open(2)
    assert served([join(of) for _ in range(3)]) == [True, True, False]


def test_the_server_that_was_used_last_is_used_next() -> None:
    of = line(3)
    first, second = join(of), join(of)
    of.leave(second, reusable=True)
    of.leave(first, reusable=True)
    assert join(of).server == first.server


def test_a_server_that_is_not_reusable_serves_nobody_again() -> None:
    of = line(1)
    first, second = join(of), join(of)
    of.leave(first, reusable=False)
    assert second.server is None


def test_a_server_that_replaces_one_serves_who_waited() -> None:
    of = line(1)
    first, second = join(of), join(of)
    of.leave(first, reusable=False)
    of.open(9)
    assert second.server == 9


def test_an_unfit_free_server_is_taken_out_and_serves_nobody() -> None:
    of = line(2)
    assert list(of.withdraw(lambda server: server == 1)) == [1]
    assert [join(of).server for _ in range(2)] == [0, None]


# ---------------------------------------------------------------- leaving while waiting


def test_whoever_leaves_while_waiting_is_never_served() -> None:
    of = line(1)
    first, second, third = (join(of) for _ in range(3))
    of.leave(second, reusable=True)
    of.leave(first, reusable=True)
    assert served([second, third]) == [False, True]


def test_whoever_leaves_while_waiting_makes_room_in_the_line() -> None:
    of = line(1, queue=1)
    join(of)
    of.leave(join(of), reusable=True)
    assert join(of).server is None


def test_whoever_leaves_while_waiting_frees_no_server() -> None:
    of = line(1)
    join(of)
    of.leave(join(of), reusable=True)
    assert (of.busy, of.waiting) == (1, 0)


# ---------------------------------------------------------------- a full line


def test_one_more_than_may_wait_is_told_when_to_come_again() -> None:
    of = line(1, queue=2)
    for _ in range(3):
        join(of)
    with pytest.raises(OutOfLimits, match="busy") as caught:
        join(of)
    assert caught.value.retry_seconds > 0


def test_whoever_is_refused_holds_no_place() -> None:
    of = line(1, queue=0)
    join(of)
    with pytest.raises(OutOfLimits):
        join(of, "a", name="a query of mine")
    assert (of.waiting, of.named("a query of mine")) == (0, None)


def test_a_full_line_refuses_nobody_whom_a_server_can_take_at_once() -> None:
    of = line(3, queue=1)
    places = [join(of, "h", heavy=True) for _ in range(3)]
    assert served([*places, join(of, "l")]) == [True, True, False, True]


# ---------------------------------------------------------------- so many a client


def test_a_client_with_its_share_is_refused_one_more() -> None:
    of = line(4, per_client=2)
    join(of, "a")
    join(of, "a")
    with pytest.raises(TooMany) as caught:
        join(of, "a")
    assert caught.value.retry_seconds > 0


def test_those_that_wait_count_against_the_share_too() -> None:
    of = line(1, per_client=2)
    join(of, "b")
    join(of, "a")
    join(of, "a")
    with pytest.raises(TooMany):
        join(of, "a")


def test_one_client_that_has_its_share_keeps_no_other_out() -> None:
    of = line(2, per_client=1)
    join(of, "a")
    assert join(of, "b").server is not None


def test_a_client_may_come_again_when_one_of_its_own_has_left() -> None:
    of = line(2, per_client=1)
    of.leave(join(of, "a"), reusable=True)
    assert join(of, "a").server is not None


def test_nobody_in_particular_has_no_share_to_use_up() -> None:
    of = line(3, per_client=1)
    assert served([join(of) for _ in range(3)]) == [True] * 3


def test_without_a_limit_a_client_may_have_every_server() -> None:
    of = line(3)
    assert served([join(of, "a") for _ in range(3)]) == [True] * 3


# ---------------------------------------------------------------- some servers are kept


@pytest.mark.parametrize(("size", "kept"), [(1, 0), (2, 1), (3, 1), (4, 1), (6, 2), (9, 3)])
def test_so_many_servers_are_kept_from_heavy_callers(size: int, kept: int) -> None:
    of = line(size)
    places = [join(of, heavy=True) for _ in range(size)]
    assert served(places).count(False) == kept


def test_the_last_server_goes_to_a_light_caller_though_a_heavy_one_waits() -> None:
    of = line(2)
    join(of, heavy=True)
    heavy, light = join(of, heavy=True), join(of)
    assert served([heavy, light]) == [False, True]


def test_a_heavy_caller_is_served_once_there_are_more_free_than_are_kept() -> None:
    of = line(2)
    first, second = join(of, heavy=True), join(of, heavy=True)
    of.leave(first, reusable=True)
    assert second.server is not None


def test_heavy_callers_are_served_in_order_too() -> None:
    of = line(2)
    first, second, third = (join(of, heavy=True) for _ in range(3))
    of.leave(first, reusable=True)
    assert served([second, third]) == [True, False]


def test_a_heavy_caller_that_came_before_a_light_one_has_the_next_server_that_both_may_have() -> None:
    of = line(2)
    first, second = join(of), join(of)
    heavy, light = join(of, heavy=True), join(of)
    of.leave(first, reusable=False)
    of.leave(second, reusable=False)
    of.open(8)
    of.open(9)
    assert (heavy.server, light.server) == (8, 9)


# ---------------------------------------------------------------- names


def test_a_job_is_found_by_its_name_while_it_waits_and_while_it_is_served() -> None:
    of = line(1)
    first, second = join(of, name="first"), join(of, name="second")
    assert (of.named("first"), of.named("second")) == (first, second)


def test_a_job_that_has_left_is_not_found() -> None:
    of = line(1)
    of.leave(join(of, name="mine"), reusable=True)
    assert of.named("mine") is None


def test_a_name_under_way_is_given_to_no_other() -> None:
    of = line(2)
    join(of, "a", name="mine")
    with pytest.raises(BadRequest, match="'mine'"):
        join(of, "b", name="mine")


def test_a_name_may_be_used_again() -> None:
    of = line(1)
    of.leave(join(of, name="mine"), reusable=True)
    assert join(of, name="mine").server is not None


def test_jobs_without_a_name_do_not_share_one() -> None:
    of = line(1)
    join(of)
    join(of)
    assert of.named("") is None


# ---------------------------------------------------------------- whatever happens


class Crowd(RuleBasedStateMachine):
    """Callers that come and go as they like, and servers that break and are replaced."""

    def __init__(self) -> None:
        super().__init__()
        self.size = 3
        self.line: Line[int] = line(self.size, queue=6, per_client=4, open_=0)
        self.servers = 0
        self.broken = self.size
        self.here: list[Place[int]] = []
        self.joined: list[Place[int]] = []
        self.begun: list[tuple[Place[int], int]] = []

    def look(self) -> None:
        """Note who is served now and was not before, in order of joining."""
        known = [place for place, _ in self.begun]
        self.begun += [(p, p.server) for p in self.joined if p.server is not None and p not in known]

    @rule(client=st.sampled_from("abc"), heavy=st.booleans())
    def come(self, client: str, heavy: bool) -> None:
        own = [place for place in self.here if place.caller.client == client]
        try:
            place = join(self.line, client, heavy=heavy)
        except TooMany:
            assert len(own) == 4
        except OutOfLimits:
            assert self.line.waiting == 6
        else:
            assert len(own) < 4
            self.here.append(place)
            self.joined.append(place)
        self.look()

    @precondition(lambda self: self.here)
    @rule(which=st.integers(0, 99), reusable=st.booleans())
    def go(self, which: int, reusable: bool) -> None:
        place = self.here.pop(which % len(self.here))
        waited = place.server is None
        self.line.leave(place, reusable=reusable)
        self.broken += not waited and not reusable
        assert (place.server is None) == waited
        self.look()

    @precondition(lambda self: self.broken)
    @rule()
    def open_another(self) -> None:
        self.broken -= 1
        self.line.open(self.servers)
        self.servers += 1
        self.look()

    @rule()
    def withdraw_old_ones(self) -> None:
        self.broken += len(list(self.line.withdraw(lambda server: server % 2 == 0)))

    @invariant()
    def no_more_are_served_than_there_are_servers(self) -> None:
        assert sum(served(self.here)) == self.line.busy <= self.size - self.broken

    @invariant()
    def nobody_is_served_twice(self) -> None:
        assert [place.server for place, _ in self.begun] == [server for _, server in self.begun]

    @invariant()
    def no_server_serves_two(self) -> None:
        taken = [place.server for place in self.here if place.server is not None]
        assert len(taken) == len(set(taken))

    @invariant()
    def nobody_is_lost(self) -> None:
        assert len(self.here) == self.line.busy + self.line.waiting

    @invariant()
    def whose_turn_it_is_knows(self) -> None:
        assert [place.turn.is_set() for place in self.joined] == served(self.joined)

    @invariant()
    def light_callers_are_served_in_the_order_of_joining(self) -> None:
        order = [self.joined.index(place) for place, _ in self.begun if not place.heavy]
        assert order == sorted(order)

    @invariant()
    def no_light_caller_waits_for_nothing(self) -> None:
        free = self.size - self.broken - self.line.busy
        assert not free or all(place.heavy or place.server is not None for place in self.here)

    @invariant()
    def heavy_callers_leave_one_server_free(self) -> None:
        assert sum(served(place for place in self.here if place.heavy)) < self.size


TestCrowd = Crowd.TestCase
