import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.domain.errors import FieldInvalid
from pricing.service.pages import page


def pages_of(entries, size, scope="list"):
    token = ""
    while True:
        chosen, token = page(
            entries, str, scope=scope, page_size=size, page_token=token
        )
        yield list(chosen)
        if not token:
            return


@given(count=st.integers(0, 60), size=st.integers(1, 20))
def test_pages_together_are_the_list(count, size):
    entries = list(range(count))
    found = list(pages_of(entries, size))
    assert [entry for each in found for entry in each] == entries
    assert all(len(each) == size for each in found[:-1])


def test_a_page_holds_a_hundred_unless_told():
    assert len(next(pages_of(range(500), 0))) == 100


def test_no_page_holds_more_than_a_thousand():
    assert len(next(pages_of(range(5000), 4000))) == 1000


def test_what_is_added_in_front_repeats_nothing():
    newest_first = [5, 4, 3, 2, 1]
    first, token = page(newest_first, str, scope="jobs", page_size=2, page_token="")
    second, _ = page(
        [7, 6, *newest_first], str, scope="jobs", page_size=2, page_token=token
    )
    assert (list(first), list(second)) == ([5, 4], [3, 2])


@pytest.mark.parametrize("token", ["x", "AAAA", "é", "A" * 10_000, "____"])
def test_a_forged_token_is_refused(token):
    with pytest.raises(FieldInvalid, match="token of this list"):
        page(range(5), str, scope="list", page_size=1, page_token=token)


def test_a_token_of_another_list_is_refused():
    _, token = page(range(5), str, scope="a", page_size=1, page_token="")
    with pytest.raises(FieldInvalid, match="token of this list"):
        page(range(5), str, scope="b", page_size=1, page_token=token)


def test_a_negative_size_is_refused():
    with pytest.raises(FieldInvalid, match="page_size"):
        page(range(5), str, scope="a", page_size=-1, page_token="")
