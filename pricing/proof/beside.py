"""A long log judged by two processes: one follows the seals, the other the rules."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from operator import itemgetter

from pricing.domain.errors import StoreUnavailable
from pricing.proof.certificate import Certificate, broken_chain
from pricing.proof.findings import Breach
from pricing.proof.verify import Chain, Progress, proved, verify
from pricing.store.address import LogReader, open_reader
from pricing.store.seal import Head, Row, SealedRow

# Shorter logs are read by this process alone.
EVENTS_BESIDE_MIN = 100_000


def verify_store(
    address: str,
    organization_id: str,
    *,
    season_id: str = "",
    known: Iterable[Head] = (),
    progress: Progress | None = None,
    beside_min: int = EVENTS_BESIDE_MIN,
) -> Certificate:
    """Return what the log of an organisation in a store is found to be.

    It is read up to where it ends now: others may go on writing.

    Raises
    ------
    NameUnknown
        When there is no such season.
    StoreUnavailable
        When the store cannot be read.
    """
    log = open_reader(address)
    try:
        head = log.head(organization_id)
        rows = _up_to(log.sealed_rows(organization_id), head.sequence)
        if head.sequence < beside_min:
            return verify(
                organization_id, rows, season_id=season_id, known=known,
                log_of=lambda key: _votes(log, key), progress=progress,
            )  # fmt: skip
        seals = {each.sequence: each.seal for each in known}
        with _chain_beside(address, organization_id, head, seals) as chain:
            return proved(
                organization_id, _plain(rows), lambda: _ended(chain, seals),
                season_id=season_id, log_of=lambda key: _votes(log, key),
                progress=progress,
            )  # fmt: skip
    finally:
        log.close()


def _votes(log: LogReader, key: str) -> Iterator[SealedRow] | None:
    return log.sealed_rows(key) if key in log.organizations() else None


def _up_to(rows: Iterator[SealedRow], last: int) -> Iterator[SealedRow]:
    # Rows follow each other, or are found out: so many of them.
    return islice(rows, last)


def _plain(rows: Iterable[SealedRow]) -> Iterator[Row]:
    return map(itemgetter(0), rows)


@contextmanager
def _chain_beside(
    address: str, organization_id: str, head: Head, known: Mapping[int, bytes]
) -> Iterator[Future[tuple[Head, str]]]:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        yield pool.submit(follow, address, organization_id, head, known)


def follow(
    address: str, organization_id: str, head: Head, known: Mapping[int, bytes]
) -> tuple[Head, str]:
    """Return where a log leads by its seals, and what is wrong with it, if anything."""
    log = open_reader(address)
    chain = Chain(organization_id, known)
    try:
        for _ in chain.rows(_up_to(log.sealed_rows(organization_id), head.sequence)):
            pass
    except StoreUnavailable as fault:
        return chain.head, fault.metadata["why"]
    finally:
        log.close()
    return chain.head, ""


def _ended(
    chain: Future[tuple[Head, str]], known: Mapping[int, bytes]
) -> tuple[Head, list[Breach]]:
    head, why = chain.result()
    if why:
        return head, [broken_chain(head.sequence, why)]
    return head, list(Chain("", known, head).cut())
