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

from collections.abc import Sequence
from typing import ClassVar


class PricingError(Exception):
    """A fault with a stable reason, and the numbers in its message as metadata."""

    reason: ClassVar[str]

    def __init__(self, message: str, **metadata: str) -> None:
        super().__init__(message)
        self.message = message
        self.metadata = metadata

    def __reduce__(self) -> tuple[object, ...]:
        # Jobs raise in worker processes: keep the type and all that it says.
        return (_restore, (type(self), self.message, vars(self)))


def _restore(
    kind: type[PricingError], message: str, said: dict[str, object]
) -> PricingError:
    fault = kind.__new__(kind)
    Exception.__init__(fault, message)
    vars(fault).update(said)
    return fault


class FieldInvalid(PricingError):
    """A value is malformed or out of range."""

    reason = "FIELD_INVALID"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}", field=field, description=message)


class FileInvalid(PricingError):
    """A file does not say what it should; nothing of it was taken."""

    reason = "FILE_INVALID"

    def __init__(
        self,
        file: str,
        message: str,
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        place = "".join(
            [file, f":{line}" if line else "", f": {column}" if column else ""]
        )
        super().__init__(
            f"{place}: {message}", file=file, line=str(line or ""), column=column or ""
        )


class NameUnknown(PricingError):
    """Nothing has this name."""

    reason = "NAME_UNKNOWN"

    def __init__(self, kind: str, name: str, known: Sequence[str] = ()) -> None:
        more = f" and {len(known) - 10} more" if len(known) > 10 else ""
        hint = f"; known: {', '.join(list(known)[:10])}{more}" if known else ""
        super().__init__(f"no {kind} {name!r}{hint}.", kind=kind, name=name)


class NameTaken(PricingError):
    """Something else has this name already."""

    reason = "NAME_TAKEN"

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(
            f"{kind} {name!r} exists already; choose another id or update it.",
            kind=kind,
            name=name,
        )


class RequestIdReused(PricingError):
    """The same request_id came with another body."""

    reason = "REQUEST_ID_REUSED"

    def __init__(self, request_id: str) -> None:
        super().__init__(
            f"request_id {request_id!r} was used for another request; make a new one.",
            request_id=request_id,
        )


class RevisionChanged(PricingError):
    """Somebody changed the thing between reading and writing it."""

    reason = "REVISION_CHANGED"

    def __init__(self, kind: str, expected: str, found: str) -> None:
        super().__init__(
            f"{kind} is at {found!r}, not {expected!r}; read it again and retry.",
            kind=kind,
            expected=expected,
            found=found,
        )


class NoActivePlan(PricingError):
    """The season has no price plan in force."""

    reason = "NO_ACTIVE_PLAN"

    def __init__(self, season_id: str) -> None:
        super().__init__(
            f"season {season_id!r} has no active price plan; optimise it and "
            "activate the plan.",
            season_id=season_id,
        )


class PerformanceClosed(PricingError):
    """The performance is not on sale now."""

    reason = "PERFORMANCE_CLOSED"

    def __init__(self, performance_id: str, why: str) -> None:
        super().__init__(
            f"performance {performance_id!r} is not on sale: {why}.",
            performance=performance_id,
            why=why,
        )


class SeatsExhausted(PricingError):
    """Fewer seats are left in the category than were asked for."""

    reason = "SEATS_EXHAUSTED"

    def __init__(
        self, performance_id: str, seat_category_id: str, wanted: int, left: int
    ) -> None:
        super().__init__(
            f"{wanted} seats wanted in {seat_category_id!r} of {performance_id!r}, "
            f"{left} left; ask for fewer seats or another category.",
            performance=performance_id,
            seat_category_id=seat_category_id,
            seats_wanted=str(wanted),
            seats_left=str(left),
        )


class QuotaExhausted(PricingError):
    """A channel's or a tariff's quota has less room than was asked for."""

    reason = "QUOTA_EXHAUSTED"

    def __init__(
        self, performance_id: str, kind: str, quota_id: str, wanted: int, left: int
    ) -> None:
        super().__init__(
            f"{wanted} seats wanted for {performance_id!r}, {left} left in the quota "
            f"of {kind} {quota_id!r}; ask for fewer or use another {kind}.",
            performance=performance_id,
            kind=kind,
            quota_id=quota_id,
            seats_wanted=str(wanted),
            seats_left=str(left),
        )


class BudgetExhausted(PricingError):
    """A solidarity budget does not pay for the reductions that were asked for."""

    reason = "BUDGET_EXHAUSTED"

    def __init__(self, rule_id: str, wanted: str, left: str) -> None:
        super().__init__(
            f"reductions of {wanted} wanted on solidarity tariffs, {left} left in "
            f"the budget {rule_id!r}; ask for fewer seats or another tariff.",
            rule_id=rule_id,
            wanted=wanted,
            left=left,
        )


class NotOnOffer(PricingError):
    """A tariff, card, pool or pack is not sold now, or not for this performance."""

    reason = "NOT_ON_OFFER"

    def __init__(self, kind: str, offer_id: str, why: str) -> None:
        super().__init__(
            f"{kind} {offer_id!r} is not on offer: {why}.",
            kind=kind,
            offer_id=offer_id,
            why=why,
        )


class EvidenceMissing(PricingError):
    """The tariff asks for evidence that the request does not assert."""

    reason = "EVIDENCE_MISSING"

    # Where in the request the evidence belongs, if that is known.
    field: str = ""

    def __init__(self, tariff_id: str, wanted: str, field: str = "") -> None:
        super().__init__(
            f"tariff {tariff_id!r} asks for {wanted}; assert it or choose another "
            "tariff.",
            tariff_id=tariff_id,
            wanted=wanted,
        )
        self.field = field


class QuoteNotOpen(PricingError):
    """The quote is no longer on offer."""

    reason = "QUOTE_NOT_OPEN"

    def __init__(self, quote_id: str, state: str) -> None:
        super().__init__(
            f"quote {quote_id!r} is {state}; ask for a new quote.",
            quote=quote_id,
            state=state,
        )


class TicketsNotHeld(PricingError):
    """Tickets that were never sold, or were given back already."""

    reason = "TICKETS_NOT_HELD"

    def __init__(self, quote_id: str, wanted: int, held: int, why: str) -> None:
        super().__init__(
            f"{wanted} tickets of quote {quote_id!r} cannot be given back: {why}; "
            "read the quote again.",
            quote=quote_id,
            tickets_wanted=str(wanted),
            tickets_held=str(held),
        )


class NotRefundable(PricingError):
    """The policy does not take tickets back, or no longer."""

    reason = "NOT_REFUNDABLE"

    def __init__(self, performance_id: str, tariff_id: str, ended_at: str) -> None:
        until = f"they were until {ended_at}" if ended_at else "none ever are"
        super().__init__(
            f"tickets of {performance_id!r} at tariff {tariff_id!r} are not taken "
            f"back: {until}; only the organisation may make an exception.",
            performance=performance_id,
            tariff_id=tariff_id,
            ended_at=ended_at,
        )


class PriceExceeded(PricingError):
    """What is asked for costs more than the caller allows."""

    reason = "PRICE_EXCEEDED"

    def __init__(self, price: str, most: str) -> None:
        super().__init__(
            f"it costs {price} now, over the {most} allowed; show the price again.",
            price=price,
            price_max=most,
        )


class InventoryElsewhere(PricingError):
    """The platform owns the seats: prices are made here, and nothing is held."""

    reason = "INVENTORY_ELSEWHERE"

    def __init__(self, season_id: str) -> None:
        super().__init__(
            f"the seats of season {season_id!r} are the platform's: price the basket "
            "with validate_only, sell it there and tell RecordSales.",
            season_id=season_id,
        )


class ConstraintsInfeasible(PricingError):
    """The rules named cannot all hold; each alone or any fewer of them can."""

    reason = "CONSTRAINTS_INFEASIBLE"

    def __init__(self, rule_ids: Sequence[str], why: str) -> None:
        super().__init__(
            f"the rules {', '.join(rule_ids)} cannot all hold: {why}",
            constraint_ids=",".join(rule_ids),
        )


class SolverFailed(PricingError):
    """The solver gave no solution within its limits."""

    reason = "SOLVER_FAILED"

    def __init__(self, status: str) -> None:
        super().__init__(
            f"the solver stopped with {status}; raise the time limit or report it.",
            status=status,
        )


class Cancelled(PricingError):
    """The work was called off before it ended."""

    reason = "CANCELLED"

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} was cancelled; nothing was kept.", what=what)


