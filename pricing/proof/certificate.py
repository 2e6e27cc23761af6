"""What a proof comes to: a certificate, or the breaches with their numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pricing.domain.season import Season
from pricing.proof.findings import Breach, Finding, Findings, Place
from pricing.proof.replay import Replay
from pricing.proof.season_events import Suspension
from pricing.proof.season_proof import SeasonProof
from pricing.proof.season_state import micros
from pricing.proof.sums import judge_sums
from pricing.proof.votes import VoteReplay, judge_adoptions
from pricing.quotes.on_sale import find
from pricing.store.seal import Head


@dataclass(frozen=True, slots=True)
class SeasonRecord:
    """What was counted of one season."""

    season: Season
    # Whether all its performances have begun or were cancelled.
    over: bool
    # Prices posted for performances, and how many of them changed another.
    posted_count: int
    change_count: int
    offer_count: int
    sale_count: int
    seats_sold: int
    seats_returned: int
    # Sold by a platform that owns the seats, at prices of its own telling.
    seats_told: int
    rules: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class VoteRecord:
    """What was counted of one cooperative."""

    key: str
    head: Head
    vote_count: int
    closed_count: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a log was found to be, up to its head."""

    organization_id: str
    head: Head
    # Microseconds since 1970, of the last event.
    time: int
    seasons: tuple[SeasonRecord, ...]
    # Of all seasons of the organisation, without a gap.
    last_serial: int
    price_check_count: int
    breaches: tuple[Breach, ...]
    # More than are listed where there are very many.
    breach_count: int
    suspensions: tuple[Suspension, ...] = ()
    adoption_count: int = 0
    # Cooperatives whose logs were read beside; adoptions of others are not held to
    # what was voted.
    votes: tuple[VoteRecord, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether everything was kept to."""
        return not self.breach_count


def certificate(
    replay: Replay,
    head: Head,
    season_id: str = "",
    votes: Sequence[tuple[VoteReplay, Head]] = (),
    before: Iterable[Breach] = (),
) -> Certificate:
    """Return what a log was found to be; what it comes to so far is judged here.

    Parameters
    ----------
    replay : all events up to the head
    head : of the organisation's log
    season_id : to tell of this season alone; "" for all
    votes : the logs of cooperatives that were read beside, and where they end
    before : breaches that were found otherwise

    Raises
    ------
    NameUnknown
        When there is no such season.
    """
    if season_id:
        find("season", season_id, replay.seasons)
    found = replay.findings.copy()
    for breach in before:
        found.add(breach)
    chosen = {
        name: proof for name, proof in replay.seasons.items() if season_id in ("", name)
    }
    for proof in chosen.values():
        judge_sums(proof, found, replay.sequence, replay.time)
    unread = _judge_votes(replay, [proof for proof, _ in votes], found)
    # What is of no season is of all.
    breaches = [
        b for b in found.breaches if season_id in ("", b.at.season_id or season_id)
    ]
    count = found.breach_count if not season_id else len(breaches)
    return Certificate(
        organization_id=replay.organization_id,
        head=head,
        time=replay.time,
        seasons=tuple(_record(p, found, replay) for p in chosen.values()),
        last_serial=replay.quotes.last_serial,
        price_check_count=sum(each.price_count for each in replay.seasons.values()),
        breaches=tuple(breaches),
        breach_count=count,
        suspensions=tuple(replay.events.suspensions),
        adoption_count=len(replay.events.adoptions),
        votes=tuple(
            VoteRecord(each.key, at, each.vote_count, each.closed_count)
            for each, at in votes
        ),
        unread=unread,
    )


def _judge_votes(
    replay: Replay, votes: Sequence[VoteReplay], to: Findings
) -> tuple[str, ...]:
    """Hold adoptions to the votes that were read; return cooperatives that were not."""
    adoptions = replay.events.adoptions
    for proof in votes:
        for breach in proof.findings.breaches:
            to.add(breach)
        mine = [each for each in adoptions if each.cooperative == proof.key]
        judge_adoptions(replay.organization_id, mine, proof.decided, to)
    named = {each.cooperative for each in adoptions}
    return tuple(sorted(named - {each.key for each in votes}))


def _record(proof: SeasonProof, found: Findings, replay: Replay) -> SeasonRecord:
    state, now = proof.state, replay.time
    rules = [
        each for (name, _), each in found.by_rule.items() if name == state.season.id
    ]
    adopted = {
        each.rule: each.proposal
        for each in replay.events.adoptions
        if each.at.season_id == state.season.id
    }
    for each in rules:
        if each.rule is not None:
            each.since, each.until = state.held_from(each.rule)
            each.proposal = adopted.get(each.rule, "")
    order = {rule.id: place for place, rule in enumerate(state.season.rules)}
    rules.sort(
        key=lambda e: (order.get(e.rule_id, len(order)), e.rule_id, e.since or 0)
    )
    over = all(
        micros(p.starts_at) <= now or p.id in state.cancelled
        for p in state.season.performances
    )
    return SeasonRecord(
        season=state.season,
        over=over,
        posted_count=proof.posted.count,
        change_count=proof.posted.changes,
        offer_count=proof.offer_count,
        sale_count=proof.sale_count,
        seats_sold=proof.seats_sold,
        seats_returned=proof.seats_returned,
        seats_told=proof.seats_told,
        rules=tuple(rules),
    )


def broken_chain(sequence: int, why: str) -> Breach:
    """Return the breach of a log that is not what was sealed, or does not follow."""
    return Breach("damaged", Place(sequence, 0), {"why": why})
