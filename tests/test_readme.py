"""What the README and docs say of the project is so."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
README = (ROOT / "README.md").read_text()


def test_every_function_that_is_named_exists():
    named = re.findall(r"`([\w/]+\.py)::([\w.]+)`", README)
    assert len(named) >= 5
    for file, function in named:
        tree = ast.parse((ROOT / file).read_text())
        names = {
            node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        }
        assert function.split(".")[-1] in names, f"{file}::{function}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_linked_exists(page):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
        assert (page.parent / target).exists(), f"{page.name} links {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_that_is_named_exists(page):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    for target in re.findall(r"`make ([a-z]+)", page.read_text()):
        assert target in targets, f"{page.name} names make {target}"


def test_every_runtime_dependency_has_its_reason():
    project = (ROOT / "pyproject.toml").read_text()
    block = re.search(r"^dependencies = \[(.*?)^\]", project, re.M | re.S)
    assert block
    for name in re.findall(r'"([a-z0-9-]+)', block[1]):
        assert f"`{name}`" in README, f"README says nothing of {name}"


def test_every_version_is_pinned_without_an_address():
    pinned = (ROOT / "constraints.txt").read_text().splitlines()
    assert pinned
    for line in pinned:
        assert re.fullmatch(r"[A-Za-z0-9_.-]+==[\w.]+", line), line
