"""TLS on a real port: shown, asked for, renewed, and refused when it is no good."""

import shutil
import ssl
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import grpc
import pytest

from jauge.client import Client
from jauge.connection import Tls
from pricing.domain.errors import FieldInvalid, FileInvalid
from pricing.service.security import Security, TlsFiles, tls_files
from pricing.service.tls import Certificates, check_pair
from tests.pricing.store.asks import open_house
from tests.service.authority import OPENSSL, Authority, Pair
from tests.service.harness import NIGHT, Running, running


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tls") / "authority")


@pytest.fixture(scope="module")
def pair(authority):
    return authority.sign("server")


def serving(pair, client_ca=None):
    files = TlsFiles(pair.certificate, pair.key, client_ca)
    return running(security=Security(tls=files))


def prices(house: Running, tls: Tls | None) -> int:
    address = f"localhost:{house.service.port}"
    with Client(address, timeout_seconds=5, tls=tls) as client:
        return len(client.list_prices(NIGHT, "web").prices)


def is_refused(house: Running, tls: Tls | None) -> bool:
    with pytest.raises(grpc.RpcError) as caught:
        prices(house, tls)
    return caught.value.code() is grpc.StatusCode.UNAVAILABLE


def test_who_trusts_the_authority_gets_prices_and_others_do_not(
    authority, pair, tmp_path
):
    with serving(pair) as house:
        open_house(house.store)
        assert prices(house, Tls(authority.certificate))
        assert is_refused(house, None)
        assert is_refused(house, Tls(Authority(tmp_path / "other").certificate))


def test_with_a_client_authority_only_its_clients_are_heard(authority, pair, tmp_path):
    ours = authority.sign("client", use="clientAuth")
    theirs = Authority(tmp_path / "other").sign("client", use="clientAuth")
    with serving(pair, authority.certificate) as house:
        open_house(house.store)
        ca = authority.certificate
        assert prices(house, Tls(ca, ours.certificate, ours.key))
        assert is_refused(house, Tls(ca))
        assert is_refused(house, Tls(ca, theirs.certificate, theirs.key))


def shown(house: Running) -> str:
    """Return the certificate that the service shows, in PEM form."""
    return ssl.get_server_certificate(("127.0.0.1", house.service.port))


def test_a_renewed_certificate_is_shown_without_a_restart(authority, tmp_path):
    files = Pair(tmp_path / "chain.pem", tmp_path / "key.pem")

    def put(pair):
        for new, old in zip(
            (pair.certificate, pair.key), (files.certificate, files.key), strict=True
        ):
            shutil.copy(new, tmp_path / "new")
            (tmp_path / "new").replace(old)

    put(authority.sign("first"))
    with serving(files) as house:
        open_house(house.store)
        before = shown(house)
        assert shown(house) == before
        put(authority.sign("second"))
        assert shown(house) != before
        assert prices(house, Tls(authority.certificate))


def test_a_damaged_renewal_is_told_and_not_shown(authority, tmp_path, caplog):
    first, second = authority.sign("one"), authority.sign("two")
    files = Pair(tmp_path / "chain.pem", tmp_path / "key.pem")
    shutil.copy(first.certificate, files.certificate)
    shutil.copy(first.key, files.key)
    certificates = Certificates(TlsFiles(files.certificate, files.key))
    assert certificates._newer() is None
    # Half of a renewal: the certificate came, its key has not yet.
    shutil.copy(second.certificate, files.certificate)
    assert certificates._newer() is None
    assert "the certificate stays as it was" in caplog.text
    shutil.copy(second.key, files.key)
    assert certificates._newer() is not None
    assert certificates._newer() is None


def test_a_certificate_that_ends_soon_is_told(authority, caplog):
    pair = authority.sign("short", days=3)
    Certificates(TlsFiles(pair.certificate, pair.key))
    (record,) = [each for each in caplog.records if "is valid until" in each.message]
    assert record.levelname == "WARNING"


def test_until_when_a_certificate_is_valid_is_what_openssl_says(pair):
    said = subprocess.run(
        [OPENSSL, "x509", "-in", pair.certificate, "-noout", "-enddate"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    ends = ssl.cert_time_to_seconds(said.strip().partition("=")[2])
    assert check_pair(pair.certificate, pair.key) == datetime.fromtimestamp(ends, UTC)


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("missing", "No such file"),
        ("swapped", "expected a certificate in PEM form"),
        ("mismatched", "is not the key of the certificate"),
        ("expired", "certificate has expired"),
        ("noise", "expected a private key in PEM form"),
        ("encrypted", "is encrypted"),
        ("purpose", "purpose"),
        ("client", "authorities in PEM form"),
        ("not an authority", "expected a certificate of an authority"),
    ],
)
def test_files_that_are_no_good_keep_the_service_from_starting(
    authority, pair, tmp_path, what, says
):
    files = _no_good(authority, pair, tmp_path, what)
    with pytest.raises(FileInvalid, match=says), running(security=Security(tls=files)):
        pass


def _no_good(authority: Authority, pair: Pair, folder: Path, what: str) -> TlsFiles:
    noise = folder / "noise"
    noise.write_text("-----BEGIN NOISE-----")
    match what:
        case "missing":
            return TlsFiles(folder / "none.pem", pair.key)
        case "swapped":
            return TlsFiles(pair.key, pair.certificate)
        case "mismatched":
            return TlsFiles(pair.certificate, authority.sign("another").key)
        case "expired":
            old = authority.sign("old", days=-1)
            return TlsFiles(old.certificate, old.key)
        case "encrypted":
            assert OPENSSL is not None
            locked = folder / "locked.key"
            subprocess.run(
                [OPENSSL, "ec", "-in", pair.key, "-aes256", "-passout", "pass:secret",
                 "-out", locked], check=True, capture_output=True,
            )  # fmt: skip
            return TlsFiles(pair.certificate, locked)
        case "purpose":
            client = authority.sign("for-clients", use="clientAuth")
            return TlsFiles(client.certificate, client.key)
        case "client":
            return TlsFiles(pair.certificate, pair.key, noise)
        case "not an authority":
            return TlsFiles(pair.certificate, pair.key, pair.certificate)
    return TlsFiles(pair.certificate, noise)


def test_an_authority_that_ended_is_refused(authority, pair):
    later = time.time() + 40 * 86_400
    files = TlsFiles(pair.certificate, pair.key, authority.certificate)
    with pytest.raises(FileInvalid, match="ended at"):
        Certificates(files, clock=lambda: later)


def test_files_of_tls_are_named_together(tmp_path):
    one = tmp_path / "one.pem"
    assert tls_files(None, None, None) is None
    assert tls_files(one, one, None) == TlsFiles(one, one)
    for asked in ((one, None, None), (None, one, None), (None, None, one)):
        with pytest.raises(FieldInvalid, match="--tls"):
            tls_files(*asked)
    with pytest.raises(ValueError, match="certificate and key together"):
        Tls(certificate=one)


def test_a_client_reads_its_files_from_the_environment(tmp_path):
    assert Tls.from_environment({}) is None
    said = {"JAUGE_TLS_CA": "ca.pem", "JAUGE_TLS_KEY": "", "HOME": str(tmp_path)}
    assert Tls.from_environment(said) == Tls(Path("ca.pem"))
