"""The service on the command line.

python server.py --store jauge.db --season examples/opera/season.toml
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from pricing.commands.options import Address, HistoryPath
from pricing.domain.errors import PricingError
from pricing.hosting import ServerSettings, serve
from pricing.service.call_log import LogFormat
from pricing.service.security import OPEN_SEATS_MAX, Security, tls_files

Certificate = Annotated[
    Path | None,
    typer.Option("--tls-certificate", help="PEM; read again when it changes."),
]
TlsKey = Annotated[Path | None, typer.Option("--tls-key", help="PEM; likewise.")]
ClientCa = Annotated[
    Path | None,
    typer.Option("--client-ca", help="Clients need a certificate of these; PEM."),
]


def command(
    store: Annotated[
        str,
        typer.Option(help="SQLite file, or postgresql://USER@HOST:PORT/DATABASE."),
    ] = "jauge.db",
    address: Address = "127.0.0.1:50051",
    metrics_address: Annotated[
        str, typer.Option(help="Where Prometheus reads.")
    ] = "127.0.0.1:9464",
    season: Annotated[Path | None, typer.Option(help="Season file to load.")] = None,
    history: HistoryPath = None,
    plan: Annotated[Path | None, typer.Option(help="Plan to put in force.")] = None,
    processes: Annotated[
        int, typer.Option(help="On one port, 1 to 256; PostgreSQL only.")
    ] = 1,
    tls_certificate: Certificate = None,
    tls_key: TlsKey = None,
    client_ca: ClientCa = None,
    tokens: Annotated[
        Path | None,
        typer.Option(help="Who may call (`jauge tokens`); read again on changes."),
    ] = None,
    vouchers: Annotated[
        Path | None,
        typer.Option(help="Keys of vouchers (`jauge vouchers`); likewise."),
    ] = None,
    insecure: Annotated[
        bool, typer.Option(help="Let other machines call without tokens or TLS.")
    ] = False,
    calls_per_second: Annotated[
        float | None,
        typer.Option(help="Of one token, else of one address; 0: no limit."),
    ] = None,
    open_seats: Annotated[
        int, typer.Option(help="Most seats that one holder of tokens may hold.")
    ] = OPEN_SEATS_MAX,
    reflection: Annotated[
        bool, typer.Option(help="Describe the service to who asks.")
    ] = True,
    log_format: Annotated[
        LogFormat, typer.Option(help="Lines for people or for programs.")
    ] = LogFormat.TEXT,
    log_reads: Annotated[
        bool, typer.Option(help="Log calls that only read, too.")
    ] = False,
) -> None:
    """Serve prices and quotes over gRPC until SIGTERM.

    Example: `jauge serve --store jauge.db --season season.toml --plan plan.json`

    Several processes: `jauge serve --store postgresql://jauge@db/books --processes 4`

    For other machines: `jauge serve --address 0.0.0.0:50051 --tokens tokens.json
    --tls-certificate chain.pem --tls-key key.pem`
    """
    try:
        security = Security(
            tls=tls_files(tls_certificate, tls_key, client_ca),
            tokens=tokens,
            vouchers=vouchers,
            insecure=insecure,
            reflection=reflection,
            calls_per_second=calls_per_second,
            open_seats_max=open_seats,
        )
        settings = ServerSettings(
            store, address, metrics_address, season, history, plan,
            processes=processes, security=security,
            log_format=log_format, log_reads=log_reads,
        )  # fmt: skip
    except PricingError as fault:
        print(f"jauge: {fault}", file=sys.stderr)
        raise typer.Exit(1) from None
    raise typer.Exit(serve(settings))


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Serve as the arguments say; exit with the code."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(command)
    app(args=arguments)
    raise AssertionError("typer exits")


if __name__ == "__main__":
    main()
