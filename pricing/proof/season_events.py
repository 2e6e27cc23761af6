"""Events that change a season: its form, plans, prices, performances and rules."""

from dataclasses import dataclass, field, replace

from pricing.domain.rules import Rule
from pricing.domain.season import Season
from pricing.proof.findings import Findings, Place
from pricing.proof.posting import Posted, posted_of
from pricing.proof.season_proof import SeasonProof, judge_parity
from pricing.proof.season_state import SeasonState, micros
from pricing.store import events, events_governance, events_performances
from pricing.store.events import Event
from pricing.store.events_fund import FundIncomeRecorded


@dataclass(frozen=True, slots=True)
class Adoption:
    """A rule that came into a season's rules by a vote, or left them."""

    at: Place
    proposal: str
    rule_id: str
    rule: Rule | None
    # Microseconds since 1970.
    decided_at: int

    @property
    def cooperative(self) -> str:
        """The key of the log in which it was voted."""
        return self.proposal.partition("/proposals/")[0]


@dataclass(frozen=True, slots=True)
class Suspension:
    """A rule that was voted, suspended by the organisation, or resumed."""

    at: Place
    rule_id: str
    # "" where it was resumed.
    reason: str
    # As it read.
    rule: Rule | None = None


@dataclass
class SeasonEvents:
    """Takes in what changes the seasons of an organisation."""

    findings: Findings
    seasons: dict[str, SeasonProof]
    adoptions: list[Adoption] = field(default_factory=list)
    suspensions: list[Suspension] = field(default_factory=list)

    def change_price(self, body: str, sequence: int, time: int) -> None:
        """Judge the body of an event that posts other prices than stood."""
        self._post(posted_of(body, changed=True), sequence, time)

    def keep_price(self, body: str, sequence: int, time: int) -> None:
        """Judge the body of an event that posts the same prices anew."""
        self._post(posted_of(body, changed=False), sequence, time)

    def _post(self, posted: Posted, sequence: int, time: int) -> None:
        of = self.seasons[posted.season_id]
        of.posted.take(of.state, posted, sequence, time)

    def take(self, event: Event, at: Place) -> None:
        """Judge an event of the season itself."""
        match event:
            case events.PlanStored():
                self.seasons[event.plan.season_id].state.plans[event.plan.id] = (
                    event.plan
                )
            case events.PlanActivated():
                state = self.seasons[event.season_id].state
                if event.plan_id not in state.plans:
                    self.findings.breach("no_such_plan", at, plan=event.plan_id)
                state.active_plan_id = event.plan_id
            case events.SeasonCreated():
                proof = SeasonProof(SeasonState(event.season), self.findings)
                self.seasons[event.season.id] = proof
                proof.state.change(event.season, at.time)
                judge_parity(event.season, at, self.findings)
            case events.SeasonUpdated():
                self._update(event.season, at)
            case events.SalesRecorded():
                for sale in event.sales:
                    self.seasons[event.season_id].tell(sale)
            case FundIncomeRecorded():
                income = event.income
                money = self.seasons[event.season_id].money
                money.receive(income.fund_id, income.amount_minor)
            case _:
                self._take_change(event, at)

    def _update(self, season: Season, at: Place) -> None:
        state = self.seasons[season.id].state
        given = {rule.id: rule for rule in season.rules}
        before = {rule.id: rule for rule in state.season.rules}
        for rule_id, rule in state.voted.items():
            # Only a vote, or who suspends it, changes a rule that was voted.
            if rule is not None and given.get(rule_id) != before.get(rule_id):
                self.findings.breach("voted_rule", at, rule=rule_id)
        state.change(season, at.time)
        judge_parity(season, at, self.findings)

    def _take_change(self, event: Event, at: Place) -> None:
        match event:
            case events.PerformanceUpdated():
                state = self.seasons[event.season_id].state
                state.change_performance(event.performance, at.time)
            case events_performances.PerformancePostponed():
                state = self.seasons[event.season_id].state
                before = state.season.performance_by_id[event.performance_id]
                moved = replace(before, starts_at=event.starts_at)
                state.change_performance(moved, at.time)
            case events_performances.PerformanceCancelled():
                state = self.seasons[event.season_id].state
                state.cancelled[event.performance_id] = at.time
            case events_performances.PerformanceFrozen():
                state = self.seasons[event.season_id].state
                state.frozen.add(event.performance_id)
                if event.performance_id in state.posted:
                    # A rise after it is announced anew.
                    state.posted[event.performance_id].announced = {}
            case events_performances.PerformanceUnfrozen():
                state = self.seasons[event.season_id].state
                state.frozen.discard(event.performance_id)
            case _:
                self._take_vote(event, at)

    def _take_vote(self, event: Event, at: Place) -> None:
        """Take in what a cooperative's votes, or their suspension, do to a season."""
        match event:
            case events_governance.RuleAdopted():
                at = at._replace(season_id=event.season_id)
                state = self.seasons[event.season_id].state
                state.voted[event.rule_id] = event.rule
                state.proposals[event.rule_id] = event.proposal
                decided = micros(event.decided_at)
                self.adoptions.append(
                    Adoption(at, event.proposal, event.rule_id, event.rule, decided)
                )
                state.change_rule(event.rule_id, event.rule, at.time)
                judge_parity(state.season, at, self.findings)
            case events_governance.RuleSuspended():
                at = at._replace(season_id=event.season_id)
                state = self.seasons[event.season_id].state
                rule = state.voted.get(event.rule_id)
                self.suspensions.append(
                    Suspension(at, event.rule_id, event.reason, rule)
                )
                state.change_rule(event.rule_id, None, at.time)
            case events_governance.RuleResumed():
                at = at._replace(season_id=event.season_id)
                state = self.seasons[event.season_id].state
                rule = state.voted[event.rule_id]
                self.suspensions.append(Suspension(at, event.rule_id, "", rule))
                state.change_rule(event.rule_id, rule, at.time)
            case events_governance.RulesReleased():
                state = self.seasons[event.season_id].state
                name = f"cooperatives/{event.cooperative_id}/"
                for rule_id, proposal in list(state.proposals.items()):
                    if proposal.startswith(name):
                        state.voted.pop(rule_id, None)
            case _:
                pass
