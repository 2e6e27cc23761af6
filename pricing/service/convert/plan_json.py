"""Price plans as the JSON of the files that ``jauge optimize`` writes."""

import json
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from pricing.domain.errors import FieldInvalid
from pricing.domain.plan import PricePlan
from pricing.service.names import SeasonName

_PLAN = TypeAdapter(PricePlan)


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
        plan = _PLAN.validate_python(table)
    except json.JSONDecodeError as error:
        raise FieldInvalid(path, f"expected JSON, met {error.msg}") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(key) for key in first["loc"])
        raise FieldInvalid(f"{path}.{place}"[:200], first["msg"]) from None
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
        raise FieldInvalid(path, "expected a price plan.") from None
    if plan.season_id != season.season_id:
        raise FieldInvalid(
            path, f"it is of season {plan.season_id[:70]!r}, not of this one."
        )
    return replace(plan, id="")
