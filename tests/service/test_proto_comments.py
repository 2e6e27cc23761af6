"""What the comments of the protos must say, beyond what buf checks."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "protos" / "jauge" / "pricing" / "v1"
BEHAVIOURS = ("Required.", "Optional.", "Output only.", "Identifier.")

FIELD = re.compile(r"^(?:optional |repeated )?(?:map<[^>]+>|[\w.]+) (\w+) = \d+;$")


def fields(text):
    """Yield each field with its comment; members of a oneof are left out."""
    comment, in_oneof, depth = [], False, 0
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("//"):
            comment.append(line.removeprefix("//").strip())
            continue
        if line.startswith("oneof"):
            in_oneof = True
            yield line.split()[1], " ".join(comment)
        found = FIELD.match(line)
        if found and depth and not in_oneof:
            yield found[1], " ".join(comment)
        if line == "}":
            in_oneof = False
        depth += line.count("{") - line.count("}")
        comment = []


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.proto")), ids=lambda p: p.name)
def test_every_field_says_how_it_behaves(path):
    silent = [
        name
        for name, comment in fields(path.read_text())
        if not comment.startswith(BEHAVIOURS)
    ]
    assert silent == []


def test_the_reader_of_comments_finds_the_fields():
    found = dict(fields((ROOT / "quote.proto").read_text()))
    assert len(found) == 44
    assert found["unit_price"].startswith("Output only.")


@pytest.mark.parametrize("path", sorted(ROOT.glob("*_service.proto")))
def test_every_method_says_whether_repeating_it_is_safe(path):
    text = path.read_text()
    methods = re.findall(
        r"((?:  //[^\n]*\n)+)  rpc (\w+)\(.*?\) (?:\{\n(.*?)\n  \}|;)|(\Z)", text, re.S
    )
    for comment, name, option, _ in methods:
        if not name:
            continue
        safe = "idempotency_level" in option or "afe to retry" in " ".join(
            comment.replace("//", " ").split()
        )
        assert safe, name


def test_files_are_short():
    long = {
        path.name: lines
        for path in ROOT.glob("*.proto")
        if (lines := len(path.read_text().splitlines())) > 250
    }
    assert long == {}
