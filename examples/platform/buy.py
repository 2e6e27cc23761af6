"""Buy two seats as a ticketing platform does.

python -m examples.platform.buy [ADDRESS [SEASON]]

A service that asks for a token finds it in JAUGE_TOKEN; one behind TLS is reached
with the authority of its certificate in JAUGE_TLS_CA.
"""

import os
import sys

from jauge.client import Client, seats, units
from jauge.connection import Tls
from jauge.pricing.v1.catalog_service_pb2 import ListPerformancesRequest

ADDRESS = "127.0.0.1:50051"
SEASON = "organizations/grand-opera/seasons/season-2026-27"


def main(address: str = ADDRESS, season: str = SEASON) -> None:
    token = os.environ.get("JAUGE_TOKEN", "")
    with Client(address, tls=Tls.from_environment(os.environ), token=token) as jauge:
        listed = jauge.catalog.ListPerformances(ListPerformancesRequest(parent=season))
        names = [performance.name for performance in listed.performances]
        for offered in jauge.batch_list_prices(season, names, "web"):
            free = [p for p in offered.prices if p.left_seat_count >= 2]
            if free and not offered.closed_because:
                break
        else:
            raise SystemExit(f"nothing is on sale in {season}")
        print(offered.performance)
        for price in free:
            seat = f"{price.seat_category_id} {price.tariff_id}"
            print(f"  {seat:24} {units(price.unit_price):8.2f}")
        wanted = seats(offered.performance, free[0].seat_category_id, "full", 2)
        quote = jauge.quote(season, "web", [wanted])
        print(f"held until {quote.expire_time.ToJsonString()}: {quote.name}")
        for line in quote.items[0].price_lines:
            print(f"  {units(line.amount):+8.2f}  {line.text}")
        sold = jauge.accept(quote.name)
        print(f"sold tickets {list(sold.items[0].ticket_numbers)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
