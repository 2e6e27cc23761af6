"""Checks that tariffs, cards, pools and packs of a season fit together."""

from typing import TYPE_CHECKING

from pricing.domain.chosen_price import Suspended
from pricing.domain.ids import check_unique
from pricing.domain.pack import Pack, PackPrices
from pricing.domain.scope import Scope
from pricing.domain.tariff import FixedAmount, Percentage, Tariff

if TYPE_CHECKING:
    from pricing.domain.season import Season


def check_offered(season: "Season") -> None:
    """Refuse what names something that is not there, or keeps more than there is.

    Raises
    ------
    ValueError
        It names the tariff, card, pool or pack.
    """
    pools = {pool.id for pool in season.pools}
    cards = {card.id for card in season.cards}
    check_unique((each.id for each in season.pools), "pools")
    check_unique((each.id for each in season.cards), "cards")
    check_unique((each.id for each in season.packs), "packs")
    for tariff in season.tariffs:
        if isinstance(tariff.price, Suspended) and tariff.price.pool_id not in pools:
            raise _missing("pool", tariff.price.pool_id, f"tariff {tariff.id!r}", pools)
        if tariff.card_id and tariff.card_id not in cards:
            raise _missing("card", tariff.card_id, f"tariff {tariff.id!r}", cards)
    for pool in season.pools:
        _check_scope(season, pool.id, pool.scope)
    for pack in season.packs:
        _check_pack(season, pack)
    for kind, kept in (
        ("tariffs", [tariff.kept_permille for tariff in season.tariffs]),
        ("channels", [channel.kept_permille for channel in season.channels]),
    ):
        if sum(kept) > 1000:
            raise ValueError(
                f"Expected {kind} that keep at most all of the seats, "
                f"got {sum(kept) / 10:g} %."
            )


def _missing(kind: str, name: str, of: str, known: set[str]) -> ValueError:
    return ValueError(
        f"Expected a {kind} of {of} among {', '.join(sorted(known)) or 'none'}, "
        f"got {name!r}."
    )


def _check_scope(season: "Season", pool_id: str, scope: Scope) -> None:
    if not any(scope.covers(each) for each in season.performances) and scope != Scope():
        raise ValueError(
            f"Expected a performance in the scope of '{pool_id}', got none."
        )


def _check_pack(season: "Season", pack: Pack) -> None:
    """Refuse a pack of unknown performances, or at a tariff that sets no price."""
    of = f"pack {pack.id!r}"
    tariffs = season.tariff_by_id
    tariff: Tariff | None = tariffs.get(pack.tariff_id)
    if tariff is None:
        raise _missing("tariff", pack.tariff_id, of, set(tariffs))
    if not isinstance(tariff.price, Percentage | FixedAmount) or tariff.card_id:
        raise ValueError(
            f"Expected a tariff of {of} with a percentage or an amount and no card, "
            f"got {tariff.id!r}."
        )
    for performance_id in pack.performance_ids:
        performance = season.performance_by_id.get(performance_id)
        if performance is None:
            raise ValueError(
                f"Expected performances of {of} that exist, got {performance_id!r}."
            )
        if not isinstance(pack.price, PackPrices):
            continue
        venue = season.venue_of(performance)
        for category, _ in pack.price.by_category:
            if category and venue.category_index(category) < 0:
                raise ValueError(
                    f"Expected categories of {of} that {performance_id!r} has, "
                    f"got {category!r}."
                )
