"""Certificates as messages."""

from jauge.pricing.v1 import certificate_pb2 as pb
from pricing.constraints.explain import Language, sentence
from pricing.domain.errors import FieldInvalid
from pricing.proof.certificate import Certificate, SeasonRecord
from pricing.proof.findings import Finding
from pricing.proof.words import page, said
from pricing.service.names import CertificateName
from pricing.store.seal import SEAL_BYTES, Head

KNOWN_HEADS_MAX = 100


def certificate_to_proto(
    of: Certificate, name: CertificateName, language: Language
) -> pb.Certificate:
    """Return the certificate of one season."""
    (record,) = of.seasons
    message = pb.Certificate(
        name=str(name),
        sound=of.sound,
        head=head_to_proto(of.head),
        over=record.over,
        posted_price_count=record.posted_count,
        changed_price_count=record.change_count,
        reckoned_price_count=of.price_check_count,
        sale_count=record.sale_count,
        sold_seat_count=record.seats_sold,
        returned_seat_count=record.seats_returned,
        last_serial=of.last_serial,
        rules=[_rule(each, record, name, language) for each in record.rules],
        breaches=[
            pb.RuleBreach(
                kind=each.kind,
                rule_id=each.rule_id,
                sequence=each.at.sequence,
                message=said(each, record.season, language),
            )
            for each in of.breaches
        ],
        breach_count=of.breach_count,
        votes=[
            pb.VoteFinding(
                cooperative=each.key,
                vote_count=each.vote_count,
                closed_proposal_count=each.closed_count,
                head=head_to_proto(each.head),
            )
            for each in of.votes
        ],
        lines=page(of, language),
    )
    message.log_time.FromMicroseconds(of.time)
    return message


def _rule(
    finding: Finding, record: SeasonRecord, name: CertificateName, language: Language
) -> pb.RuleFinding:
    rule = finding.rule
    message = pb.RuleFinding(
        rule_id=finding.rule_id,
        kind=finding.kind,
        check_count=finding.checked,
        breach_count=finding.breach_count,
        margins=[
            pb.RuleMargin(
                unit=each.unit,
                room=each.amount,
                sequence=each.at.sequence,
                performance=f"{name.season}/performances/{each.at.performance_id}"
                if each.at.performance_id
                else "",
                seat_category_id=each.at.seat_category_id,
            )
            for each in finding.margins.values()
        ],
        proposal=finding.proposal,
        so_far=finding.standing == "so far",
        sentence="" if rule is None else sentence(rule, record.season, language),
    )
    if finding.since is not None:
        message.start_time.FromMicroseconds(finding.since)
    if finding.until is not None:
        message.end_time.FromMicroseconds(finding.until)
    return message


def head_to_proto(head: Head) -> pb.LogHead:
    """Return where a log ends."""
    return pb.LogHead(sequence=head.sequence, seal=head.seal)


def heads_from_proto(request: pb.GetCertificateRequest) -> list[Head]:
    """Return the heads that a caller kept.

    Raises
    ------
    FieldInvalid
        Where one is none, or there are too many.
    """
    if len(request.known_heads) > KNOWN_HEADS_MAX:
        raise FieldInvalid("known_heads", f"Expected at most {KNOWN_HEADS_MAX}.")
    for place, each in enumerate(request.known_heads):
        if each.sequence < 1 or len(each.seal) != SEAL_BYTES:
            raise FieldInvalid(
                f"known_heads[{place}]",
                f"Expected an event from 1 on and the {SEAL_BYTES} bytes of its seal.",
            )
    return [Head(each.sequence, each.seal) for each in request.known_heads]
