import copy
import inspect
import pickle
import re
from datetime import UTC, datetime

import pytest
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo

from jauge.pricing.v1.error_reason_pb2 import ErrorReason
from pricing.domain import errors
from pricing.domain.errors import PricingError
from pricing.service.errors import CODE_OF, DOMAIN, status_of, trailers
from tests.service.test_proto_comments import ROOT

FAULTS = {
    errors.FieldInvalid: errors.FieldInvalid("quote.items[0].count", "0 is too few"),
    errors.FileInvalid: errors.FileInvalid("h.csv", "expected a date", 7, "starts_at"),
    errors.NameUnknown: errors.NameUnknown("season", "autumn", ["spring"]),
    errors.NameTaken: errors.NameTaken("season", "autumn"),
    errors.RequestIdReused: errors.RequestIdReused("r1"),
    errors.RevisionChanged: errors.RevisionChanged("season 'autumn'", "1", "2"),
    errors.NoActivePlan: errors.NoActivePlan("autumn"),
    errors.PerformanceClosed: errors.PerformanceClosed("night-1", "it began"),
    errors.SeatsExhausted: errors.SeatsExhausted("night-1", "front", 3, 2),
    errors.QuotaExhausted: errors.QuotaExhausted("night-1", "channel", "web", 3, 2),
    errors.BudgetExhausted: errors.BudgetExhausted("fund", "40.00 EUR", "10.00 EUR"),
    errors.NotOnOffer: errors.NotOnOffer("tariff", "few", "it was sold until noon"),
    errors.EvidenceMissing: errors.EvidenceMissing("solidarity", "evidence"),
    errors.VoucherInvalid: errors.VoucherInvalid("v", "it was altered"),
    errors.VoucherExpired: errors.VoucherExpired(
        "v", datetime(2026, 11, 22, tzinfo=UTC)
    ),
    errors.VoucherUsed: errors.VoucherUsed("v", "used"),
    errors.QuoteNotOpen: errors.QuoteNotOpen("q1", "expired"),
    errors.TicketsNotHeld: errors.TicketsNotHeld("q1", 3, 2, "2 are held"),
    errors.NotRefundable: errors.NotRefundable("night-1", "full", ""),
    errors.GiftKept: errors.GiftKept("q1", 0, "it stays given"),
    errors.PriceExceeded: errors.PriceExceeded("42.00 EUR", "40.00 EUR"),
    errors.InventoryElsewhere: errors.InventoryElsewhere("autumn"),
    errors.ConstraintsInfeasible: errors.ConstraintsInfeasible(["a", "b"], "why"),
    errors.NotAMember: errors.NotAMember("m1", "a/b"),
    errors.NotAdmitted: errors.NotAdmitted("studio", "a/b"),
    errors.VoteClosed: errors.VoteClosed("a/b", "adopted", "noon"),
    errors.VoteCast: errors.VoteCast("a/b", "m1"),
    errors.CapUnderSolidarity: errors.CapUnderSolidarity(
        "cap", "4.00 EUR", "5.00 EUR", "few"
    ),
    errors.RuleVoted: errors.RuleVoted("autumn", "cap", "a/b"),
    errors.NoForecast: errors.NoForecast("autumn"),
    errors.SolverFailed: errors.SolverFailed("a time limit"),
    errors.Cancelled: errors.Cancelled("the job"),
    errors.QueueFull: errors.QueueFull(50, 50),
    errors.TokenInvalid: errors.TokenInvalid("the call has no token"),
    errors.RoleMissing: errors.RoleMissing("A/B", "rules", ["admin"]),
    errors.OrganizationForeign: errors.OrganizationForeign("name", "a/b", "a/c"),
    errors.RateExceeded: errors.RateExceeded(1.25),
    errors.HoldsExceeded: errors.HoldsExceeded(2, 99, 100),
    errors.StoreUnavailable: errors.StoreUnavailable("the disk is full"),
}


def leaves(kind):
    below = kind.__subclasses__()
    return {kind} if not below else {leaf for each in below for leaf in leaves(each)}


