import pickle
from time import monotonic

import pytest

from pricing.optimizer.watch import Watch


def test_sent_elsewhere_it_keeps_the_time_left_and_nobody_follows():
    followed = Watch(monotonic() + 50.0, lambda done, phase: None, lambda: True)
    sent = pickle.loads(pickle.dumps(followed))
    assert sent.seconds_left == pytest.approx(50.0, abs=5.0)
    assert sent.tell(0.5, "searching")


def test_when_it_is_over_it_is_over_elsewhere_too():
    sent = pickle.loads(pickle.dumps(Watch(monotonic() - 1.0, None, None)))
    assert sent.seconds_left == 0.0
    assert not sent.tell(0.5, "searching")
