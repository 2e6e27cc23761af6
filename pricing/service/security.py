"""What the service is told of TLS, tokens and limits, and what may go without."""

from dataclasses import dataclass
from pathlib import Path

from jauge.connection import is_local
from pricing.domain.errors import FieldInvalid

CALLS_PER_SECOND = 1000.0
OPEN_SEATS_MAX = 5000


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """Certificate chain, key, and whom clients' certificates must come from; PEM."""

    certificate: Path
    key: Path
    # Without it, clients need no certificate.
    client_ca: Path | None = None


@dataclass(frozen=True, slots=True)
class Security:
    """Who may call a service, and how much of it one caller may have."""

    tls: TlsFiles | None = None
    # Without it everybody may call, and ask for all.
    tokens: Path | None = None
    # The keys of vouchers; without it, tariffs that ask for one are not sold.
    vouchers: Path | None = None
    # Whether other machines may call without tokens, or without TLS.
    insecure: bool = False
    # Whether the service describes itself to who asks, token or not.
    reflection: bool = True
    # Of one token, or where there are none of one address, in each process; 0 is no
    # limit, and None what suits the address.
    calls_per_second: float | None = None
    # Seats in open quotes of one holder of tokens, over all processes; 0 is no limit.
    open_seats_max: int = OPEN_SEATS_MAX

    def __post_init__(self) -> None:
        if self.calls_per_second is not None and not self.calls_per_second >= 0:
            raise FieldInvalid("--calls-per-second", "Expected 0 or more.")
        if self.open_seats_max < 0:
            raise FieldInvalid("--open-seats", "Expected 0 or more.")

    def rate(self, host: str) -> float:
        """Return the calls a second that one caller may make; 0 is no limit."""
        if self.calls_per_second is not None:
            return self.calls_per_second
        # Who is on this machine without tokens is trusted with all of it.
        return 0.0 if self.tokens is None and is_local(host) else CALLS_PER_SECOND

    def check(self, host: str) -> None:
        """Refuse to lie open to other machines unless ``insecure`` says so.

        Raises
        ------
        FieldInvalid
            When others can reach the address, and there are no tokens or no TLS.
        """
        if self.insecure or is_local(host):
            return
        if self.tokens is None:
            raise FieldInvalid(
                "--address",
                f"{host} can be reached from other machines, and without tokens "
                "whoever reaches it may sell and read everything. Give --tokens "
                "FILE (`jauge tokens create` makes one), or say --insecure if the "
                "network itself keeps others out.",
            )
        if self.tls is None:
            raise FieldInvalid(
                "--address",
                f"{host} can be reached from other machines, and without TLS tokens "
                "can be read on the way. Give --tls-certificate and --tls-key, or "
                "say --insecure if a proxy or the network sees to that.",
            )

    def check_metrics(self, host: str) -> None:
        """Refuse to show the metrics to other machines unless ``insecure`` says so.

        Raises
        ------
        FieldInvalid
            When others can reach the address: no token is asked for there.
        """
        if not self.insecure and not is_local(host):
            raise FieldInvalid(
                "--metrics-address",
                f"{host} can be reached from other machines, and shows the seats of "
                "all organisations to whoever asks. Keep it on this machine, where "
                "an agent may collect it, or say --insecure if the network itself "
                "keeps others out.",
            )


def tls_files(
    certificate: Path | None, key: Path | None, client_ca: Path | None
) -> TlsFiles | None:
    """Return the files that the flags name, None where they name none.

    Raises
    ------
    FieldInvalid
        When one is named without another that it needs.
    """
    if certificate is None and key is None and client_ca is None:
        return None
    if certificate is None or key is None:
        raise FieldInvalid(
            "--tls-key" if certificate else "--tls-certificate",
            "is needed with the other files of TLS.",
        )
    return TlsFiles(certificate, key, client_ca)
