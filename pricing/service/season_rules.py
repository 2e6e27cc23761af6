"""Methods of the GovernanceService about the rules of one season."""

from datetime import datetime

from jauge.pricing.v1 import rule_preview_pb2, season_rule_pb2
from jauge.pricing.v1.season_rule_pb2 import SeasonRule
from pricing.constraints.explain import Language, sentence
from pricing.domain.errors import FieldInvalid, NameUnknown, SolverFailed
from pricing.domain.preview import PreviewInputs, RulePreview
from pricing.domain.rules import KINDS, Rule
from pricing.service.calls import Context
from pricing.service.convert.cooperatives import reason_from_proto
from pricing.service.convert.fields import required, timestamp
from pricing.service.convert.previews import preview_to_proto
from pricing.service.convert.rules import rule_from_proto, rule_to_proto
from pricing.service.names import SeasonName
from pricing.service.pages import page
from pricing.service.requests import answer
from pricing.service.rule_checks import refusal
from pricing.service.tasks import Work
from pricing.service.work_aside import done
from pricing.service.work_inputs import demand_to_come
from pricing.service.workers import Workers
from pricing.store.commands import ResumeRule, SuspendRule
from pricing.store.commands.voted_rules import changed
from pricing.store.following import follow_time
from pricing.store.interface import Store
from pricing.store.season_books import SeasonBooks

PREVIEW_SECONDS_MAX = 120.0
TRIALS_DEFAULT, TRIALS_MIN, TRIALS_MAX = 4, 2, 200


class SeasonRuleMethods:
    """Rules of seasons, on the books of a store."""

    _store: Store
    _aside: Workers
    _preview: Work | None

    async def PreviewRule(
        self, request: rule_preview_pb2.PreviewRuleRequest, context: Context
    ) -> rule_preview_pb2.RulePreview:
        """Say what a change of the rules would do."""
        name = SeasonName.parse(request.parent, "parent")
        of = self._season_books(name)
        rule = _asked(request, of)
        trials = request.trial_count or TRIALS_DEFAULT
        if not TRIALS_MIN <= trials <= TRIALS_MAX:
            raise FieldInvalid(
                "trial_count", f"Expected {TRIALS_MIN} to {TRIALS_MAX}, got {trials}."
            )
        if request.seed < 0:
            raise FieldInvalid("seed", "Expected at least 0.")
        rule_id = request.repealed_rule_id if rule is None else rule.id
        inputs = PreviewInputs(
            of.season,
            changed(of, rule_id, rule),
            demand_to_come(of),
            of.active_plan if of.active_plan_id else None,
            trials,
            request.seed or 1,
        )
        if self._preview is None:
            raise SolverFailed("no simulator in this service")
        found = await done(self._aside, self._preview, inputs, PREVIEW_SECONDS_MAX)
        assert isinstance(found, RulePreview)
        message = preview_to_proto(found, name, rule, of.season.currency_code)
        message.refusal = refusal(of, rule)
        return message

    async def ListRules(
        self, request: season_rule_pb2.ListRulesRequest, context: Context
    ) -> season_rule_pb2.ListRulesResponse:
        """Return a page of rules, in the order in which they are explained."""
        name = SeasonName.parse(request.parent, "parent")
        chosen, token = page(
            self._listed(name, language_of(request.language_code)),
            lambda rule: rule.rule.id,
            scope=f"{name}/rules",
            page_size=request.page_size,
            page_token=request.page_token,
        )
        return season_rule_pb2.ListRulesResponse(rules=chosen, next_page_token=token)

    async def SuspendRule(
        self, request: season_rule_pb2.SuspendRuleRequest, context: Context
    ) -> SeasonRule:
        """Suspend a voted rule in an emergency."""
        name = SeasonName.parse(request.parent, "parent")
        rule_id = required(request.rule_id, "rule_id")
        reason = reason_from_proto(request.reason, "reason")
        command = SuspendRule(name.season_id, rule_id, reason)
        await answer(self._store, name.organization_id, command)
        return self._rule(name, rule_id)

    async def ResumeRule(
        self, request: season_rule_pb2.ResumeRuleRequest, context: Context
    ) -> SeasonRule:
        """Let a suspended rule hold again."""
        name = SeasonName.parse(request.parent, "parent")
        rule_id = required(request.rule_id, "rule_id")
        command = ResumeRule(name.season_id, rule_id)
        await answer(self._store, name.organization_id, command)
        return self._rule(name, rule_id)

    def _season_books(self, name: SeasonName) -> SeasonBooks:
        return self._store.books(name.organization_id).season(name.season_id)

    def _rule(self, name: SeasonName, rule_id: str) -> SeasonRule:
        return next(e for e in self._listed(name) if e.rule.id == rule_id)

    def _listed(self, name: SeasonName, language: Language = "en") -> list[SeasonRule]:
        now = self._store.now(name.organization_id)
        return _listed(self._season_books(name), now, language)


def _asked(
    request: rule_preview_pb2.PreviewRuleRequest, of: SeasonBooks
) -> Rule | None:
    """Return the rule that a preview is asked of, None where one would end."""
    kind = request.WhichOneof("change")
    if kind is None:
        raise FieldInvalid("rule", "is required, or repealed_rule_id.")
    if kind == "rule":
        return rule_from_proto(request.rule, of.season.currency_code, "rule")
    known = [rule.id for rule in of.season.rules]
    if request.repealed_rule_id not in known:
        raise NameUnknown("rule", request.repealed_rule_id, known)
    return None


def language_of(code: str) -> Language:
    """Return the language of sentences that a call asks for."""
    if code in ("", "en"):
        return "en"
    if code == "fr":
        return "fr"
    raise FieldInvalid("language_code", f"Expected en or fr, got {code[:10]!r}.")


def _listed(of: SeasonBooks, now: datetime, language: Language) -> list[SeasonRule]:
    """Return the rules of a season, voted or its own, and those suspended."""
    voted = of.voted.rules
    suspended = [
        each.rule
        for each in voted.values()
        if each.rule is not None and not each.in_force
    ]
    rules = sorted(
        [*of.season.rules, *suspended],
        key=lambda rule: KINDS.index(type(rule)),
    )
    return [_message(rule, of, now, language) for rule in rules]


def _message(
    rule: Rule, of: SeasonBooks, now: datetime, language: Language
) -> SeasonRule:
    season = of.season
    message = SeasonRule(
        rule=rule_to_proto(rule, season.currency_code),
        state=SeasonRule.STATE_IN_FORCE,
        sentence=sentence(rule, season, language),
    )
    voted = of.voted.rules.get(rule.id)
    if voted is not None and voted.rule is not None:
        message.proposal = voted.proposal
        message.update_time.CopyFrom(timestamp(voted.since))
        if not voted.in_force:
            message.state = SeasonRule.STATE_SUSPENDED
            message.suspend_reason = voted.reason
            return message
    follows_at = follow_time(of, rule, now)
    if follows_at is not None:
        message.follow_time.CopyFrom(timestamp(follows_at))
    return message
