"""An authority for certificates, as openssl makes them."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

OPENSSL = shutil.which("openssl")
_CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


def _openssl(*arguments: str) -> None:
    assert OPENSSL is not None
    done = subprocess.run(
        [OPENSSL, *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


@dataclass(frozen=True)
class Pair:
    certificate: Path
    key: Path


class Authority:
    """Signs certificates of ``localhost`` and of clients."""

    def __init__(self, folder: Path) -> None:
        if OPENSSL is None:
            pytest.skip("openssl is not on the path")
        folder.mkdir()
        self._folder = folder
        self.certificate = folder / "ca.pem"
        self._key = folder / "ca.key"
        _openssl(
            "req", "-x509", *_CURVE, "-days", "30", "-subj", "/CN=Jauge test",
            "-keyout", str(self._key), "-out", str(self.certificate),
        )  # fmt: skip

    def sign(self, name: str, days: int = 30, use: str = "serverAuth") -> Pair:
        """Return a new certificate and its key; fewer than 0 days: one that ended."""
        path = self._folder / name
        pair = Pair(path.with_suffix(".pem"), path.with_suffix(".key"))
        asked, more = path.with_suffix(".csr"), path.with_suffix(".ext")
        more.write_text(
            f"subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage={use}\n"
        )
        _openssl(
            "req", *_CURVE, "-subj", "/CN=localhost",
            "-keyout", str(pair.key), "-out", str(asked),
        )  # fmt: skip
        _openssl(
            "x509", "-req", "-in", str(asked), "-CA", str(self.certificate),
            "-CAkey", str(self._key), "-CAcreateserial", "-days", str(days),
            "-extfile", str(more), "-out", str(pair.certificate),
        )  # fmt: skip
        return pair
