import itertools

import pytest

from pricing.constraints.conflict import irreducible, smallest
from pricing.domain.rules import NeverFalls

RULES = tuple(NeverFalls(id=f"r{n}") for n in range(6))


@pytest.mark.parametrize("core", list(itertools.combinations(range(6), 2)))
def test_the_only_conflict_is_found(core):
    wanted = {RULES[n] for n in core}

    found = irreducible(RULES, lambda some: wanted <= set(some))

    assert set(found) == wanted


def test_of_several_conflicts_one_is_found_and_nothing_in_it_is_spare():
    cores = [{RULES[0], RULES[1]}, {RULES[1], RULES[3], RULES[4]}]

    def conflict(some):
        return any(core <= set(some) for core in cores)

    found = irreducible(RULES, conflict)

    assert conflict(found)
    assert not any(conflict([r for r in found if r is not each]) for each in found)


@pytest.mark.parametrize("last", [True, False])
def test_of_several_conflicts_the_smallest_is_found(last):
    rules = RULES if last else RULES[::-1]
    cores = [set(RULES[:3]), {RULES[3], RULES[4]}]

    found = smallest(rules, lambda some: any(core <= set(some) for core in cores))

    assert set(found) == cores[1]
