"""Check an exported log with nothing but Python's own library: no code of Jauge.

    python examples/verify_export.py log.jsonl [SEQUENCE:SEAL ...]

It checks the chain of seals, and that the log goes through heads that you kept; that
tickets are numbered without a gap; that no posted price passes the caps and floors
in force when it was posted, nor falls where a rule says that prices never do. Every
line of the format is in docs/proof.md. Ends with 1 where something is wrong.
"""

import gzip
import hashlib
import json
import sys
from typing import Any


def main(path: str, kept: list[str]) -> int:
    """Read the log once and print what is wrong; return how the program ends."""
    heads = dict(text.split(":") for text in kept)
    seal, count, tickets, checks = bytes(32), 0, 0, 0
    seasons: dict[str, Any] = {}
    posted: dict[str, dict[int, int]] = {}
    held: dict[str, int] = {}
    wrong: list[str] = []
    with gzip.open(path, "rt") if path.endswith(".gz") else open(path) as lines:
        first = parsed(next(lines), 1)
        owner, head = first["organization"], None
        if first != {"format": "jauge-log", "version": 1, "organization": owner}:
            return tell(["it is no log, or of another version"])
        for number, line in enumerate(lines, 2):
            told = parsed(line, number)
            if head is not None:
                return tell(["it goes on after its head"])
            if "kind" not in told:
                head = told
                continue
            seal = seal_of(seal, owner, told)
            count += 1
            if told["sequence"] != count or told["seal"] != seal.hex():
                return tell([f"event {count} is not what was sealed"])
            if heads.pop(str(count), seal.hex()) != seal.hex():
                return tell([f"the seal of event {count} is not the one kept"])
            body, kind = json.loads(told["body"]), told["kind"]
            if kind in ("season_created", "season_updated"):
                season = body["season"]
                voted = seasons.get(season["id"], {}).get("voted", {})
                seasons[season["id"]] = {**season, "voted": voted}
            elif kind == "performance_updated":
                night, season = body["performance"], seasons[body["season_id"]]
                others = [p for p in season["performances"] if p["id"] != night["id"]]
                season["performances"] = [*others, night]
            elif kind in ("rule_adopted", "rule_suspended", "rule_resumed"):
                change_rule(seasons[body["season_id"]], body, kind)
            elif kind in ("price_changed", "price_kept"):
                season = seasons[body["season_id"]]
                checks += check_price(season, body["posting"], posted, count, wrong)
            elif kind == "quote_offered":
                quote = body["quote"]
                held[quote["id"]] = sum(i["item"]["count"] for i in quote["items"])
            elif kind == "quote_accepted":
                if held[body["quote_id"]] and body["serial_first"] != tickets + 1:
                    wrong.append(f"event {count}: ticket {tickets + 1} is skipped")
                tickets += held[body["quote_id"]]
            elif kind == "items_exchanged":
                for item in body["exchange"]["quote"]["items"]:
                    for serial in item["serials"]:
                        tickets += 1
                        if serial != tickets:
                            wrong.append(f"event {count}: ticket {tickets} is skipped")
    if head != {"sequence": count, "seal": seal.hex()}:
        wrong.append("the file is cut: its last line is not its head")
    wrong += [f"event {n} was known and is not there" for n in heads]
    print(f"{owner}: {count} events, {tickets} tickets, {checks} prices")
    print(f"head {count}:{seal.hex()}")
    return tell(wrong)


def parsed(line: str, number: int) -> dict[str, Any]:
    """Return what a line says; its number is told where it says nothing."""
    try:
        told = json.loads(line)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise ValueError(f"line {number} is not a line of a log")
    return told


def seal_of(before: bytes, owner: str, told: dict[str, Any]) -> bytes:
    """Return the seal of an event: see docs/proof.md."""
    texts = [owner, told["kind"], told["request_id"], told["fingerprint"]]
    counted = [text.encode() for text in texts]
    numbers = [told["sequence"], told["time"], *map(len, counted)]
    line = " ".join(map(str, numbers)).encode() + b"\n"
    content = before + line + b"".join(counted) + told["body"].encode()
    return hashlib.sha256(content).digest()


def change_rule(season: dict[str, Any], body: dict[str, Any], kind: str) -> None:
    """Put a rule that was voted into a season, or take it out."""
    voted = season["voted"]
    if kind == "rule_adopted":
        voted[body["rule_id"]] = body["rule"]
    rules = [r for r in season["rules"] if r["id"] != body["rule_id"]]
    if kind != "rule_suspended" and voted[body["rule_id"]]:
        rules.append(voted[body["rule_id"]])
    season["rules"] = rules


def check_price(
    season: dict[str, Any],
    posting: dict[str, Any],
    posted: dict[str, dict[int, int]],
    event: int,
    wrong: list[str],
) -> int:
    """Hold a posted price to caps, floors and never-falls; return how many prices."""
    night = next(
        p for p in season["performances"] if p["id"] == posting["performance_id"]
    )
    venue = next(v for v in season["venues"] if v["id"] == night["venue_id"])
    prices = {tier["id"]: tier["prices_minor"] for tier in venue["price_tiers"]}
    tiers = posting["category_tiers"] or [posting["tier_id"]] * len(night["capacities"])
    before, key = posted.get(night["id"], {}), night["id"]
    now = {} if posting["before_sale"] else dict(before)
    for place, (tier, seats) in enumerate(zip(tiers, night["capacities"], strict=True)):
        if not tier or not seats:
            continue
        category, price = venue["seat_categories"][place]["id"], prices[tier][place]
        where = f"event {event}: {category} of {night['id']} at {price}"
        for rule in season["rules"]:
            scope = {"production": night["production"], "venue_id": venue["id"]}
            scope["performance_id"] = night["id"]
            if any(rule["scope"][name] not in ("", scope[name]) for name in scope):
                continue
            if rule["kind"] == "price_bounds":
                if rule["seat_category_id"] in ("", category) and not (
                    rule["floor_minor"] <= price <= rule["cap_minor"]
                ):
                    wrong.append(f"{where} breaks {rule['id']}")
            elif rule["kind"] == "never_falls" and price < before.get(place, price):
                wrong.append(f"{where} falls from {before[place]}: {rule['id']}")
        if not posting["before_sale"]:
            now[place] = price
    posted[key] = now
    return len(now)


def tell(wrong: list[str]) -> int:
    """Print what is wrong, and return how the program ends."""
    print("\n".join(wrong) or "nothing is wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1], sys.argv[2:]))
    except (LookupError, OSError, StopIteration, TypeError, ValueError) as fault:
        sys.exit(f"the file is no whole log: {fault!r}")
