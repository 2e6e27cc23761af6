"""The generated code is what the protos say, and they are linted."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROTOS = ROOT / "protos"

pytest.importorskip("grpc_tools", reason="install the extra 'dev' to check the protos")


def generated(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*_pb2*"))
        if path.suffix in (".py", ".pyi")
    }


def test_the_generated_code_is_current(tmp_path):
    sources = sorted((PROTOS / "jauge").rglob("*.proto"))
    outputs = [f"--{kind}_out={tmp_path}" for kind in ("python", "pyi", "grpc_python")]
    subprocess.run(
        [sys.executable, "-m", "grpc_tools.protoc", f"-I{PROTOS}", *outputs, *sources],
        check=True,
    )
    for path in tmp_path.rglob("*_pb2_grpc.py"):
        if "class " not in path.read_text():
            path.unlink()
    assert generated(tmp_path) == generated(PROTOS), "run `make protos`"


def test_the_protos_pass_buf():
    buf = Path(sys.executable).parent / "buf"
    if not buf.exists():
        pytest.skip("buf is not beside this Python; install the extra 'dev'")
    subprocess.run([buf, "lint"], check=True, cwd=ROOT)
    subprocess.run([buf, "format", "--diff", "--exit-code"], check=True, cwd=ROOT)
