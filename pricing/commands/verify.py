"""``jauge verify``: the log held to its seals and to the rules, event by event."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from pricing.commands.log_options import (
    OrganizationId,
    StoreAddress,
    organization_of,
    reading,
)
from pricing.commands.options import Language, err, out
from pricing.domain.errors import FieldInvalid
from pricing.proof.beside import verify_store
from pricing.proof.certificate import Certificate
from pricing.proof.export import ExportedLog
from pricing.proof.plain import plain
from pricing.proof.verify import verify as verify_rows
from pricing.proof.words import page
from pricing.store.seal import Head, head_of


def verify(
    store: StoreAddress = "jauge.db",
    log: Annotated[
        Path | None,
        typer.Option(help="An exported log (`jauge log export`), in place of a store."),
    ] = None,
    votes: Annotated[
        list[Path] | None,
        typer.Option(help="With --log: the exported log of a cooperative."),
    ] = None,
    organization: OrganizationId = "",
    season: Annotated[str, typer.Option(help="Tell of this season alone.")] = "",
    heads: Annotated[
        list[str] | None,
        typer.Option(
            "--head",
            metavar="SEQUENCE:SEAL",
            help="A head that somebody kept: the log must go through it.",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="The certificate as JSON.")
    ] = False,
    language: Language = Language.en,
) -> None:
    """Hold a log to its seals and each price and sale to the rules then in force.

    Example: `jauge verify --store jauge.db --head 1204:5f0c...`

    Prints a certificate and ends with 0, or the breaches with their numbers and ends
    with 1. A service that runs on the store goes on running.
    """
    known = _heads(heads or [])
    with _told() as progress:
        if log is not None:
            found = _of_file(log, votes or [], season, known, progress)
        else:
            with reading(store) as reader:
                owner = organization_of(reader, organization)
            found = verify_store(
                store, owner, season_id=season, known=known, progress=progress
            )
    if as_json:
        out.print_json(json.dumps(plain(found, language.value)))
    else:
        for line in page(found, language.value):
            out.print(line, highlight=False, markup=False, soft_wrap=True)
    if not found.sound:
        raise typer.Exit(1)


def _of_file(
    path: Path,
    votes: list[Path],
    season: str,
    known: list[Head],
    progress: Callable[[int], None],
) -> Certificate:
    exported = ExportedLog(path)
    beside = {each.organization_id: each for each in map(ExportedLog, votes)}
    return verify_rows(
        exported.organization_id,
        exported.sealed_rows(),
        season_id=season,
        known=known,
        log_of=lambda key: beside[key].sealed_rows() if key in beside else None,
        progress=progress,
    )


def _heads(texts: list[str]) -> list[Head]:
    try:
        return [head_of(text) for text in texts]
    except ValueError as error:
        raise FieldInvalid("--head", str(error)) from None


@contextmanager
def _told() -> Iterator[Callable[[int], None]]:
    """Yield what tells of progress, to people alone."""
    with err.status("reading the log") as status:
        yield lambda count: status.update(f"{count:,} events")
