"""One resource under exponential demand, in closed form.

Buyers come at rate a and pay price p with chance exp(-p): at price 1, which
earns most a day, a / e seats are sold a day. All results depend on time only
through x = a t / e, the seats that would sell at price 1 in the time to go.

    J(n, x) = ln sum over i = 0 .. n of x**i / i!      p(n, x) = J(n) - J(n-1) + 1

Money is in units of the mean willingness to pay. These are the numbers that the
dynamic program and the policies are held against.

References
----------
.. [1] Gallego, G. and van Ryzin, G. (1994), Optimal dynamic pricing of
   inventories with stochastic demand over finite horizons, Management Science
   40, 999-1020.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp
from scipy.special import gammaln, logsumexp
from scipy.stats import poisson


def optimal_income(seats: int, peak_sales: float) -> float:
    """Return J(n, x), the optimal expected income (section 2.3 of [1]_).

    Parameters
    ----------
    seats : n, at least 0
    peak_sales : x, seats, at least 0
        What would sell at price 1 in the time to go.
    """
    _check(seats, peak_sales)
    if peak_sales == 0:
        return 0.0
    count = np.arange(seats + 1)
    return float(logsumexp(count * np.log(peak_sales) - gammaln(count + 1)))


def optimal_price(seats: int, peak_sales: float) -> float:
    """Return the price to post with n seats and x to go."""
    _check(seats, peak_sales)
    if seats == 0:
        raise ValueError("Expected at least one seat.")
    fewer = optimal_income(seats - 1, peak_sales)
    return 1.0 + optimal_income(seats, peak_sales) - fewer


def fluid_price(seats: int, peak_sales: float) -> float:
    """Return the price that sells exactly the seats, or 1 when seats are plenty."""
    _check(seats, peak_sales)
    if peak_sales <= seats:
        return 1.0
    if seats == 0:
        raise ValueError("Expected at least one seat.")
    return 1.0 + float(np.log(peak_sales / seats))


def fluid_income(seats: int, peak_sales: float) -> float:
    """Return the fluid bound on expected income (theorem 2 of [1]_)."""
    _check(seats, peak_sales)
    if seats == 0:
        return 0.0
    return min(float(seats), peak_sales) * fluid_price(seats, peak_sales)


def fixed_price_income(
    seats: int, peak_sales: float, price: float | None = None
) -> float:
    """Return the exact expected income of one price throughout.

    Parameters
    ----------
    seats, peak_sales
        As in ``optimal_income``.
    price : at least 0
        The fluid price when left out.
    """
    _check(seats, peak_sales)
    if seats == 0:
        return 0.0
    posted = fluid_price(seats, peak_sales) if price is None else price
    if not posted >= 0:
        raise ValueError("Expected price at least 0.")
    mean = peak_sales * np.exp(1.0 - posted)
    # E min(N, n) = sum over d < n of P(N > d).
    return float(posted * poisson.sf(np.arange(seats), mean).sum())


def re_solved_income(seats: int, peak_sales: float) -> float:
    """Return the expected income of posting the fluid price anew at every instant.

    With n seats and x to go that price sells at rate min(1, n / x), so that
    income W obeys dW_n/dx = min(1, n / x) (p_n(x) + W_{n-1} - W_n).
    """
    _check(seats, peak_sales)
    if seats == 0 or peak_sales == 0:
        return 0.0
    count = np.arange(1, seats + 1)

    def slope(x: float, value: NDArray[np.float64]) -> NDArray[np.float64]:
        load = np.maximum(x / count, 1.0)
        fewer = np.concatenate([[0.0], value[:-1]])
        change: NDArray[np.float64] = (1.0 + np.log(load) + fewer - value) / load
        return change

    played = solve_ivp(
        slope, (0.0, peak_sales), np.zeros(seats), rtol=1e-9, atol=1e-9, method="LSODA"
    )
    if not played.success:
        raise ValueError(f"Expected a solvable horizon: {played.message}")
    return float(played.y[-1, -1])


def purchase_probability(
    peak_sales: float, periods: int, prices: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the model cut into periods of equal length, for the dynamic program.

    Parameters
    ----------
    peak_sales : x, seats
    periods : T, enough for at most one sale in each
    prices : [L]

    Returns
    -------
    [T, L], chance of a sale in each period
    """
    _check(0, peak_sales)
    if periods < 1:
        raise ValueError("Expected at least one period.")
    rate = peak_sales / periods * np.exp(1.0 - np.asarray(prices, dtype=float))
    if np.any(rate > 1):
        raise ValueError("Expected at most one sale a period; use more periods.")
    return np.tile(rate, (periods, 1))


def _check(seats: int, peak_sales: float) -> None:
    if seats != int(seats) or seats < 0:
        raise ValueError("Expected a whole number of seats of at least 0.")
    if not (peak_sales >= 0 and np.isfinite(peak_sales)):
        raise ValueError("Expected finite peak_sales of at least 0.")
