"""Whether the vouchers of an item or pack are those that its tariff asks for."""

from datetime import datetime

from pricing.domain.errors import EvidenceMissing, FieldInvalid, VoucherExpired
from pricing.domain.tariff import Tariff
from pricing.domain.voucher import Voucher, needed


def check_vouchers(
    tariff: Tariff,
    chosen_minor: int | None,
    vouchers: tuple[Voucher, ...],
    seats: int,
    field: str,
    now: datetime,
) -> None:
    """Refuse vouchers that are missing, not enough, more than enough, or over.

    ``seats`` are those of an item, or the packs of a pack; ``field`` is the path of
    it in the request.

    Raises
    ------
    EvidenceMissing
        The tariff asks for vouchers, and there is none.
    FieldInvalid
        It asks for none; or they are for too few seats, or some would be used up for
        nothing.
    VoucherExpired
        One was valid until a time that has passed.
    """
    field = f"{field}.vouchers"
    if not tariff.asks_voucher(chosen_minor):
        if vouchers:
            raise FieldInvalid(
                field,
                f'tariff "{tariff.id}" asks for no voucher here; leave it out, for it '
                "would be used up.",
            )
        return
    if not vouchers:
        raise EvidenceMissing(tariff.id, "a signed voucher", field)
    for place, each in enumerate(vouchers):
        if each.expires_at is not None and each.expires_at <= now:
            raise VoucherExpired(f"{field}[{place}]", each.expires_at)
    enough = needed(vouchers, seats)
    if enough > len(vouchers):
        good_for = sum(each.seats for each in vouchers)
        raise FieldInvalid(
            field,
            f"they are good for {good_for} together, and {seats} are asked for; give "
            "more, or ask for fewer.",
        )
    if enough < len(vouchers):
        raise FieldInvalid(
            field,
            f"the first {enough} are enough for {seats}; leave the others out, for "
            "they would be used up.",
        )
