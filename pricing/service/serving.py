"""The service put together: servicers, health, reflection, limits, drain."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Thread
from wsgiref.simple_server import WSGIServer

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from prometheus_client import start_http_server

from jauge.pricing.v1 import (
    catalog_service_pb2,
    feed_service_pb2,
    governance_service_pb2,
    planning_service_pb2,
    quote_service_pb2,
    settlement_service_pb2,
)
from pricing.domain.errors import FieldInvalid
from pricing.service.call_log import CallLog
from pricing.service.calls import Handlers
from pricing.service.catalog import CatalogServicer
from pricing.service.clock import ServiceClock
from pricing.service.feed import FeedServicer
from pricing.service.following import follow
from pricing.service.gate import Gate
from pricing.service.governance import GovernanceServicer
from pricing.service.jobs import Jobs
from pricing.service.kinds import ForecastKind, JobKind, OptimizationKind
from pricing.service.listening import add_reflection, bound, host_port
from pricing.service.metrics import Metrics
from pricing.service.planning import PlanningServicer
from pricing.service.quotes import QuoteServicer
from pricing.service.security import Security
from pricing.service.settlement import SettlementServicer
from pricing.service.tasks import Work
from pricing.service.tls import Certificates
from pricing.service.vote_clock import VoteClock
from pricing.service.voucher_desk import VoucherDesk
from pricing.service.workers import Workers
from pricing.store.interface import Store

MESSAGE_BYTES_MAX = 4 << 20
ANSWER_BYTES_MAX = 16 << 20
CALLS_A_CONNECTION_MAX = 500
KEEPALIVE_SECONDS = 30

SERVICES = tuple(
    module.DESCRIPTOR.services_by_name[name]
    for module, name in (
        (catalog_service_pb2, "CatalogService"),
        (quote_service_pb2, "QuoteService"),
        (planning_service_pb2, "PlanningService"),
        (settlement_service_pb2, "SettlementService"),
        (feed_service_pb2, "FeedService"),
        (governance_service_pb2, "GovernanceService"),
    )
)


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Addresses and limits; port 0 takes any that is free."""

    address: str = "127.0.0.1:50051"
    # Empty: no metrics are served.
    metrics_address: str = "127.0.0.1:9464"
    # Whether other processes of this service listen on the same port.
    port_shared: bool = False
    concurrent_calls_max: int = 2000
    job_workers: int = 1
    queued_jobs_max: int = 50
    # How long open calls may take to end once the service is asked to stop.
    grace_seconds: float = 5.0
    security: Security = field(default_factory=Security)
    # Whether calls that only read are told in the log, too.
    log_reads: bool = False


