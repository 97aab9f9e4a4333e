"""The level in memory holds what was used last, for some minutes."""

from __future__ import annotations

from festplan.cache.memory import JITTER, SECONDS, Memory


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_value_is_held_for_about_five_minutes_and_no_longer() -> None:
    watch = Watch()
    memory: Memory[str, int] = Memory(now=watch)
    memory.put("theme", 1)
    watch.seconds = SECONDS * (1 - JITTER) - 1
    assert memory.get("theme") == 1
    watch.seconds = SECONDS * (1 + JITTER) + 1
    assert memory.get("theme") is None
    assert len(memory) == 0


def test_values_that_came_together_do_not_go_together() -> None:
    watch = Watch()
    memory: Memory[int, int] = Memory(now=watch)
    for number in range(1000):
        memory.put(number, number)
    watch.seconds = SECONDS
    assert 300 < sum(memory.get(number) is not None for number in range(1000)) < 700


def test_what_was_not_used_for_longest_goes_first() -> None:
    memory: Memory[str, int] = Memory(most=2)
    memory.put("a", 1)
    memory.put("b", 2)
    assert memory.get("a") == 1
    memory.put("c", 3)
    assert [memory.get(key) for key in ("a", "b", "c")] == [1, None, 3]


def test_a_later_value_takes_the_place_of_the_first() -> None:
    memory: Memory[str, int] = Memory()
    memory.put("a", 1)
    memory.put("a", 2)
    assert (memory.get("a"), len(memory)) == (2, 1)
