"""The command ``jauge``: its subcommands, and faults as one readable line."""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import grpc
import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from jauge.client import fault
from pricing.commands.options import err
from pricing.domain.errors import PricingError

# Where each lies: read only when it is asked for, for some bring slow libraries.
COMMANDS = {
    "forecast": "pricing.commands.forecast:forecast",
    "curve": "pricing.commands.curve:curve",
    "import": "pricing.commands.import_history:import_history",
    "optimize": "pricing.commands.optimize:optimize",
    "activate": "pricing.commands.activate:activate",
    "update": "pricing.commands.update:update",
    "audience": "simulator.commands:audience",
    "simulate": "simulator.commands:simulate",
    "report": "simulator.report_command:report",
    "rules": "pricing.commands.rules:rules",
    "cooperative": "pricing.commands.cooperative:cooperative",
    "serve": "server:command",
    "tokens": "pricing.commands.tokens:tokens",
    "vouchers": "pricing.commands.vouchers:vouchers",
    "quote": "pricing.commands.quote:quote",
    "prices": "pricing.commands.prices:prices",
    "follow": "pricing.commands.follow:follow",
    "sales": "pricing.commands.sales:sales",
    "settle": "pricing.commands.settle:settle_sales",
    "verify": "pricing.commands.verify:verify",
    "log": "pricing.commands.log:log",
    "fund": "pricing.commands.fund:fund",
    "access": "simulator.access_command:access",
    "aggregates": "pricing.commands.aggregates:aggregates",
    "backup": "pricing.commands.backup:backup",
    "restore": "pricing.commands.backup:restore",
}

Command = TyperCommand | TyperGroup


class Commands(TyperGroup):
    """The subcommands, each found by its name."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names, in the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Command | None:
        """Return a subcommand, None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found = getattr(import_module(module), name)
        if not isinstance(found, typer.Typer):
            alone = _typer()
            alone.command(cmd_name)(found)
            found = alone
        command = get_command(found)
        command.name = cmd_name
        return command  # type: ignore[return-value]


def _typer(**settings: object) -> typer.Typer:
    return typer.Typer(
        add_completion=False,
        rich_markup_mode="markdown",
        pretty_exceptions_enable=False,
        **settings,  # type: ignore[arg-type]
    )


app = _typer(
    cls=Commands,
    help="Prices of seats: forecast, optimise, simulate, serve, quote.",
    no_args_is_help=True,
)


@app.callback()
def _jauge() -> None:
    """Prices of seats: forecast, optimise, simulate, serve, quote."""


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
