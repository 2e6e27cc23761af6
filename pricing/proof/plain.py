"""A certificate as plain data, for JSON: amounts in minor units, times in UTC."""

from typing import Any

from pricing.proof.certificate import Certificate, SeasonRecord
from pricing.proof.findings import Breach, Finding, Place
from pricing.proof.words import moment, said

FORMAT = "jauge-certificate"
VERSION = 1


def plain(of: Certificate, language: str = "en") -> dict[str, Any]:
    """Return a certificate as what JSON can say."""
    seasons = {record.season.id: record.season for record in of.seasons}

    def told(breach: Breach) -> dict[str, Any]:
        season = seasons.get(breach.at.season_id)
        return {
            "kind": breach.kind,
            "rule": breach.rule_id,
            **_place(breach.at),
            "numbers": dict(breach.numbers),
            "message": said(breach, season, language),
        }

    return {
        "format": FORMAT,
        "version": VERSION,
        "organization": of.organization_id,
        "sound": of.sound,
        "head": {"sequence": of.head.sequence, "seal": of.head.seal.hex()},
        "time": moment(of.time),
        "last_serial": of.last_serial,
        "prices_of_offers": of.price_check_count,
        "seasons": [_season(record) for record in of.seasons],
        "votes": [
            {
                "cooperative": each.key,
                "head": {"sequence": each.head.sequence, "seal": each.head.seal.hex()},
                "votes": each.vote_count,
                "closed": each.closed_count,
            }
            for each in of.votes
        ],
        "votes_not_read": list(of.unread),
        "adoptions": of.adoption_count,
        "suspensions": [
            {"rule": each.rule_id, "reason": each.reason, **_place(each.at)}
            for each in of.suspensions
        ],
        "breach_count": of.breach_count,
        "breaches": [told(breach) for breach in of.breaches],
    }


def _season(record: SeasonRecord) -> dict[str, Any]:
    return {
        "season": record.season.id,
        "state": "over" if record.over else "in progress",
        "currency": record.season.currency_code,
        "prices_posted": record.posted_count,
        "prices_changed": record.change_count,
        "offers": record.offer_count,
        "sales": record.sale_count,
        "seats_sold": record.seats_sold,
        "seats_returned": record.seats_returned,
        "seats_told": record.seats_told,
        "rules": [_rule(finding) for finding in record.rules],
    }


def _rule(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule_id,
        "kind": finding.kind,
        "since": "" if finding.since is None else moment(finding.since),
        "until": "" if finding.until is None else moment(finding.until),
        "proposal": finding.proposal,
        "checks": finding.checked,
        "breaches": finding.breach_count,
        "held": finding.held,
        "standing": finding.standing or "final",
        "amount": finding.amount,
        "tightest": [
            {"unit": margin.unit, "room": margin.amount, **_place(margin.at)}
            for margin in finding.margins.values()
        ],
    }


def _place(at: Place) -> dict[str, Any]:
    return {
        "sequence": at.sequence,
        "time": moment(at.time) if at.time else "",
        "season": at.season_id,
        "performance": at.performance_id,
        "category": at.seat_category_id,
    }