class Service:
    """One running service over a store; to be used from one event loop."""

    def __init__(
        self,
        store: Store,
        settings: ServiceSettings,
        more_kinds: Mapping[str, JobKind] | None = None,
        more_handlers: Sequence[grpc.GenericRpcHandler] = (),
        preview: Work | None = None,
    ) -> None:
        """Put a service together.

        Parameters
        ----------
        store : Store
            What it answers from.
        settings : ServiceSettings
            Addresses, limits, who may call.
        more_kinds : mapping
            Further kinds of jobs, by their field in a job's message.
        more_handlers : sequence
            Further methods, bare: no token is asked for and nothing is counted.
        preview : Work, optional
            Plays a season with and without a rule; nothing is previewed without it.
        """
        self._store = store
        self._settings = settings
        self._more_handlers = tuple(more_handlers)
        self._metrics = Metrics()
        self._workers = Workers(settings.job_workers, settings.queued_jobs_max)
        kinds: dict[str, JobKind] = {"forecast": ForecastKind(store)}
        self.jobs = Jobs(store, kinds, self._workers)
        kinds["optimization"] = OptimizationKind(store, self._metrics)
        kinds.update(more_kinds or {})
        self._metrics.watch(store, self.jobs)
        self._feed = FeedServicer(store)
        votes = VoteClock(store)
        self._clock = ServiceClock(store, votes, self.jobs)
        # Its own process, started when it is first needed: members wait for it.
        self._aside = Workers(1, settings.queued_jobs_max)
        self._governance = GovernanceServicer(store, votes, self._aside, preview)
        self._health = health.aio.HealthServicer()
        self._vouchers = VoucherDesk()
        self._server: grpc.aio.Server | None = None
        self._ticking: asyncio.Task[None] | None = None
        self._following: asyncio.Task[None] | None = None
        self._metrics_server: tuple[WSGIServer, Thread] | None = None
        self.port = 0
        self.metrics_port = 0

    async def start(self) -> None:
        """Bind the addresses and answer; not yet SERVING to health checks.

        Raises
        ------
        FieldInvalid
            When an address is malformed or taken, or needs tokens that there are not.
        FileInvalid
            When a file of tokens, keys or certificates is not what it should be.
        """
        host, _ = host_port("address", self._settings.address)
        self._settings.security.check(host)
        gate = Gate(self._settings.security, host, self._governance.taking_part)
        self._vouchers = VoucherDesk(self._settings.security.vouchers)
        credentials = self._credentials()
        await self.jobs.recover()
        await self._clock.tick()
        self._server = self._assembled(gate)
        self.port = bound(self._server, self._settings.address, credentials)
        if self._settings.metrics_address:
            self._serve_metrics(self._settings.metrics_address)
        await self._server.start()
        self._ticking = asyncio.create_task(self._clock.run())
        self._following = asyncio.create_task(
            follow(gate.refresh, self._vouchers.refresh)
        )

    async def ready(self) -> None:
        """Tell health checks that quotes can be asked for."""
        for name in ("", *(service.full_name for service in SERVICES)):
            await self._health.set(name, health_pb2.HealthCheckResponse.SERVING)

    async def stop(self) -> None:
        """Take no new calls, let open ones end, stop jobs; safe to repeat."""
        await self._health.enter_graceful_shutdown()
        self._feed.close()
        await asyncio.to_thread(self._aside.close)
        await self.jobs.close()
        if self._server is not None:
            await self._server.stop(self._settings.grace_seconds)
        for task in (self._ticking, self._following):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        if self._metrics_server is not None:
            server, thread = self._metrics_server
            await asyncio.to_thread(server.shutdown)
            server.server_close()
            thread.join()
            self._metrics_server = None

    def _credentials(self) -> grpc.ServerCredentials | None:
        files = self._settings.security.tls
        return None if files is None else Certificates(files).credentials()

    def _assembled(self, gate: Gate) -> grpc.aio.Server:
        server = grpc.aio.server(
            maximum_concurrent_rpcs=self._settings.concurrent_calls_max,
            options=(
                ("grpc.max_receive_message_length", MESSAGE_BYTES_MAX),
                ("grpc.max_send_message_length", ANSWER_BYTES_MAX),
                # Of one connection: whoever wants more waits for its own calls.
                ("grpc.max_concurrent_streams", CALLS_A_CONNECTION_MAX),
                # Who went without a word is found out, and its calls ended.
                ("grpc.keepalive_time_ms", KEEPALIVE_SECONDS * 1000),
                ("grpc.keepalive_timeout_ms", KEEPALIVE_SECONDS * 1000 // 2),
                ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
                # A second server on the port is a mistake where it is not wanted.
                ("grpc.so_reuseport", int(self._settings.port_shared)),
            ),
        )
        servicers: tuple[object, ...] = (
            CatalogServicer(self._store),
            QuoteServicer(self._store, self._vouchers),
            PlanningServicer(self._store, self.jobs),
            SettlementServicer(self._store),
            self._feed,
            self._governance,
        )
        call_log = CallLog(reads=self._settings.log_reads)
        server.add_generic_rpc_handlers(
            [
                Handlers(service, servicer, self._metrics, gate, call_log)
                for service, servicer in zip(SERVICES, servicers, strict=True)
            ]
        )
        if self._more_handlers:
            server.add_generic_rpc_handlers(self._more_handlers)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, server)
        if self._settings.security.reflection:
            names = (*(service.full_name for service in SERVICES), health.SERVICE_NAME)
            add_reflection(server, names)
        return server

    def _serve_metrics(self, address: str) -> None:
        host, port = host_port("metrics_address", address)
        self._settings.security.check_metrics(host)
        try:
            self._metrics_server = start_http_server(port, host, self._metrics.registry)
        except OSError as error:
            raise FieldInvalid(
                "metrics_address", f"{address} cannot be bound: {error}."
            ) from None
        self.metrics_port = self._metrics_server[0].server_port
