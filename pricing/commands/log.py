"""``jauge log``: the log as a file for others, and the head to publish."""

from itertools import takewhile
from pathlib import Path
from typing import Annotated

import typer

from pricing.commands.log_options import (
    OrganizationId,
    StoreAddress,
    organization_of,
    reading,
)
from pricing.commands.options import err, out
from pricing.domain.errors import NameUnknown
from pricing.proof.export import write_log
from pricing.store.address import LogReader
from pricing.store.seal import Head, held

log = typer.Typer(
    help="The log: written for others to check, and its head.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)


@log.command("export")
def export_log(
    out_path: Annotated[
        Path,
        typer.Option("--out", help="Where it goes; compressed where it ends in .gz."),
    ],
    store: StoreAddress = "jauge.db",
    organization: OrganizationId = "",
) -> None:
    """Write the log of an organisation as lines of JSON, each event with its seal.

    Example: `jauge log export --store jauge.db --out log.jsonl`

    docs/proof.md has the format. The log of a cooperative is that of
    `--organization cooperatives/ID`.
    """
    with reading(store) as reader:
        owner = _owner(reader, organization)
        rows = held(owner, Head(), reader.sealed_rows(owner))
        # Others may go on writing.
        last = reader.head(owner).sequence
        until = takewhile(lambda each: each[0][0] <= last, rows)
        head = write_log(out_path, owner, until)
    err.print(
        f"{head.sequence} events of {owner}, head {head}: {out_path}",
        soft_wrap=True,
        highlight=False,
        markup=False,
    )


@log.command("head")
def head_of_log(
    store: StoreAddress = "jauge.db", organization: OrganizationId = ""
) -> None:
    """Print the head of a log: what to publish, so that nobody can rewrite it.

    Example: `jauge log head --store jauge.db`
    """
    with reading(store) as reader:
        owner = _owner(reader, organization)
        out.print(str(reader.head(owner)), highlight=False, soft_wrap=True)


def _owner(reader: LogReader, asked: str) -> str:
    """Return whose log is asked for, which may be a cooperative's."""
    if "/" not in asked:
        return organization_of(reader, asked)
    known = list(reader.organizations())
    if asked not in known:
        raise NameUnknown("log", asked, known)
    return asked
