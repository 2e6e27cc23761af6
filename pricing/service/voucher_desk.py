"""Where the vouchers of calls are checked, with keys from a file that is followed."""

import logging
from collections.abc import Sequence
from pathlib import Path

from pricing.access import vouchers_file
from pricing.access.vouchers import VoucherKeys
from pricing.access.watched import Watched
from pricing.domain.errors import FieldInvalid, FileInvalid, VoucherInvalid
from pricing.domain.season import Season
from pricing.domain.voucher import VOUCHERS_PER_ITEM_MAX, Voucher
from pricing.store.interface import Store

log = logging.getLogger(__name__)


class VoucherDesk:
    """Knows the keys of vouchers, and follows their file; None has no keys."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._keys: VoucherKeys | None = None
        if path is not None:
            self._watched = Watched(path)
            self._keys = vouchers_file.read(path).checker()

    def refresh(self) -> None:
        """Read the file again if it changed.

        One that is damaged or gone is told in the log, and the keys that were read
        last stay in force.
        """
        if self._path is None or not self._watched.changed():
            return
        try:
            found = vouchers_file.read(self._path)
        except FileInvalid as fault:
            log.error("the keys of vouchers stay as they were: %s", fault)
        else:
            self._keys = found.checker()
            log.info("keys of vouchers: %d in %s", len(found.keys), self._path)

    def reader(
        self, store: Store, season: Season, request_id: str = ""
    ) -> "VoucherReader":
        """Return what reads the vouchers of a basket of a season."""
        return VoucherReader(self._keys, store, season, request_id)


class VoucherReader:
    """Reads the vouchers of one basket."""

    def __init__(
        self,
        keys: VoucherKeys | None,
        store: Store,
        season: Season,
        request_id: str = "",
    ) -> None:
        self._keys = keys
        self._owner = season.organization_id
        self._season = season
        # What went through before gets its answer, whatever became of the key since.
        repeated = request_id in store.books(self._owner).requests
        self._now = None if repeated else store.now(self._owner)

    def of_item(
        self, texts: Sequence[str], tariff_id: str, bracket_id: str, field: str
    ) -> tuple[Voucher, ...]:
        """Return vouchers for a tariff; ``field`` is the path of their list.

        Raises
        ------
        FieldInvalid
            When there are too many.
        VoucherInvalid
            When one is not valid, or the service has no keys.
        """
        if not texts:
            return ()
        if len(texts) > VOUCHERS_PER_ITEM_MAX:
            raise FieldInvalid(
                field, f"Expected at most {VOUCHERS_PER_ITEM_MAX}, got {len(texts)}."
            )
        if self._keys is None:
            raise VoucherInvalid(
                f"{field}[0]", "this service has no keys to check it with (--vouchers)"
            )
        return tuple(
            self._keys.check(
                text, self._owner, tariff_id, bracket_id, self._now, f"{field}[{place}]"
            )
            for place, text in enumerate(texts)
        )

    def of_pack(
        self, texts: Sequence[str], pack_id: str, field: str
    ) -> tuple[Voucher, ...]:
        """Return vouchers for the tariff of a pack; none of a pack there is not."""
        pack = self._season.pack_by_id.get(pack_id)
        return () if pack is None else self.of_item(texts, pack.tariff_id, "", field)
