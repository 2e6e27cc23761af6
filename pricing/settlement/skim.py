"""A log read for its sales: baskets that are alike are looked at once.

Most rows of a log are offers that differ in nothing but their ids and times, and
the word that they were sold. These are taken in without being decoded; all others,
and the first basket of each kind, are decoded as everywhere else.
"""

import gc
import json
from collections.abc import Iterable

from pricing.domain.errors import StoreUnavailable
from pricing.settlement.reconcile import BasketSums, Control, sums_of
from pricing.settlement.record import Items, SalesRecord
from pricing.store.baskets import BASKETS_KEPT_MAX, parted
from pricing.store.codec import decode
from pricing.store.events import QuoteOffered
from pricing.store.log import recorded_of, time_at
from pricing.store.seal import Row

_Known = tuple[Items, BasketSums]


def skim(
    organization_id: str,
    rows: Iterable[Row],
    record: SalesRecord,
    control: Control | None = None,
) -> None:
    """Take the rows of a log into a record of sales, and into a control beside it.

    Raises
    ------
    StoreUnavailable
        When the log is damaged; it says after which event.
    """
    known: dict[tuple[str, str], _Known] = {}
    # What is kept has no cycles: looking for some would take a third of the time.
    gc.disable()
    try:
        for row in rows:
            if not _taken(row, record, control, known):
                recorded = recorded_of(organization_id, row)
                record.take(recorded)
                if control is not None:
                    control.take(recorded)
            record.sequence = row[0]
    except StoreUnavailable:
        raise
    except Exception as fault:
        # Whatever a row that should not be there made of the record.
        raise StoreUnavailable(
            f"the log of {organization_id!r} is damaged after event "
            f"{record.sequence}: {fault}",
            lasting=True,
        ) from fault
    finally:
        gc.enable()


def _taken(
    row: Row,
    record: SalesRecord,
    control: Control | None,
    known: dict[tuple[str, str], _Known],
) -> bool:
    """Return whether a row was taken in without being decoded."""
    _, time, kind, body, _, _ = row
    if kind == "quote_accepted":
        plain = json.loads(body)
        name, at = plain["quote_id"], time_at(time)
        record.accept(name, plain["serial_first"], at)
        if control is not None:
            control.accept(name, at)
        return True
    found = parted(body) if kind == "quote_offered" else None
    if found is None:
        return False
    basket = known.get(found.alike)
    if basket is None:
        event = decode(kind, body)
        assert isinstance(event, QuoteOffered)
        if event.quote.products:
            # What is inside their price hangs on when they were offered.
            return False
        if len(known) >= BASKETS_KEPT_MAX:
            known.clear()
        basket = record.items_of(event.quote), sums_of(event.quote)
        known[found.alike] = basket
    record.offer(found.quote_id, basket[0])
    if control is not None:
        control.offer(found.quote_id, basket[1])
    return True
