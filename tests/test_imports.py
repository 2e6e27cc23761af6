"""Packages point one way, and outside packages stay where they belong."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Each may import those before it, and itself.
LAYERS = [
    "models",
    "pricing.domain",
    "pricing.constraints",
    "pricing.optimizer",
    "pricing.demand_arrays",
    "pricing.demand",
    "pricing.booking",
    "pricing.programme",
    "pricing.quotes",
    "pricing.store",
    "pricing.settlement",
    "pricing.feed",
    "pricing.report",
    "pricing.proof",
    "jauge",
    "pricing.access",
    "pricing.service",
    "pricing.cluster",
    "pricing.console",
    "simulator",
    "pricing.files",
    "pricing.opening",
    "pricing.hosting",
    "pricing.commands",
    "simulator.report_command",
    "simulator.commands",
    "simulator.access_command",
    "server",
    "cli",
]

# Outside packages with one home; all others may be used anywhere but in domain.
OUTSIDE = {
    "alembic": (),
    "altair": ("simulator.report.charts",),
    "google": ("pricing.commands", "pricing.service", "jauge"),
    "grpc": ("pricing.service", "jauge", "cli"),
    "grpc_health": ("pricing.service", "jauge"),
    "grpc_reflection": ("pricing.service",),
    "grpc_status": ("pricing.service", "jauge"),
    "highspy": ("pricing.optimizer.solver",),
    "numba": ("models.compiled",),
    "numpy": (
        "models",
        "pricing.booking",
        "pricing.constraints.price_steps",
        "pricing.constraints.rows",
        "pricing.constraints.sales_rows",
        "pricing.demand",
        "pricing.demand_arrays",
        "pricing.optimizer",
        "simulator",
    ),
    "prometheus_client": ("pricing.service",),
    "psycopg": (
        "pricing.store.postgresql",
        "pricing.store.postgresql_link",
        "pricing.store.postgresql_schema",
    ),
    "pulp": ("pricing.optimizer.solver",),
    "pyarrow": ("pricing.files",),
    "pydantic": ("pricing.files", "pricing.store.codec", "simulator.results"),
    "ray": ("pricing.cluster",),
    "rich": (
        "pricing.commands.cooperative",
        "pricing.commands.governance_shown",
        "pricing.commands.options",
        "pricing.console",
        "simulator.console",
    ),
    "scipy": ("models", "pricing.optimizer", "pricing.demand", "simulator"),
    "sqlite3": (
        "pricing.store.sqlite",
        "pricing.store.sqlite_reading",
        "pricing.store.sqlite_schema",
    ),
    "tomli_w": ("pricing.files", "simulator.scenario_file"),
    "tomllib": ("pricing.files", "simulator.scenario_file"),
    "typer": (
        "cli",
        "pricing.commands",
        "server",
        "simulator.access_command",
        "simulator.commands",
        "simulator.report_command",
    ),
    "uvloop": ("pricing.hosting", "pricing.service"),
    "vl_convert": ("simulator.report.charts",),
}


def sources() -> Iterator[tuple[str, Path]]:
    for root in (ROOT, ROOT / "protos"):
        for path in sorted(root.rglob("*.py")):
            module = ".".join(path.relative_to(root).with_suffix("").parts)
            if layer_of(module) and "_pb2" not in module:
                yield module.removesuffix(".__init__"), path


def layer_of(module: str) -> str | None:
    inside = [each for each in LAYERS if f"{module}.".startswith(f"{each}.")]
    return max(inside, key=len, default=None)


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


@pytest.mark.parametrize(
    ("module", "path"), list(sources()), ids=lambda value: str(value)
)
def test_a_module_imports_only_what_stands_below_it(module, path):
    place = LAYERS.index(layer_of(module) or "")
    for name in imports(path):
        layer = layer_of(name)
        if layer is not None:
            assert LAYERS.index(layer) <= place, f"{module} imports {name}"
        home = OUTSIDE.get(name.split(".")[0])
        if home is not None:
            allowed = any(f"{module}.".startswith(f"{each}.") for each in home)
            assert allowed, f"{module} imports {name}"


def test_the_domain_imports_the_standard_library_alone():
    import sys

    for module, path in sources():
        if module.startswith("pricing.domain"):
            for name in imports(path):
                top = name.split(".")[0]
                assert top == "pricing" or top in sys.stdlib_module_names, name


def test_every_module_is_in_a_layer():
    packages = ("models", "pricing", "simulator")
    for package in packages:
        for path in (ROOT / package).rglob("*.py"):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            assert layer_of(module) or path.name == "__init__.py", module
