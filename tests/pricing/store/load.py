"""A process that asks a store for seats until it is killed; see test_crash.

Every answer is written to the standard output, in one write, after the store
gave it: what is there was acknowledged.
"""

import os
import random
import sys
import threading
from pathlib import Path

from pricing.domain.errors import QueueFull, QuotaExhausted, SeatsExhausted
from pricing.domain.quote import QuoteItem
from pricing.quotes.decide import Basket
from pricing.store.commands import AcceptQuote, CreateQuote, VoidQuote
from pricing.store.interface import Store
from pricing.store.postgresql import open_postgresql
from pricing.store.sqlite import open_sqlite
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import ORGANIZATION

CALLERS = 6


def open_store(address: str) -> Store:
    """Return the store of a file or of a database."""
    if "://" in address:
        return open_postgresql(address, lambda: NOW)
    return open_sqlite(Path(address), lambda: NOW)


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def basket_of(rng: random.Random) -> Basket:
    items = tuple(
        QuoteItem(
            rng.choice(["night-1", "night-2"]),
            rng.choice(["front", "back"]),
            rng.choice(["full", "under-26"]),
            rng.randint(1, 3),
        )
        for _ in range(rng.randint(1, 2))
    )
    return Basket(rng.choice(["web", "counter", "network"]), items)


def call(store: Store, life: str, caller: int) -> None:
    rng = random.Random(f"{life}-{caller}")
    turn = 0
    while True:
        turn += 1
        request_id = f"{life}-{caller}-{turn}"
        command = CreateQuote("autumn", basket_of(rng), request_id)
        try:
            quote = store.submit(ORGANIZATION, command).result()
        except (SeatsExhausted, QuotaExhausted, QueueFull):
            continue
        say("held", request_id, quote.id, quote.total_minor)
        fate = rng.random()
        if fate < 0.1:
            sold = store.submit(ORGANIZATION, AcceptQuote("autumn", quote.id)).result()
            serials = [s for item in sold.items for s in item.serials]
            say("sold", request_id, quote.id, *serials)
        elif fate < 0.9:
            store.submit(ORGANIZATION, VoidQuote("autumn", quote.id)).result()
            say("voided", request_id, quote.id)


def main(address: str, life: str) -> None:
    store = open_store(address)
    say("open")
    for caller in range(CALLERS):
        threading.Thread(target=call, args=(store, life, caller), daemon=True).start()
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
