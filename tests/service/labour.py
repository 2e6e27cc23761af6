"""Work of known behaviour, for worker processes to run."""

import os
import time

from pricing.domain.errors import ConstraintsInfeasible
from tests.pricing.quotes.plans import plan_of


def add(inputs, *, progress, cancelled):
    progress(0.5, "half way")
    return sum(inputs)


def refuse(inputs, *, progress, cancelled):
    raise ConstraintsInfeasible(inputs, "the cap is under the floor")


def stumble(inputs, *, progress, cancelled):
    raise ZeroDivisionError("a bug")


def die(inputs, *, progress, cancelled):
    os._exit(3)


def wait_until_cancelled(inputs, *, progress, cancelled):
    """Wait for a call-off, and say in a file that it came."""
    while not cancelled():
        time.sleep(0.01)
    with open(inputs, "w") as file:
        file.write("heard")
    return "too late"


def tell_on(inputs, *, progress, cancelled):
    """Tell of progress until called off."""
    step = 0
    while not cancelled():
        step += 1
        progress(0.5, f"step {step}")
        time.sleep(0.05)


def sleep_deaf(inputs, *, progress, cancelled):
    """Sleep through everything, like a solver in its own code."""
    progress(0.1, f"{os.getpid()}")
    time.sleep(600)


def process_id(inputs, *, progress, cancelled):
    return os.getpid()


def high_prices(inputs, *, progress, cancelled):
    """Make a plan of the highest prices, whatever is asked."""
    return plan_of(inputs.season, ["high"] * 6, plan_id="draft")
