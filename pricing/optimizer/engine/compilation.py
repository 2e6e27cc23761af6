"""How the engine's functions are compiled.

``entry`` is for functions that Python calls; ``inner`` for those that only
compiled code calls: without a way in from Python they compile in a part of the
time. All leave the interpreter's lock, so that threads run at once.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])

_ALONE: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
# Sums may be taken in any order that is the same each time.
_FAST: dict[str, Any] = {"fastmath": {"reassoc", "contract"}}


def entry(function: Function) -> Function:
    """Compile a function that Python calls."""
    return cast("Function", njit(cache=True, nogil=True, error_model="numpy")(function))


def inner(function: Function) -> Function:
    """Compile a function that compiled code calls."""
    made = njit(cache=True, nogil=True, error_model="numpy", **_ALONE)(function)
    return cast("Function", made)


def inner_fast(function: Function) -> Function:
    """Compile a function that compiled code calls, with sums in any order."""
    options = _ALONE | _FAST
    made = njit(cache=True, nogil=True, error_model="numpy", **options)(function)
    return cast("Function", made)
