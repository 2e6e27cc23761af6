"""Price plans as the JSON of the files that ``jauge optimize`` writes."""

import json
from dataclasses import replace

from pricing.domain.errors import FieldInvalid
from pricing.domain.plan import PricePlan
from pricing.service.names import SeasonName
from pricing.store.codec import plan_from_plain


def plan_from_json(text: str, season: SeasonName, path: str) -> PricePlan:
    """Return the plan that a text says, without an id.

    Raises
    ------
    FieldInvalid
        When it is no plan, or one of another season.
    """
    try:
        table = json.loads(text)
        for each in table["performances"]:
            each["performance_id"] = each.pop("id")
        # It follows from the objective and the bound.
        table.pop("gap", None)
    except json.JSONDecodeError as error:
        raise FieldInvalid(path, f"expected JSON, met {error.msg}") from None
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
        raise FieldInvalid(path, "expected a price plan.") from None
    try:
        plan = plan_from_plain(table)
    except ValueError as error:
        raise FieldInvalid(path, str(error)[:200]) from None
    if plan.season_id != season.season_id:
        raise FieldInvalid(
            path, f"it is of season {plan.season_id[:70]!r}, not of this one."
        )
    return replace(plan, id="")
