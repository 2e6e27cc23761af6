"""Price plans as JSON files: amounts in currency units, tiers by id."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pricing.domain.errors import FileInvalid
from pricing.domain.plan import PricePlan
from pricing.files.columns import replace_file

_PLAN = TypeAdapter(PricePlan)


def write(
    plan: PricePlan, path: Path, beside: Mapping[str, object] | None = None
) -> None:
    """Write a plan whole or not at all, with what else is known of it.

    ``beside`` is for people and their tools: ``read`` passes over it.
    """
    table = contents(plan) | dict(beside or {})
    replace_file(path, (json.dumps(table, indent=1) + "\n").encode())


def contents(plan: PricePlan) -> dict[str, Any]:
    """Return what a plan file holds; performances and rules under ``id``."""
    table = _PLAN.dump_python(plan, mode="json")
    table["performances"] = [
        {"id": p.pop("performance_id"), **p} for p in table["performances"]
    ]
    return {"objective": plan.objective, "gap": plan.gap, **table}


def text(plan: PricePlan) -> str:
    """Return what a plan file holds as one line."""
    return json.dumps(contents(plan), separators=(",", ":"))


def read(path: Path) -> PricePlan:
    """Return the plan that ``write`` wrote.

    Raises
    ------
    FileInvalid
        When the file is not a plan.
    """
    try:
        table = json.loads(path.read_bytes())
        for each in table["performances"]:
            each["performance_id"] = each.pop("id")
        table.pop("gap", None)
        return _PLAN.validate_python(table)
    except OSError as error:
        raise FileInvalid(str(path), f"cannot be read: {error.strerror}") from None
    except json.JSONDecodeError as error:
        raise FileInvalid(str(path), error.msg, error.lineno) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(k) for k in first["loc"])
        raise FileInvalid(str(path), first["msg"], None, place) from None
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
        raise FileInvalid(str(path), "expected a price plan") from None
