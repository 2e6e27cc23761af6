"""Whether a result can be written, asked before the work that it is the result of."""

import os
from pathlib import Path

from pricing.domain.errors import FileInvalid


def check_writable(*paths: Path | None) -> None:
    """Refuse paths that no file could be written to; nothing is written.

    Raises
    ------
    FileInvalid
        When a path is a folder, or its folder is absent or not writable.
    """
    for path in paths:
        if path is None:
            continue
        if path.is_dir():
            raise FileInvalid(str(path), "is a folder; expected a file to write")
        if not path.parent.is_dir():
            raise FileInvalid(
                str(path), f"cannot be written: there is no folder {path.parent}"
            )
        # A file takes the place of the one before: the folder alone is written to.
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise FileInvalid(
                str(path), f"cannot be written: the folder {path.parent} is read-only"
            )