class QueueFull(PricingError):
    """Too much work is waiting already."""

    reason = "QUEUE_FULL"

    def __init__(self, queued: int, most: int) -> None:
        super().__init__(
            f"{queued} jobs are waiting, {most} at most; try again later.",
            queued_count=str(queued),
            queued_count_max=str(most),
        )


class TokenInvalid(PricingError):
    """A call came without a token, or with one that is not valid."""

    reason = "TOKEN_INVALID"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why}; send a valid one in the metadata, as `authorization: Bearer "
            "TOKEN`.",
            why=why,
        )


class RoleMissing(PricingError):
    """The roles of a token do not let it ask for this."""

    reason = "ROLE_MISSING"

    def __init__(self, method: str, field: str, roles: Sequence[str]) -> None:
        what = f"{field} in {method}" if field else method
        super().__init__(
            f"{what} is for the roles {', '.join(roles) or '(none)'}; use a token of "
            "such a role.",
            method=method,
            field=field,
            roles=",".join(roles),
        )


class OrganizationForeign(PricingError):
    """A token reaches one organisation, and a name stands under another."""

    reason = "ORGANIZATION_FOREIGN"

    def __init__(self, field: str, name: str, own: str) -> None:
        # The same whether the name exists or not.
        super().__init__(
            f"{field}: {name!r} is not under {own}, whose token this is.",
            field=field,
            name=name,
        )


class RateExceeded(PricingError):
    """A caller asks more often than it may."""

    reason = "RATE_EXCEEDED"

    def __init__(self, wait_seconds: float) -> None:
        super().__init__(
            f"too many calls; ask again in {wait_seconds:.3f} s.",
            wait_seconds=f"{wait_seconds:.3f}",
        )


class HoldsExceeded(PricingError):
    """A caller holds as many seats as it may, in quotes that are on offer."""

    reason = "HOLDS_EXCEEDED"

    def __init__(self, wanted: int, held: int, most: int) -> None:
        super().__init__(
            f"{wanted} seats wanted, {held} held by this token's holder, {most} at "
            "most; accept or void open quotes first, or let them expire.",
            seats_wanted=str(wanted),
            seats_held=str(held),
            seats_held_max=str(most),
        )


class StoreUnavailable(PricingError):
    """The books cannot be used now; nothing was changed.

    A failed write may succeed next time; a ``lasting`` fault, such as a damaged
    file, stays until somebody mends it.
    """

    reason = "STORE_UNAVAILABLE"

    def __init__(self, why: str, *, lasting: bool = False) -> None:
        super().__init__(
            f"the store cannot be used: {why}."
            if lasting
            else f"the store cannot be written: {why}; try again.",
            why=why,
        )
        self.lasting = lasting
