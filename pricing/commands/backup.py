"""``jauge backup`` and ``jauge restore``: a store in one file, and back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pricing.commands.options import err
from pricing.store import backup as backups
from pricing.store.address import open_log, open_reader
from pricing.store.backup_file import Contents
from pricing.store.seal import Head

StoreArgument = Annotated[
    str, typer.Argument(metavar="STORE", help="A file, or postgresql://...")
]
FileArgument = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="Backup; compressed where it ends in .gz."),
]


def backup(store: StoreArgument, file: FileArgument) -> None:
    """Copy a store into one file; a service that runs on it goes on running.

    Example: `jauge backup jauge.db jauge-2026-11-22.backup.gz`
    """
    log = open_reader(store)
    try:
        contents = backups.backup(log, file, datetime.now(UTC))
    finally:
        log.close()
    _tell(contents, f"are in {file}")


def restore(file: FileArgument, store: StoreArgument) -> None:
    """Make a new store from a backup: all of it, checked, or nothing.

    Example: `jauge restore jauge-2026-11-22.backup.gz restored.db`

    A backup of either kind of store makes either kind.
    """
    # Before a store is made that would stay empty.
    contents = backups.check(file)
    log = open_log(store)
    try:
        backups.restore(file, contents, log)
    finally:
        log.close()
    _tell(contents, "are in the store, as in the backup")


def _tell(contents: Contents, where: str) -> None:
    count = len(contents.heads)
    err.print(
        f"{contents.event_count} events of {count} "
        f"{'organisation' if count == 1 else 'organisations'} {where}; "
        f"sha256 of the events {contents.digest}",
        soft_wrap=True,
        highlight=False,
    )
    # Whoever keeps them can tell whether the log was changed since: jauge verify.
    for name, seal in contents.seals.items():
        head = Head(contents.heads[name], seal)
        err.print(f"head of {name}: {head}", soft_wrap=True, highlight=False)
