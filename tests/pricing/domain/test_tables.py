"""Tables of sales check themselves."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pricing.domain.tables import Transactions

AT = datetime(2026, 3, 1, 20, tzinfo=UTC)
ONE = Transactions(
    ("n1",), ("hall",), (AT,), ("a",), ("full",), ("web",), (AT,), (None,), (2,),
    (20.0,),
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"venue": ()}, "1 values of venue"),
        ({"sold_at": (datetime(2026, 3, 1),)}, "times with a zone"),
        ({"cancelled_at": (datetime(2026, 3, 1),)}, "times with a zone"),
        ({"quantity": (-1,)}, "quantities of at least 0"),
    ],
)
def test_sales_that_do_not_fit_together_are_refused(changes, message):
    assert len(ONE) == 1
    with pytest.raises(ValueError, match=message):
        replace(ONE, **changes)
