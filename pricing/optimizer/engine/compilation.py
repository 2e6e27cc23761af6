"""How the engine's functions are compiled.

``entry`` is for functions that Python calls; the others for those that only
compiled code calls: without ways in that nobody takes they compile in a part of the
time. All leave the interpreter's lock, so that threads run at once.

Numba counts references to arrays by atomic instructions, several for each array of
a tuple at each use of it, which took four fifths of the time of short functions.
``inner`` leaves the counting out; that is right where a function makes no array
that outlives or replaces another, so these are the ones that allocate none
(numba refuses others). Those that do allocate are ``maker``.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from models.compiled import compiled

Function = TypeVar("Function", bound=Callable[..., Any])

_FROM_PYTHON: dict[str, Any] = {"no_cfunc_wrapper": True}
_ALONE: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
_COUNTED: dict[str, Any] = {"_nrt": True}
_UNCOUNTED: dict[str, Any] = {"_nrt": False}
# Sums may be taken in any order that is the same each time.
_FAST: dict[str, Any] = {"fastmath": {"reassoc", "contract"}}


def entry(function: Function) -> Function:
    """Compile a function that Python calls."""
    options = _FROM_PYTHON | _COUNTED
    return compiled(nogil=True, error_model="numpy", **options)(function)


def maker(function: Function) -> Function:
    """Compile a function that compiled code calls and that makes arrays."""
    options = _ALONE | _COUNTED
    return compiled(nogil=True, error_model="numpy", **options)(function)


def inner(function: Function) -> Function:
    """Compile a function that compiled code calls and that makes no arrays."""
    options = _ALONE | _UNCOUNTED
    return compiled(nogil=True, error_model="numpy", **options)(function)


def inner_fast(function: Function) -> Function:
    """Compile one that makes no arrays either, with sums in any order."""
    options = _ALONE | _UNCOUNTED | _FAST
    return compiled(nogil=True, error_model="numpy", **options)(function)
