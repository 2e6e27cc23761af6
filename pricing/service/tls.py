"""Certificates from files, checked before they are used and followed as they change.

gRPC asks for the certificate at each handshake. New files that do not fit together
are told in the log, and the connections go on with those that were good.
"""

import logging
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import time

import grpc

from pricing.access.watched import Watched
from pricing.domain.errors import FileInvalid
from pricing.service.security import TlsFiles

log = logging.getLogger(__name__)

# From here on the log asks for a new certificate.
SOON = timedelta(days=14)
# A handshake in memory takes two turns of each side.
_TURNS = 4


class Certificates:
    """The certificate that the service shows, and whose it accepts of clients."""

    def __init__(self, files: TlsFiles, clock: Callable[[], float] = time) -> None:
        self._files = files
        self._clock = clock
        self._watched = Watched(
            files.certificate,
            files.key,
            *(() if files.client_ca is None else (files.client_ca,)),
        )
        self._first = self._read()

    def credentials(self) -> grpc.ServerCredentials:
        """Return what gRPC needs to listen."""
        return grpc.dynamic_ssl_server_credentials(
            self._first,
            # None says that nothing changed, which the stubs do not know.
            self._newer,  # type: ignore[arg-type]
            require_client_authentication=self._files.client_ca is not None,
        )

    def _newer(self) -> grpc.ServerCertificateConfiguration | None:
        """Return what changed files say, None where they are as they were."""
        if not self._watched.changed():
            return None
        try:
            return self._read()
        except FileInvalid as fault:
            log.error("the certificate stays as it was: %s", fault)
            return None

    def _read(self) -> grpc.ServerCertificateConfiguration:
        files = self._files
        root = None
        if files.client_ca is not None:
            _check_authority(files.client_ca, self._clock())
            root = _bytes_of(files.client_ca)
        # Read first: what is checked after it is the same or newer, and newer files
        # are read again.
        certificate = _bytes_of(files.certificate)
        pair = (_bytes_of(files.key), certificate)
        until = check_pair(files.certificate, files.key)
        left = until - datetime.fromtimestamp(self._clock(), UTC)
        log.log(
            logging.WARNING if left < SOON else logging.INFO,
            "TLS certificate %s is valid until %s",
            files.certificate,
            until.isoformat(),
        )
        return grpc.ssl_server_certificate_configuration([pair], root_certificates=root)


def check_pair(certificate: Path, key: Path) -> datetime:
    """Return until when a certificate is valid, once a handshake with it succeeded.

    Raises
    ------
    FileInvalid
        When a file cannot be read, both do not belong together, or the certificate
        is not valid now.
    """
    _bytes_of(certificate)
    _bytes_of(key)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    # The certificate vouches for itself: who signed it is for clients to judge.
    client.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    try:
        client.load_verify_locations(certificate)
    except ssl.SSLError:
        raise FileInvalid(
            str(certificate), "expected a certificate in PEM form"
        ) from None
    try:
        server.load_cert_chain(certificate, key, password=_no_password)
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            said = f"is not the key of the certificate in {certificate}"
        else:
            said = "expected a private key in PEM form"
        raise FileInvalid(str(key), said) from None
    except _Encrypted:
        raise FileInvalid(
            str(key), "is encrypted; give a key without a pass phrase"
        ) from None
    try:
        return _handshake(server, client)
    except ssl.SSLCertVerificationError as error:
        raise FileInvalid(str(certificate), error.verify_message) from None
    except ssl.SSLError as error:
        raise FileInvalid(
            str(certificate), f"no handshake succeeds with it: {error.reason}"
        ) from None


class _Encrypted(Exception):
    """A key asks for a pass phrase."""


def _no_password() -> str:
    raise _Encrypted


def _handshake(server: ssl.SSLContext, client: ssl.SSLContext) -> datetime:
    """Return until when the certificate is valid that a server shows in memory."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = (
        client.wrap_bio(to_client, to_server),
        server.wrap_bio(to_server, to_client, server_side=True),
    )
    for _ in range(_TURNS):
        for side in sides:
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
    shown = sides[0].getpeercert()
    assert shown is not None
    return _time(str(shown["notAfter"]))


def _check_authority(path: Path, now: float) -> None:
    """Refuse a file without an authority that is valid now."""
    _bytes_of(path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_verify_locations(path)
    except ssl.SSLError:
        raise FileInvalid(
            str(path), "expected certificates of authorities in PEM form"
        ) from None
    ends = [_time(str(each["notAfter"])) for each in context.get_ca_certs()]
    if not ends:
        raise FileInvalid(str(path), "expected a certificate of an authority (CA)")
    if max(ends).timestamp() <= now:
        raise FileInvalid(str(path), f"ended at {max(ends).isoformat()}")


def _time(text: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(text), UTC)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileInvalid(str(path), f"cannot be read: {error.strerror}") from None
