"""How the engine's functions are compiled.

``entry`` is for functions that Python calls; ``inner`` for those that only
compiled code calls: without a way in from Python they compile in a part of the
time. All leave the interpreter's lock, so that threads run at once.
"""

from numba import njit

_OPTIONS = {"cache": True, "nogil": True, "error_model": "numpy"}
_ALONE = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
# Sums may be taken in any order that is the same each time.
_FAST = {"fastmath": {"reassoc", "contract"}}

entry = njit(**_OPTIONS)
inner = njit(**_OPTIONS, **_ALONE)
inner_fast = njit(**_OPTIONS, **_ALONE, **_FAST)
