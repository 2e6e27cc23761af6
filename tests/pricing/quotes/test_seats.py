from hypothesis import given
from hypothesis import strategies as st

from pricing.quotes.seats import SeatCounts

cells = st.tuples(
    st.sampled_from(["front", "back"]),
    st.sampled_from(["web", "counter", "network"]),
    st.sampled_from(["full", "solidarity", "few"]),
)


@given(moves=st.lists(st.tuples(cells, st.integers(1, 9)), max_size=10))
def test_seats_that_are_held_and_released_leave_no_trace(moves):
    counts = SeatCounts()
    for cell, count in moves:
        counts.hold(cell, count)
    for cell, count in moves:
        counts.release(cell, count)
    counts.version = 0
    assert counts == SeatCounts()
