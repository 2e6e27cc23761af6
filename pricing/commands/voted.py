"""Rules that members voted, where a season file does not know of them."""

from jauge.client import Client
from jauge.pricing.v1.season_pb2 import Season
from jauge.pricing.v1.season_rule_pb2 import ListRulesRequest, SeasonRule

_SECONDS = 60


def keep_voted(service: Client, wanted: Season) -> None:
    """Put into a season what members voted of its rules, in place of what it says.

    They are not the file's to change: one that was voted stays as it was, and one that
    is suspended stays out.
    """
    request = ListRulesRequest(parent=wanted.name, page_size=1000)
    found = service.governance.ListRules(request, timeout=_SECONDS).rules
    voted = {each.rule.id: each for each in found if each.proposal}
    if not voted:
        return
    rules = []
    for rule in wanted.rules:
        each = voted.pop(rule.id, None)
        if each is None:
            rules.append(rule)
        elif each.state == SeasonRule.STATE_IN_FORCE:
            rules.append(each.rule)
    left = voted.values()
    rules += [each.rule for each in left if each.state == SeasonRule.STATE_IN_FORCE]
    kept = [type(rule).FromString(rule.SerializeToString()) for rule in rules]
    del wanted.rules[:]
    wanted.rules.extend(kept)
