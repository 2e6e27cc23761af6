"""Sales move prices: once a batch is sold, the rest of the season is priced anew.

That is long work, so a job does it: it learns demand from what was sold at the
prices that stood, solves the rest of the season, and its plan comes into force when
sales may next move prices. Each such moment has one job at most, whichever process
asks for it first: its request_id names the moment.
"""

import logging

from jauge.pricing.v1.job_pb2 import Job
from pricing.domain.errors import PricingError
from pricing.service.jobs import Jobs
from pricing.service.names import PricePlanName, SeasonName
from pricing.service.planning import new_job_id
from pricing.store.interface import Store
from pricing.store.season_books import SeasonBooks

log = logging.getLogger(__name__)


class SalesWatch:
    """Looks at what was sold; to be used from one event loop."""

    def __init__(self, store: Store, jobs: Jobs) -> None:
        self._store = store
        self._jobs = jobs
        # The moments and seats at which a season was last looked at.
        self._looked: dict[SeasonName, tuple[int, int]] = {}

    async def look(self) -> None:
        """Ask for new prices of each season of which a batch was sold."""
        for organization_id in self._store.organizations():
            books = self._store.books(organization_id)
            for season_id, of in list(books.seasons.items()):
                name = SeasonName(organization_id, season_id)
                if not of.sales_move or not of.active_plan_id:
                    continue
                try:
                    await self._look_at(name, of)
                except PricingError as fault:
                    log.warning("%s keeps its prices for now: %s", name, fault)
                except Exception:
                    # Holds of all organisations run out by the same clock.
                    log.exception("%s keeps its prices for now", name)

    async def _look_at(self, name: SeasonName, of: SeasonBooks) -> None:
        settings = of.season.sales_repricing
        now = self._store.now(name.organization_id)
        turn = settings.turn(now)
        seen = (turn, of.taken_version)
        if not settings.on or of.pace.scheduled or self._looked.get(name) == seen:
            return
        # Whatever comes of it, it is looked at again at the next sale or moment.
        self._looked[name] = seen
        request_id = f"sales-{name.season_id}-{settings.minutes}-{turn}"
        asked_for = request_id in self._store.books(name.organization_id).requests
        if not asked_for and of.pace.sold_a_batch(of.season, of.counts, now):
            active = PricePlanName(
                name.organization_id, name.season_id, of.active_plan_id
            )
            work = {
                "activate": True,
                "from_sales": True,
                "expected_active_price_plan": str(active),
            }
            job = await self._jobs.create(
                name, Job(optimization=work), request_id, new_job_id
            )
            log.info("%s: a batch is sold, %s prices the rest anew", name, job.name)
