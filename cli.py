"""The command ``jauge``: its subcommands, and faults as one readable line."""

import sys
from collections.abc import Sequence

import grpc
import typer

import server
from jauge.client import fault
from pricing.commands.backup import backup, restore
from pricing.commands.curve import curve
from pricing.commands.forecast import forecast
from pricing.commands.import_history import import_history
from pricing.commands.optimize import optimize
from pricing.commands.options import err
from pricing.commands.quote import quote
from pricing.commands.rules import rules
from pricing.commands.sales import sales
from pricing.commands.settle import settle_sales
from pricing.commands.tokens import tokens
from pricing.domain.errors import PricingError
from simulator.commands import report, simulate

app = typer.Typer(
    help="Prices of seats: forecast, optimise, simulate, serve, quote.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
app.command("forecast")(forecast)
app.command("curve")(curve)
app.command("import")(import_history)
app.command("optimize")(optimize)
app.command("simulate")(simulate)
app.command("report")(report)
app.command("rules")(rules)
app.command("serve")(server.command)
app.add_typer(tokens, name="tokens")
app.command("quote")(quote)
app.command("sales")(sales)
app.command("settle")(settle_sales)
app.command("backup")(backup)
app.command("restore")(restore)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; a fault is one readable line and a code that is not 0."""
    try:
        app(args=arguments)
    except SystemExit as end:
        if _by_interrupt(end):
            _refused("interrupted; nothing was written.")
        raise
    except PricingError as error:
        return _refused(error.message)
    except grpc.RpcError as error:
        code = error.code()
        if code is grpc.StatusCode.UNAVAILABLE and not fault(error).reason:
            return _refused(_away(error.details() or ""))
        return _refused(error.details() or code.name)
    return 0


def _by_interrupt(error: BaseException | None) -> bool:
    """Return whether an error came of Ctrl-C, which typer turns into a silent exit."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def _away(details: str) -> str:
    """Return why there is no connection, from gRPC's own words."""
    if "handshake failed" in details or "Socket closed" in details:
        return (
            "what answers there cannot be trusted, or asks for other credentials; is "
            "it reached by TLS as it should be (--tls, --tls-ca, --tls-certificate)?"
        )
    return "no service answers there; start one with `jauge serve`."


def _refused(message: str) -> int:
    err.print(f"jauge: {message}", highlight=False, markup=False, soft_wrap=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
