"""Files of who may do what: read by the service, edited by commands.

JSON, whole or not at all: a file is replaced, never written in place, so that a
service that looks at any time reads one state or the next. Whoever edits holds a
lock beside it.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from pricing.domain.errors import FileInvalid

# Only who runs the service needs to read it.
_MODE = 0o600

Kept = TypeVar("Kept")


def read(
    path: Path, version: int, command: str, take: Callable[[dict[str, Any]], Kept]
) -> Kept:
    """Return what ``take`` makes of the object in a file.

    Parameters
    ----------
    path
        The file.
    version
        What its key ``version`` must say.
    command
        What makes such files, for the message of a fault.
    take
        From the object, what it says; what it raises of a wrong object is told as a
        fault of the file.

    Raises
    ------
    FileInvalid
        When it cannot be read or does not say what it should.
    """
    try:
        plain = json.loads(path.read_bytes())
        if plain["version"] != version:
            raise FileInvalid(
                str(path), f"expected version {version}, got {plain['version']!r}"
            )
        return take(plain)
    except OSError as error:
        raise FileInvalid(str(path), f"cannot be read: {error.strerror}") from None
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise FileInvalid(str(path), "expected JSON", line) from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        # The text of a fault may quote what stands in the file; secrets are in it.
        raise FileInvalid(
            str(path),
            f"expected a file that `{command}` made, met {type(error).__name__}",
        ) from None


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file while it is edited.

    Raises
    ------
    FileInvalid
        When the lock cannot be made beside it.
    """
    try:
        lock = open(f"{path}.lock", "w")  # noqa: SIM115
    except OSError as error:
        raise FileInvalid(str(path), f"cannot be written: {error.strerror}") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write(path: Path, plain: Mapping[str, object]) -> None:
    """Replace a file by an object, durably; its owner and mode stay.

    Raises
    ------
    FileInvalid
        When it cannot be written; it is then as it was.
    """
    # Where a symbolic link points, so that the link stays one.
    target = path.resolve()
    partial = target.with_name(f"{target.name}.partial")
    try:
        before = target.stat() if target.exists() else None
        mode = _MODE if before is None else before.st_mode & 0o777
        partial.unlink(missing_ok=True)
        made = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with open(made, "w") as file:
            if before is not None and (before.st_uid, before.st_gid) != (
                os.geteuid(),
                os.getegid(),
            ):
                # Who runs the service may be another than who edits, such as root.
                with suppress(PermissionError):
                    os.fchown(made, before.st_uid, before.st_gid)
            os.fchmod(made, mode)
            file.write(json.dumps(plain, indent=1) + "\n")
            file.flush()
            os.fsync(made)
        partial.replace(target)
    except OSError as error:
        raise FileInvalid(str(path), f"cannot be written: {error.strerror}") from None
