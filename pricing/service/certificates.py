"""The method of the GovernanceService that proves what the log says."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from time import sleep

from jauge.pricing.v1 import certificate_pb2 as pb
from pricing.proof.certificate import Certificate, certificate
from pricing.proof.findings import Breach, Place
from pricing.proof.replay import Replay
from pricing.proof.verify import Chain, judged, judged_votes
from pricing.quotes.explain import check_language
from pricing.service.calls import Context
from pricing.service.convert.certificates import (
    certificate_to_proto,
    heads_from_proto,
)
from pricing.service.names import CertificateName
from pricing.store.interface import Store
from pricing.store.seal import Head, SealedRow

# Events taken in one after the other before other threads have their turn.
EVENTS_AT_ONCE = 64


@dataclass
class Proof:
    """The log of an organisation, judged as far as it was read; one at a time."""

    replay: Replay
    chain: Chain
    lock: Lock = field(default_factory=Lock)


class CertificateMethods:
    """Proofs, on the log of a store."""

    _store: Store
    _proofs: dict[str, Proof]

    async def GetCertificate(
        self, request: pb.GetCertificateRequest, context: Context
    ) -> pb.Certificate:
        """Return what the log is found to be, as of now."""
        name = CertificateName.parse(request.name, "name")
        known = heads_from_proto(request)
        language = request.language_code or "en"
        check_language(language)
        # Refuses organisations and seasons that are not there, and reads no log.
        self._store.books(name.organization_id).season(name.season_id)
        found = await asyncio.to_thread(self._proved, name, known)
        return certificate_to_proto(found, name, "fr" if language == "fr" else "en")

    def _proved(self, name: CertificateName, known: Sequence[Head]) -> Certificate:
        owner, store = name.organization_id, self._store
        proof = self._proofs.setdefault(owner, Proof(Replay(owner), Chain(owner)))
        with proof.lock:
            # What is durable by now; a call that comes after its answer sees it.
            rows = self._rows(owner, proof.chain.head.sequence)
            stopped = judged(proof.replay, proof.chain.rows(rows))
            if stopped is not None:
                # The log may be mended: begin anew next time.
                self._proofs.pop(owner, None)
            votes, broken = judged_votes(proof.replay, store.sealed_rows)
            found = [] if stopped is None else [stopped]
            found += broken
            found += self._otherwise(owner, known, proof.chain.head)
            return certificate(
                proof.replay, proof.chain.head, name.season_id, votes, found
            )

    def _rows(self, owner: str, after: int) -> Iterator[SealedRow]:
        """Yield the rows that follow; prices are asked for meanwhile."""
        rows = self._store.sealed_rows(owner, after)
        for number, row in zip(count(1), rows, strict=False):
            yield row
            if number % EVENTS_AT_ONCE == 0:
                sleep(0)

    def _otherwise(
        self, owner: str, known: Sequence[Head], head: Head
    ) -> Iterator[Breach]:
        """Yield the heads that a caller kept and the log does not go through."""
        for each in known:
            at = Place(min(each.sequence, head.sequence), 0)
            if each.sequence > head.sequence:
                yield Breach("cut", at, {"bound": each.sequence})
                continue
            _, seal = next(iter(self._store.sealed_rows(owner, each.sequence - 1)))
            if seal != each.seal:
                yield Breach(
                    "other_head", at, {"seal": seal.hex(), "bound": each.seal.hex()}
                )
