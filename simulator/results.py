"""What an experiment found, and the JSON in which it is kept."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ConfigDict, TypeAdapter, ValidationError

from pricing.domain.errors import FileInvalid
from simulator.estimates import Interval
from simulator.facts import Facts
from simulator.precision import Precision
from simulator.result_parts import Difference, PolicyResult, VariantResult
from simulator.summary import MEASURES
from simulator.tornado import Swing

FILE_BYTES_MAX = 256 << 20
# The policy that the others are judged by, and the measures that came later: results
# of earlier versions do without them.
HINDSIGHT = "hindsight"
_LATER = ("sold_on",)
# A list of numbers (and null), an element a line.
_NUMBERS = re.compile(r"\[((?:\s+(?:[-+.\de]+|null),?)+)\s*\]")


@dataclass(frozen=True, slots=True)
class Results:
    """The answer of an experiment.

    ``complete`` is False when it was interrupted; the means are then over the
    ``trials`` that were done of the ``trials_wanted``.
    """

    # Of files: nothing but numbers that are finite.
    __pydantic_config__ = ConfigDict(allow_inf_nan=False)

    season: str
    currency_code: str
    # Who was played: "scenario", or "derived" from the forecast.
    audience: str
    seed: int
    trials: int
    trials_wanted: int
    access_price_minor: int
    policies: Mapping[str, PolicyResult]
    differences: tuple[Difference, ...]
    facts: Facts
    # The season's own values of what its variants set otherwise, by path.
    settings: Mapping[str, str] = field(default_factory=dict)
    variants: tuple[VariantResult, ...] = field(default=())
    # What was to be known, and how well it is.
    precision: Precision | None = None
    # What assumptions about the people move, where that was played.
    tornado: tuple[Swing, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all trials were done."""
        return self.trials == self.trials_wanted

    @property
    def moved(self) -> frozenset[str]:
        """Policies that the settings of some variant change."""
        return frozenset(
            each.policy
            for variant in self.variants
            for each in variant.differences
            if {each.value.mean, each.value.low, each.value.high} - {0.0, None}
        )

    @property
    def regret(self) -> Mapping[str, Interval]:
        """Income that each policy leaves: that of hindsight less its own.

        Empty where hindsight was not played.
        """
        return {
            each.against: each.value
            for each in self.differences
            if each.policy == HINDSIGHT and each.measure == "income"
        }

    def to_json(self) -> dict[str, Any]:
        """Return the results for JSON: measures beside a policy's other keys."""
        table: dict[str, Any] = _RESULTS.dump_python(self, mode="json")
        for part in (table, *table["variants"]):
            part["policies"] = {
                name: policy.pop("measures") | policy
                for name, policy in part["policies"].items()
            }
            part["differences"] = [
                each | each.pop("value") for each in part["differences"]
            ]
        regret = [
            {"policy": policy, "measure": "income", **asdict(value)}
            for policy, value in self.regret.items()
        ]
        return table | {"complete": self.complete, "regret": regret}


_RESULTS = TypeAdapter(Results)


def read(path: Path) -> Results:
    """Return results that were written as JSON.

    Raises
    ------
    FileInvalid
        When the file cannot be read or does not hold results.
    """
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise FileInvalid(str(path), f"over {FILE_BYTES_MAX >> 20} MiB")
        table = json.loads(path.read_bytes(), parse_constant=_refuse)
        return _from_json(table)
    except OSError as error:
        raise FileInvalid(str(path), f"cannot be read: {error.strerror}") from None
    except json.JSONDecodeError as error:
        raise FileInvalid(str(path), error.msg, error.lineno) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(key) for key in first["loc"])
        raise FileInvalid(
            str(path),
            f"expected results of jauge simulate: {first['msg']}",
            None,
            place,
        ) from None
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
        raise FileInvalid(str(path), "expected results of jauge simulate") from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"Expected finite numbers, got {constant}.")


def _from_json(table: dict[str, Any]) -> Results:
    for part in (table, *table["variants"]):
        for policy in part["policies"].values():
            policy["measures"] = {
                name: policy.pop(name)
                for name in MEASURES
                if name in policy or name not in _LATER
            }
        for each in part["differences"]:
            each["value"] = {key: each.pop(key) for key in ("mean", "low", "high")}
    results = _RESULTS.validate_python(table)
    ids = [each.id for each in results.facts.performances]
    periods = len(results.facts.period_days_out)
    months = len(results.facts.months)
    for policy in _policies(results):
        if [each.id for each in policy.performances] != ids or any(
            not len(each.posted_price) == len(each.seats_sold) == periods
            for each in policy.performances
        ):
            raise ValueError("Expected the same performances and periods throughout.")
        if any(
            not len(each.granted) == len(each.brought) == len(each.balance) == months
            for each in policy.funds
        ):
            raise ValueError("Expected funds over the same months throughout.")
    if not results.policies:
        raise ValueError("Expected at least one policy.")
    return results


def _policies(results: Results) -> Iterator[PolicyResult]:
    yield from results.policies.values()
    for variant in results.variants:
        yield from variant.policies.values()


def text_of(results: Results) -> str:
    """Return results as the text of a JSON file, lists of numbers on one line."""
    return _on_one_line(json.dumps(results.to_json(), indent=1, allow_nan=False)) + "\n"


def _on_one_line(text: str) -> str:
    return _NUMBERS.sub(lambda found: f"[{' '.join(found[1].split())}]", text)
