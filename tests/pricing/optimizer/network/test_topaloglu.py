import pytest

from pricing.domain.errors import FileInvalid
from pricing.optimizer.network.topaloglu import parse
from tests.pricing.optimizer.network.instances import TEXT


def test_a_file_is_read_as_it_stands():
    instance = parse("small", TEXT.splitlines(keepends=True))
    assert instance.name == "small"
    assert instance.capacity.tolist() == [3, 2]
    assert instance.fares.tolist() == [20, 90.5, 35]
    assert instance.uses == ((0,), (1,), (0, 1))
    assert instance.request_probability.tolist() == [[0.5, 0, 0.25], [0.1, 0.6, 0.3]]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("2\n\n# flights", "no\n\n# flights", 2, "number of periods"),
        ("2\n\n# flights", "0\n\n# flights", 2, "number of periods in 1"),
        ("0 2 2\n", "0 2\n", 7, "a flight"),
        ("0 2 2\n", "1 0 2\n", 7, "already"),
        ("0 2 2\n", "0 2 2.5\n", 7, "whole capacity"),
        ("1 2 0 35.0", "1 3 0 35.0", 13, "no flights lead from 1 to 3"),
        ("1 2 0 35.0", "1 0 0 35.0", 13, "already"),
        ("1 2 0 35.0", "1 2 0 -5", 13, "fare of at least 0"),
        ("1 2 0 35.0", "1 2 0 inf", 13, "an itinerary"),
        ("1\t[ 1 0 0 ]", "2\t[ 1 0 0 ]", 17, "expected period 1"),
        ("[ 0 2 1 ]\t0.6", "[ 0 2 9 ]\t0.6", 17, "not in the list"),
        ("[ 0 2 1 ]\t0.6", "[ 0 2 1 ]\t0.7", 17, "at most 1"),
        ("[ 0 2 1 ]\t0.6", "[ 0 2 1 ]\t-0.6", 17, "at most 1"),
        ("[ 0 2 1 ]\t0.6", "[ 0 2 1 ]\t1e", 17, "no probability"),
        ("[ 0 2 1 ]\t0.6", "[ 0 2 ]\t0.6", 17, "expected [ from to class ]"),
        ("1\t[ 1 0 0 ]", "# 1\t[ 1 0 0 ]", 17, "the file ends"),
        ("0.3\n", "0.3\n2\n", 18, "end of the file"),
    ],
)
def test_a_fault_names_its_line(old, new, line, message):
    assert TEXT.count(old) == 1
    with pytest.raises(FileInvalid) as caught:
        parse("small", TEXT.replace(old, new).splitlines(keepends=True))
    assert message in caught.value.message
    assert caught.value.metadata["line"] == str(line)
