"""Functions compiled by numba, kept on disk until something they are made of changes.

Numba keeps what it compiles by the text of the function's own file. But machine code
holds the functions of other files that it calls, too, and their constants: after a
change there the old ones would stay in use. So the names of kept files carry a digest
of all of these, and what earlier sources left goes when something new is kept.

Kept files stand beside the source, or where that is read-only in the user's cache
folder; ``NUMBA_CACHE_DIR`` comes before both. Where nothing can be written, functions
are compiled at each start.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar, TypeVar, cast, overload
from weakref import WeakKeyDictionary

import numpy as np
from numba import njit
from numba.core.caching import (
    CompileResultCacheImpl,
    FunctionCache,
    InTreeCacheLocator,
    UserProvidedCacheLocator,
    UserWideCacheLocator,
)
from numba.core.dispatcher import Dispatcher

Function = TypeVar("Function", bound=Callable[..., Any])

# Digests of compiled functions by what they were before they were compiled.
_DIGESTS: WeakKeyDictionary[Callable[..., Any], str] = WeakKeyDictionary()
_DIGEST_LENGTH = 16
_PLAIN = (bool, int, float, complex, str, bytes, np.generic)


@overload
def compiled(function: Function, /) -> Function: ...


@overload
def compiled(**options: Any) -> Callable[[Function], Function]: ...


def compiled(function: Function | None = None, /, **options: Any) -> Any:
    """Compile a function at its first call, with numba's options where any are given.

    Examples
    --------
    >>> @compiled(nogil=True)
    ... def twice(value: float) -> float:
    ...     return 2.0 * value
    >>> twice(21.0)
    42.0
    """
    if function is None:
        return lambda function: _compile(function, options)
    return _compile(function, options)


def _compile(function: Function, options: Mapping[str, Any]) -> Function:
    _DIGESTS[function] = _digest(function)
    made = njit(**options)(function)
    if isinstance(made, Dispatcher):
        with suppress(RuntimeError):  # There is no folder to write to.
            # As numba itself sets it: there is no other way to.
            kept = _Kept(function)  # type: ignore[no-untyped-call]
            setattr(made, "_cache", kept)  # noqa: B010
    return cast("Function", made)


def _digest(function: Callable[..., Any]) -> str:
    """Return a digest of all that a function's machine code can be made of.

    That is its file and whatever the file has imported: functions further down,
    which are not there yet, can use no more.
    """
    found = sha256(_source(function.__module__))
    found.update(str(function.__code__.co_firstlineno).encode())
    for name, value in sorted(function.__globals__.items()):
        if not name.startswith("__"):
            for part in _parts(value):
                found.update(name.encode() + b"=" + part)
    return found.hexdigest()[:_DIGEST_LENGTH]


def _parts(value: Any) -> Iterator[bytes]:
    """Yield what stands for something that a file defines or imports."""
    if isinstance(value, Dispatcher):
        known = _DIGESTS.get(value.py_func)
        yield known.encode() if known else _source(value.py_func.__module__)
    elif isinstance(value, _PLAIN):
        yield repr(value).encode()
    elif isinstance(value, np.ndarray):
        yield f"{value.dtype}{value.shape}{value.tolist()}".encode()
    elif isinstance(value, tuple):
        for each in value:
            yield from _parts(each)
    elif callable(value):
        # A class whose fields are in the code, or what sets numba's options.
        yield _source(str(getattr(value, "__module__", "")))


@cache
def _source(module: str) -> bytes:
    """Return a digest of a module's file, or its name if it has none."""
    path = Path(getattr(sys.modules.get(module), "__file__", None) or "")
    return sha256(path.read_bytes()).digest() if path.is_file() else module.encode()


class _ByDigest:
    """A place of kept files whose names carry the function's digest."""

    def __init__(self, function: Callable[..., Any], file: str) -> None:
        super().__init__(function, file)  # type: ignore[call-arg]
        self._digest = _DIGESTS[function]

    def get_disambiguator(self) -> str:
        """Return what tells a function of these sources from all others."""
        return self._digest


class _GivenFolder(_ByDigest, UserProvidedCacheLocator):
    """``NUMBA_CACHE_DIR``."""


class _BesideSource(_ByDigest, InTreeCacheLocator):
    """The folder where Python keeps its own."""


class _UsersFolder(_ByDigest, UserWideCacheLocator):
    """The user's cache folder."""


class _Places(CompileResultCacheImpl):
    _locator_classes: ClassVar = [_GivenFolder, _BesideSource, _UsersFolder]  # type: ignore[misc]


class _Kept(FunctionCache):
    """The kept files of a function."""

    _impl_class = _Places

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled, and nothing of earlier sources."""
        name, _, digest = self._impl.filename_base.rpartition("-")
        digest = digest.split(".")[0]
        for path in Path(self.cache_path).glob(f"{name}-*.nb[ic]*"):
            if digest not in path.name:
                path.unlink(missing_ok=True)
        super().save_overload(sig, data)  # type: ignore[no-untyped-call]
