"""``jauge fund``: what solidarity funds have left, what moved them, what is to come."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from pricing.commands.log_options import (
    OrganizationId,
    SeasonId,
    StoreAddress,
    organization_of,
    reading,
)
from pricing.commands.options import Language, out
from pricing.domain.fund import INCOME, MILLI, OUTGOING, Account
from pricing.domain.money import format_minor, nearest_minor
from pricing.domain.season import Season
from pricing.files.fund_file import write_entries, write_uses
from pricing.files.write_table import check_format
from pricing.settlement.fund_ledger import FundLedger
from pricing.settlement.fund_view import (
    FundView,
    PoolView,
    fund_ids,
    fund_view,
    pool_views,
)
from pricing.settlement.solidarity_use import SolidarityUse, solidarity_use

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "fund": "Fund {id}: {left} left to give",
        "gone": "Fund {id}: {left} kept; its rule is not in force",
        "donations": "donations",
        "subsidy": "subsidy",
        "gifts": "gifts at checkout",
        "round_ups": "round-ups at checkout",
        "support": "chosen support",
        "surplus": "share of surplus",
        "promised": "promised to open quotes",
        "reductions": "reductions given",
        "advance": "advanced by the house",
        "ahead": "expected by plan {plan}",
        "until": "until {end}: {granted} given, {brought} of surplus, {balance} left",
        "worth": "one {currency} more buys {seats:.3f} seats",
        "idle": "one {currency} more buys no seat: it is not money that lacks",
        "unplanned": "no plan in force says what is to come",
        "pool": "Pool {id}: {left} left of {given} given for suspended tickets",
        "kept": "Kept seats of {category}: {taken} of {kept} used ({share:.0%})",
        "none": "no fund: the season has no SolidarityBudget",
        "entries": "entries",
        "rows": "rows",
    },
    "fr": {
        "fund": "Fonds {id} : {left} restent à donner",
        "gone": "Fonds {id} : {left} gardés ; sa règle n'est pas en vigueur",
        "donations": "dons",
        "subsidy": "subvention",
        "gifts": "dons en caisse",
        "round_ups": "arrondis en caisse",
        "support": "soutien choisi",
        "surplus": "part du surplus",
        "promised": "promis aux offres en cours",
        "reductions": "réductions accordées",
        "advance": "avancé par la maison",
        "ahead": "attendu par le plan {plan}",
        "until": "jusqu'au {end} : {granted} accordés, {brought} de surplus, "
        "reste {balance}",
        "worth": "un {currency} de plus paie {seats:.3f} place",
        "idle": "un {currency} de plus ne paie aucune place : l'argent ne manque pas",
        "unplanned": "aucun plan en vigueur ne dit la suite",
        "pool": "Cagnotte {id} : {left} restent de {given} donnés pour des billets "
        "suspendus",
        "kept": "Places gardées en {category} : {taken} sur {kept} utilisées "
        "({share:.0%})",
        "none": "aucun fonds : la saison n'a pas de SolidarityBudget",
        "entries": "écritures",
        "rows": "lignes",
    },
}


def fund(
    season: SeasonId,
    store: StoreAddress = "jauge.db",
    organization: OrganizationId = "",
    out_path: Annotated[
        Path | None,
        typer.Option("--out", help="Where the entries go: .csv, .parquet."),
    ] = None,
    seats_path: Annotated[
        Path | None,
        typer.Option("--seats", help="Where the use of kept seats goes, by date."),
    ] = None,
    language: Language = Language.en,
) -> None:
    """Say what solidarity funds have left, and what plans expect of them.

    Example: `jauge fund --store jauge.db --season season-2026 --out ledger.csv`

    A service that runs on the store goes on running.
    """
    for path in (out_path, seats_path):
        if path is not None:
            check_format(path)
    with reading(store) as log:
        owner = organization_of(log, organization)
        ledger = FundLedger(owner)
        for recorded in log.read(owner):
            ledger.take(recorded)
    of = ledger.books.season(season)
    # A log may be ahead of this machine's clock.
    now = max(datetime.now(UTC), ledger.books.time or datetime.now(UTC))
    uses = list(solidarity_use(of, now))
    said = Said(of.season, language)
    said.funds([fund_view(of, each, now) for each in fund_ids(of)])
    said.pools(pool_views(of))
    said.kept(uses)
    if out_path is not None:
        count = write_entries(ledger.of_season(season), of.season, out_path)
        said.written(out_path, "entries", count)
    if seats_path is not None:
        count = write_uses(uses, of.season, seats_path)
        said.written(seats_path, "rows", count)


class Said:
    """Lines on a terminal in one language."""

    def __init__(self, season: Season, language: Language) -> None:
        self._season, self._language = season, language
        self._words = _WORDS[language.value]

    def funds(self, views: Iterable[FundView]) -> None:
        """Print each fund: its accounts, then what is to come."""
        shown = False
        for view in views:
            shown = True
            kind = "gone" if view.rule is None else "fund"
            self._say(kind, id=view.id, left=self._milli(view.left_milli))
            for account in (
                *INCOME,
                Account.ADVANCE,
                *OUTGOING,
            ):
                amount = view.accounts_milli[account]
                if amount:
                    sign = -1 if account in OUTGOING else 1
                    name = self._words[account.value]
                    self._line(f"  {name:<26}{self._milli(sign * amount):>20}")
            self._ahead(view)
        if not shown:
            self._say("none")

    def pools(self, views: Iterable[PoolView]) -> None:
        """Print each pool of suspended tickets."""
        for view in views:
            left, given = self._minor(view.left_minor), self._minor(view.given_minor)
            self._say("pool", id=view.id, left=left, given=given)

    def kept(self, uses: Iterable[SolidarityUse]) -> None:
        """Print the used share of kept seats by category, over all dates."""
        kept: Counter[str] = Counter()
        taken: Counter[str] = Counter()
        for use in uses:
            kept[use.seat_category_id] += use.kept
            taken[use.seat_category_id] += min(use.kept, use.taken)
        for category, count in kept.items():
            used = taken[category]
            self._say(
                "kept", category=category, taken=used, kept=count, share=used / count
            )

    def written(self, path: Path, kind: str, count: int) -> None:
        """Print what went into a file."""
        self._line(f"{path}: {count} {self._words[kind]}")

    def _ahead(self, view: FundView) -> None:
        if not view.months:
            if view.rule is not None:
                self._say("unplanned", indent="  ")
            return
        self._say("ahead", indent="  ", plan=view.plan_id)
        zone = ZoneInfo(self._season.time_zone)
        for month in view.months:
            self._say(
                "until",
                indent="    ",
                end=f"{month.end.astimezone(zone):%Y-%m-%d}",
                granted=self._units(month.granted),
                brought=self._units(month.brought),
                balance=self._units(month.balance),
            )
        kind = "worth" if view.seats_per_unit else "idle"
        currency = self._season.currency_code
        self._say(kind, indent="  ", currency=currency, seats=view.seats_per_unit)

    def _say(self, kind: str, indent: str = "", **values: object) -> None:
        self._line(f"{indent}{self._words[kind].format(**values)}")

    def _line(self, text: str) -> None:
        out.print(text, highlight=False, markup=False, soft_wrap=True)

    def _milli(self, amount_milli: int) -> str:
        # Towards zero: a part of a coin is not there to be given.
        whole = abs(amount_milli) // MILLI
        return self._minor(whole if amount_milli >= 0 else -whole)

    def _units(self, amount: float) -> str:
        return self._minor(nearest_minor(amount, self._season.currency_code))

    def _minor(self, amount: int) -> str:
        code = self._season.currency_code
        return format_minor(amount, code, language=self._language.value)
