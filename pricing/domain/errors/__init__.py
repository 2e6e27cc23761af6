"""Faults that a caller can act on; anything else that is raised is a bug.

PricingError
├── FieldInvalid          FIELD_INVALID           a value is malformed or out of range
├── FileInvalid           FILE_INVALID            a file does not say what it should
├── NameUnknown           NAME_UNKNOWN            nothing has this name
├── NameTaken             NAME_TAKEN              something else has this name already
├── RequestIdReused       REQUEST_ID_REUSED       same request_id, another body
├── RevisionChanged       REVISION_CHANGED        somebody changed it in between
├── NoActivePlan          NO_ACTIVE_PLAN          the season has no price plan yet
├── PerformanceClosed     PERFORMANCE_CLOSED      not on sale now
├── SeatsExhausted        SEATS_EXHAUSTED         fewer seats left than asked for
├── QuotaExhausted        QUOTA_EXHAUSTED         a channel's or tariff's quota is full
├── BudgetExhausted       BUDGET_EXHAUSTED        a solidarity budget is used up
├── NotOnOffer            NOT_ON_OFFER            a tariff, card or pack is not sold now
├── EvidenceMissing       EVIDENCE_MISSING        the tariff asks for evidence
├── VoucherInvalid        VOUCHER_INVALID         nobody issued it, or not for this
├── VoucherExpired        VOUCHER_EXPIRED         it was valid until then
├── VoucherUsed           VOUCHER_USED            it is used, or held, already
├── QuoteNotOpen          QUOTE_NOT_OPEN          the quote is no longer on offer
├── TicketsNotHeld        TICKETS_NOT_HELD        they were not sold, or given back
├── NotRefundable         NOT_REFUNDABLE          tickets are not taken back now
├── GiftKept              GIFT_KEPT               a gift to a fund stays given
├── PriceExceeded         PRICE_EXCEEDED          it costs more than the caller allows
├── InventoryElsewhere    INVENTORY_ELSEWHERE     the platform owns the seats
├── ConstraintsInfeasible CONSTRAINTS_INFEASIBLE  the rules cannot all hold
├── NotAMember            NOT_A_MEMBER            who votes is no member
├── NotAdmitted           NOT_ADMITTED            not invited, nor voted in
├── VoteClosed            VOTE_CLOSED             votes are not taken now
├── VoteCast              VOTE_CAST               the member voted already
├── CapUnderSolidarity    CAP_UNDER_SOLIDARITY    a cap under a reduced price
├── RuleVoted             RULE_VOTED              members voted the rule
├── NoForecast            NO_FORECAST             the season has no forecast yet
├── SolverFailed          SOLVER_FAILED           no solution within the limits
├── Cancelled             CANCELLED               the work was called off
├── QueueFull             QUEUE_FULL              too much work is waiting
├── TokenInvalid          TOKEN_INVALID           no token, or one that is not valid
├── RoleMissing           ROLE_MISSING            the token is not for this
├── OrganizationForeign   ORGANIZATION_FOREIGN    the token is another organisation's
├── RateExceeded          RATE_EXCEEDED           this caller asks too often
├── HoldsExceeded         HOLDS_EXCEEDED          this caller holds too many seats
└── StoreUnavailable      STORE_UNAVAILABLE       the books cannot be written now
"""

from pricing.domain.errors.access import (
    HoldsExceeded,
    OrganizationForeign,
    RateExceeded,
    RoleMissing,
    TokenInvalid,
)
from pricing.domain.errors.base import (
    FieldInvalid,
    FileInvalid,
    NameTaken,
    NameUnknown,
    PricingError,
    RequestIdReused,
    RevisionChanged,
)
from pricing.domain.errors.funds import GiftKept
from pricing.domain.errors.governance import (
    CapUnderSolidarity,
    NotAdmitted,
    NotAMember,
    RuleVoted,
    VoteCast,
    VoteClosed,
)
from pricing.domain.errors.selling import (
    BudgetExhausted,
    EvidenceMissing,
    InventoryElsewhere,
    NoActivePlan,
    NotOnOffer,
    NotRefundable,
    PerformanceClosed,
    PriceExceeded,
    QuotaExhausted,
    QuoteNotOpen,
    SeatsExhausted,
    TicketsNotHeld,
)
from pricing.domain.errors.vouchers import VoucherExpired, VoucherInvalid, VoucherUsed
from pricing.domain.errors.work import (
    Cancelled,
    ConstraintsInfeasible,
    NoForecast,
    QueueFull,
    SolverFailed,
    StoreUnavailable,
)

__all__ = [
    "BudgetExhausted",
    "Cancelled",
    "CapUnderSolidarity",
    "ConstraintsInfeasible",
    "EvidenceMissing",
    "FieldInvalid",
    "FileInvalid",
    "GiftKept",
    "HoldsExceeded",
    "InventoryElsewhere",
    "NameTaken",
    "NameUnknown",
    "NoActivePlan",
    "NoForecast",
    "NotAMember",
    "NotAdmitted",
    "NotOnOffer",
    "NotRefundable",
    "OrganizationForeign",
    "PerformanceClosed",
    "PriceExceeded",
    "PricingError",
    "QueueFull",
    "QuotaExhausted",
    "QuoteNotOpen",
    "RateExceeded",
    "RequestIdReused",
    "RevisionChanged",
    "RoleMissing",
    "RuleVoted",
    "SeatsExhausted",
    "SolverFailed",
    "StoreUnavailable",
    "TicketsNotHeld",
    "TokenInvalid",
    "VoteCast",
    "VoteClosed",
    "VoucherExpired",
    "VoucherInvalid",
    "VoucherUsed",
]
