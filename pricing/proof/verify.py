"""A log read, held to its seals and to known heads, and judged: ``jauge verify``."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from pricing.domain.errors import StoreUnavailable
from pricing.proof.certificate import Certificate, broken_chain, certificate
from pricing.proof.findings import Breach, Place
from pricing.proof.replay import Replay
from pricing.proof.votes import VoteReplay
from pricing.store.seal import Head, Row, SealedRow, broken, held

# Of how many events were looked at.
Progress = Callable[[int], None]
# From the key of a cooperative, its log; None where it is not at hand.
LogOf = Callable[[str], Iterable[SealedRow] | None]
# After how many events it is told.
EVENTS_A_STEP = 10_000


@dataclass
class Chain:
    """The seals of a log, held to what follows and to heads that somebody kept."""

    organization_id: str
    known: Mapping[int, bytes] = field(default_factory=dict)
    head: Head = field(default_factory=Head)

    def rows(self, found: Iterable[SealedRow]) -> Iterator[Row]:
        """Yield rows that bear out their seals; the head is known at the end.

        Raises
        ------
        StoreUnavailable
            Where one does not, or is not the one that somebody kept.
        """
        row, seal = None, self.head.seal
        try:
            for row, seal in held(self.organization_id, self.head, found):
                if row[0] in self.known and self.known[row[0]] != seal:
                    kept = self.known[row[0]].hex()
                    why = f"its seal is {seal.hex()}, where {kept} was kept"
                    raise broken(self.organization_id, row[0], why)
                yield row
        finally:
            if row is not None:
                self.head = Head(row[0], seal)

    def cut(self) -> Iterator[Breach]:
        """Yield a breach for each head that was kept and that the log is short of."""
        for sequence in sorted(self.known):
            if sequence > self.head.sequence:
                at = Place(self.head.sequence, 0)
                yield Breach("cut", at, {"bound": sequence})


def judged(
    replay: Replay | VoteReplay, rows: Iterable[Row], progress: Progress | None = None
) -> Breach | None:
    """Judge rows one after the other; return what stopped it, None at the end."""
    try:
        take, rest = replay.take, iter(rows)
        while True:
            before = replay.sequence
            for row in islice(rest, EVENTS_A_STEP):
                take(row)
            if replay.sequence == before:
                return None
            if progress is not None:
                progress(replay.sequence)
    except StoreUnavailable as fault:
        return broken_chain(replay.sequence, fault.metadata["why"])
    except ValueError as fault:
        return broken_chain(replay.sequence, " ".join(str(fault).split()))


def verify(
    organization_id: str,
    rows: Iterable[SealedRow],
    *,
    season_id: str = "",
    known: Iterable[Head] = (),
    log_of: LogOf | None = None,
    progress: Progress | None = None,
) -> Certificate:
    """Return what a log is found to be.

    Parameters
    ----------
    organization_id : whose log it is
    rows : all of it, with seals
    season_id : to tell of this season alone
    known : heads that somebody kept: the log must go through them
    log_of : from the key of a cooperative, its log, None where it is not at hand
    progress : told now and then how many events were looked at

    Raises
    ------
    NameUnknown
        When there is no such season.
    """
    chain = Chain(organization_id, {head.sequence: head.seal for head in known})
    return proved(
        organization_id,
        chain.rows(rows),
        lambda: (chain.head, list(chain.cut())),
        season_id=season_id,
        log_of=log_of,
        progress=progress,
    )


def proved(
    organization_id: str,
    rows: Iterable[Row],
    ended: Callable[[], tuple[Head, list[Breach]]],
    *,
    season_id: str = "",
    log_of: LogOf | None = None,
    progress: Progress | None = None,
) -> Certificate:
    """Return what rows are found to be whose seals are followed elsewhere.

    ``ended`` is asked at the end for the head, and for what is wrong with the seals.
    """
    replay = Replay(organization_id)
    was_on = gc.isenabled()
    # What is kept has no cycles: looking for some would take a third of the time.
    gc.disable()
    try:
        stopped = judged(replay, rows, progress)
        head, found = ended()
        if stopped is not None:
            # What stopped it may be what is wrong with the seals, or come of it.
            found = found or [stopped]
            found = [stopped] if found[0].kind == "cut" else found
        votes, broken_votes = judged_votes(replay, log_of)
        return certificate(replay, head, season_id, votes, [*found, *broken_votes])
    finally:
        if was_on:
            gc.enable()


def judged_votes(
    replay: Replay, log_of: LogOf | None
) -> tuple[list[tuple[VoteReplay, Head]], list[Breach]]:
    """Judge the logs of the cooperatives whose votes a log carries out."""
    found: list[tuple[VoteReplay, Head]] = []
    breaches = []
    for key in sorted({each.cooperative for each in replay.events.adoptions}):
        rows = None if log_of is None else log_of(key)
        if rows is not None:
            chain, proof = Chain(key), VoteReplay(key)
            stopped = judged(proof, chain.rows(rows))
            breaches += [] if stopped is None else [stopped]
            found.append((proof, chain.head))
    return found, breaches