def details(fault):
    found = {}
    for packed in status_of(fault).details:
        for kind in (ErrorInfo, BadRequest, RetryInfo):
            if packed.Is(kind.DESCRIPTOR):
                found[kind] = kind()
                packed.Unpack(found[kind])
    return found


def test_the_fault_tree_the_status_table_and_the_enum_agree():
    reasons = {f"ERROR_REASON_{leaf.reason}" for leaf in leaves(PricingError)}
    assert set(CODE_OF) == leaves(PricingError) == set(FAULTS)
    assert reasons == set(ErrorReason.keys()) - {"ERROR_REASON_UNSPECIFIED"}


def test_the_tree_drawn_in_the_module_is_the_tree():
    drawn = re.findall(r"── (\w+) +([A-Z_]+)", inspect.getdoc(errors) or "")
    assert dict(drawn) == {leaf.__name__: leaf.reason for leaf in leaves(PricingError)}


@pytest.mark.parametrize("kind", FAULTS, ids=lambda kind: kind.__name__)
def test_the_comment_of_a_reason_names_its_code_and_its_metadata(kind):
    text = (ROOT / "error_reason.proto").read_text()
    comment = re.search(rf"((?:  //[^\n]*\n)+)  ERROR_REASON_{kind.reason} =", text)
    assert comment is not None
    said = " ".join(comment[1].replace("//", " ").split())
    assert f"`{CODE_OF[kind].name}`" in said
    keys = re.search(r"Metadata: ([a-z_, ]+)\.", said)
    assert keys is not None
    assert set(keys[1].split(", ")) == set(FAULTS[kind].metadata)


@pytest.mark.parametrize("kind", FAULTS, ids=lambda kind: kind.__name__)
def test_every_fault_carries_its_reason_and_its_numbers(kind):
    fault = FAULTS[kind]
    status, info = status_of(fault), details(fault)[ErrorInfo]
    assert status.code == CODE_OF[kind].value[0]
    assert status.message == fault.message
    assert (info.reason, info.domain) == (kind.reason, DOMAIN)
    assert dict(info.metadata) == fault.metadata


def test_a_malformed_field_is_named_in_bad_request():
    (violation,) = details(FAULTS[errors.FieldInvalid])[BadRequest].field_violations
    assert violation.field == "quote.items[0].count"
    assert violation.description == "0 is too few"


def test_missing_evidence_names_the_item_that_lacks_it():
    fault = errors.EvidenceMissing("solidarity", "it", "quote.items[1].evidence")
    (violation,) = details(fault)[BadRequest].field_violations
    assert violation.field == "quote.items[1].evidence"
    assert "asks for it" in violation.description
    assert BadRequest not in details(FAULTS[errors.EvidenceMissing])


@pytest.mark.parametrize(
    "kind",
    [
        errors.QueueFull,
        errors.RateExceeded,
        errors.HoldsExceeded,
        errors.StoreUnavailable,
    ],
)
def test_where_trying_again_helps_the_status_says_when(kind):
    assert details(FAULTS[kind])[RetryInfo].retry_delay.seconds >= 1


def test_a_long_fault_still_fits_into_the_trailers():
    fault = errors.NameUnknown("season", "é" * 5000, ["x" * 60] * 500)
    assert len(trailers(status_of(fault))[0][1]) < 6000


def test_a_fault_that_somebody_has_to_mend_advises_no_retry():
    fault = errors.StoreUnavailable("the log is damaged", lasting=True)
    assert RetryInfo not in details(fault)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=lambda fault: fault.reason)
@pytest.mark.parametrize("copied", [copy.copy, lambda f: pickle.loads(pickle.dumps(f))])
def test_a_copy_of_a_fault_says_all_that_it_said(fault, copied):
    # Each caller of a group that was not kept gets one; jobs send theirs.
    again = copied(fault)
    assert vars(again) == vars(fault)
    assert (type(again), str(again)) == (type(fault), str(fault))
    assert status_of(again) == status_of(fault)
