"""Value tables by loops in C, ``value_tables.c``: what those here are held to."""

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.value_tables import fill

Floats = NDArray[np.float64]

SOURCE = Path(__file__).parent / "value_tables.c"
GCC = ("gcc", "-O3", "-march=native", "-shared", "-fPIC")


def compiles() -> bool:
    """Return whether this machine has the compiler."""
    return shutil.which(GCC[0]) is not None


def in_c(
    sales: Floats, income: Floats, capacity: NDArray[np.int64]
) -> list[Callable[[], Floats]]:
    """Return the loops in C, compiled; each returns bid prices [N, W]."""
    pairs, steps, rungs = sales.shape
    width = int(capacity.max())
    seats = np.ascontiguousarray(capacity, dtype=ctypes.c_long)
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "value_tables.so"
        subprocess.run([*GCC, str(SOURCE), "-o", str(library), "-lm"], check=True)
        loaded = ctypes.CDLL(str(library))

    def bound(name: str) -> Callable[[], Floats]:
        def work() -> Floats:
            out = np.zeros((pairs, width))
            pointers = [
                a.ctypes.data_as(ctypes.c_void_p) for a in (sales, income, seats)
            ]
            counts = map(ctypes.c_long, (pairs, steps, rungs, width))
            loaded[name](*pointers, *counts, out.ctypes.data_as(ctypes.c_void_p))
            return out

        return work

    works = [bound("season"), bound("season_plain")]
    ours = fill(sales, income, capacity, double=True).bid_price[0, :, :, 0]
    for work in works:
        if not np.allclose(work(), ours, rtol=0, atol=1e-8):
            raise AssertionError("The loops in C and here differ.")
    return works
